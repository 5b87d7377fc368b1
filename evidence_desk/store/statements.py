"""Statements used by every change and every check, built once: building them anew costs more than running them."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, insert, select

from evidence_desk.store.tables import HISTORY, META, RECORDED

ROW_BY_ID = {table.name: select(table).where(table.c.id == bindparam("row_id")) for table in RECORDED}
ALL_ROWS = {table.name: select(table) for table in RECORDED}
ALL_IDS = {table.name: select(table.c.id) for table in RECORDED}
HAS_ID = {table.name: select(table.c.id).where(table.c.id == bindparam("row_id")) for table in RECORDED}
INSERT = {table.name: insert(table) for table in RECORDED}
DELETE = {table.name: delete(table).where(table.c.id == bindparam("row_id")) for table in RECORDED}

HISTORY_HEAD = select(HISTORY.c.seq, HISTORY.c.hash).order_by(HISTORY.c.seq.desc()).limit(1)
HISTORY_INSERT = insert(HISTORY)

# The end of the chain is noted beside it, so that a chain that was cut off shows.
NOTED_HEAD = select(META.c.value).where(META.c.key == "head")
NOTE_HEAD = "INSERT INTO meta VALUES ('head', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
