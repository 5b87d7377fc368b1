"""Reads what was done to one item: the steps of its history, and what coding it got since a step."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, exists, func, select

from evidence_desk.store.history import RowChange
from evidence_desk.store.tables import HISTORY


@dataclass(frozen=True, slots=True)
class ItemStep:
    """A step of the history that touched an item.

    Attributes:
        seq: its number.
        at: when, RFC 3339.
        actor: who.
        summary: what, in words.
        rows: how many rows it wrote, those of other items counted.
        is_taken_back: whether undo or "put this back" took it back since.
    """

    seq: int
    at: str
    actor: str
    summary: str
    rows: int
    is_taken_back: bool


def last_step(connection: Connection) -> int:
    """Return the number of the newest step of the history, 0 when there is none."""
    return connection.execute(select(func.max(HISTORY.c.seq))).scalar() or 0


def steps_of(connection: Connection, item: str, *, newest: int = 12) -> list[ItemStep]:
    """Return the last steps that wrote a row of an item or one that names it, newest first.

    Args:
        connection: of a reader.
        item: its id.
        newest: how many at most.
    """
    later = HISTORY.alias()
    taken_back = exists().where(later.c.undoes == HISTORY.c.seq, later.c.kind == "undo")
    columns = (HISTORY.c.seq, HISTORY.c.at, HISTORY.c.actor, HISTORY.c.summary, HISTORY.c.changes, taken_back)
    query = select(*columns).where(_touches(item), HISTORY.c.kind != "undo")
    rows = connection.execute(query.order_by(HISTORY.c.seq.desc()).limit(newest)).all()
    put_back = _put_back(connection)
    return [
        ItemStep(seq, at, actor, summary, len(json.loads(changes)), bool(is_back) or seq in put_back)
        for seq, at, actor, summary, changes, is_back in rows
    ]


def _put_back(connection: Connection) -> set[int]:
    """Return the steps that a command put back, unless that was undone and not redone."""
    query = select(HISTORY.c.seq, HISTORY.c.kind, HISTORY.c.undoes, HISTORY.c.arguments)
    found: dict[int, int] = {}  # step put back, by the number of the entry that did, undid or redid it
    standing: dict[int, bool] = {}
    for seq, kind, undoes, arguments in connection.execute(
        query.where(HISTORY.c.command == "PutBack").order_by(HISTORY.c.seq)
    ):
        step = json.loads(arguments)["entry"] if kind == "do" else found[undoes]
        found[seq] = step
        standing[step] = kind != "undo"
    return {step for step, stands in standing.items() if stands}


def recent_coding(connection: Connection, item: str, *, after: int) -> dict[str, Any]:
    """Return the coding an item got since a step, as the actions of a preset; what was taken back is left out.

    Args:
        connection: of a reader.
        item: its id.
        after: the number of the last step that does not count.
    """
    query = select(HISTORY.c.changes).where(HISTORY.c.seq > after, _touches(item)).order_by(HISTORY.c.seq)
    held: dict[tuple[str, str], dict[str, Any]] = {}
    plain: dict[str, str] = {}
    for text in connection.execute(query).scalars():
        for change in _changes(text):
            if change.table == "evidence" and change.id == item:
                after_it = change.after or {}
                plain |= {name: after_it[name] for name in ("kind", "type", "review") if name in after_it}
            elif change.table in ("evidence_tag", "proof_link", "stage_link"):
                _follow(held, change, item)
    return _actions(held, plain)


def _touches(item: str) -> Any:
    return func.instr(HISTORY.c.changes, f'"{item}"') > 0


def _changes(text: str) -> Iterator[RowChange]:
    return map(RowChange.from_json, json.loads(text))


def _follow(held: dict[tuple[str, str], dict[str, Any]], change: RowChange, item: str) -> None:
    """Follow one row that says something of an item through insert, update and delete."""
    key = (change.table, change.id)
    if change.after is None:
        held.pop(key, None)
    elif change.before is not None:
        if key in held:
            held[key] = {**held[key], **change.after}
    elif change.after["evidence_id"] == item:
        held[key] = change.after


def _actions(held: dict[tuple[str, str], dict[str, Any]], plain: dict[str, str]) -> dict[str, Any]:
    links = [
        {
            "stance": row["stance"],
            "element": row["element_id"] or "",
            "fact": row["fact_id"] or "",
            "weight": row["weight"],
            "purpose": row["purpose"],
        }
        for (table, _id), row in held.items()
        if table == "proof_link"
    ]
    review = plain.get("review", "")
    return {
        "tags": [row["tag_id"] for (table, _id), row in held.items() if table == "evidence_tag"],
        "links": [link for place, link in enumerate(links) if link not in links[:place]],
        "stages": [
            {"stage": row["stage_id"], "status": row["status"]}
            for (table, _id), row in held.items()
            if table == "stage_link"
        ],
        "kind": plain.get("kind", ""),
        "type": plain.get("type", ""),
        "review": None if review in ("", "unreviewed") else review,
    }
