"""Statements used by every change, built once: building them anew costs more than running them."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, insert, select

from evidence_desk.store.tables import HISTORY, RECORDED

ROW_BY_ID = {table.name: select(table).where(table.c.id == bindparam("row_id")) for table in RECORDED}
HAS_ID = {table.name: select(table.c.id).where(table.c.id == bindparam("row_id")) for table in RECORDED}
INSERT = {table.name: insert(table) for table in RECORDED}
DELETE = {table.name: delete(table).where(table.c.id == bindparam("row_id")) for table in RECORDED}

HISTORY_HEAD = select(HISTORY.c.seq, HISTORY.c.hash).order_by(HISTORY.c.seq.desc()).limit(1)
HISTORY_INSERT = insert(HISTORY)
