"""Reads what was done to one item: the steps of its history, and what coding it got since a step."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, exists, func, select, text

from evidence_desk.store.history import RowChange
from evidence_desk.store.recorder import rows_by_id
from evidence_desk.store.tables import BY_NAME, HISTORY

_PART = 100
_LATER = HISTORY.alias()
_UNDONE = exists().where(_LATER.c.undoes == HISTORY.c.seq, _LATER.c.kind == "undo")
# SQLite looks through the texts of the history itself: they are long, and the window goes on meanwhile.
_OWNER = "coalesce(json_extract(c.value, '$.after.{0}'), json_extract(c.value, '$.before.{0}'))"
_NAMED_BY = " OR ".join(
    _OWNER.format(name) + " IN (SELECT value FROM json_each(:owners))"  # noqa: S608  the names below
    for name in ("evidence_id", "on_id", "link_id", "cite_id")
)
_IDS = "SELECT DISTINCT json_extract(c.value, '$.id') FROM history AS h, json_each(h.changes) AS c"
_ONE_OF = (
    "EXISTS (SELECT 1 FROM json_each(:owners) AS o WHERE instr(h.changes, '_id\":\"' || o.value || '\"') > 0)"
)
_NAMING = text(f"{_IDS} WHERE instr(h.changes, :needle) > 0 AND ({_NAMED_BY})")
_HANGING = text(f"{_IDS} WHERE {_ONE_OF} AND ({_NAMED_BY})")


@dataclass(frozen=True, slots=True)
class ItemStep:
    """A step of the history that touched an item.

    Attributes:
        seq: its number.
        at: when, RFC 3339.
        actor: who.
        summary: what, in words.
        rows: how many rows it wrote, those of other items counted.
        items: how many evidence items it touched.
        is_taken_back: whether undo or "put this back" took it back since.
    """

    seq: int
    at: str
    actor: str
    summary: str
    rows: int
    items: int
    is_taken_back: bool


def last_step(connection: Connection) -> int:
    """Return the number of the newest step of the history, 0 when there is none."""
    return connection.execute(select(func.max(HISTORY.c.seq))).scalar() or 0


def steps_of(connection: Connection, item: str, *, newest: int = 12) -> list[ItemStep]:
    """Return the last steps that wrote an item, or what belongs to it now or did then, newest first.

    Args:
        connection: of a reader.
        item: its id.
        newest: how many at most.
    """
    columns = (HISTORY.c.seq, HISTORY.c.at, HISTORY.c.actor, HISTORY.c.summary, HISTORY.c.changes, _UNDONE)
    ids = [item, *_belongings(connection, item)]
    query = select(*columns).where(_touches_any(ids), HISTORY.c.kind != "undo")
    rows = connection.execute(query.order_by(HISTORY.c.seq.desc()).limit(newest)).all()
    put_back = _put_back(connection)
    found = []
    for seq, at, actor, summary, written, is_back in rows:
        changes = list(_changes(written))
        items = len(_items(connection, changes))
        found.append(ItemStep(seq, at, actor, summary, len(changes), items, bool(is_back) or seq in put_back))
    return found


def later_steps(connection: Connection, row_id: str, *, after: int) -> list[str]:
    """Return what the steps after a step are called that wrote a row and were not taken back, newest first."""
    query = select(HISTORY.c.seq, HISTORY.c.summary).where(
        HISTORY.c.seq > after, HISTORY.c.kind != "undo", _touches_row(row_id), ~_UNDONE
    )
    put_back = _put_back(connection)
    rows = connection.execute(query.order_by(HISTORY.c.seq.desc()))
    return [summary for seq, summary in rows if seq not in put_back]


def _belongings(connection: Connection, item: str) -> list[str]:
    """Return the ids of the rows that ever belonged to an item, and of what hangs on those: cites of links, notes."""
    own = set(connection.execute(_NAMING, {"needle": f'"{item}"', "owners": json.dumps([item])}).scalars())
    parts = list(own)
    further: set[str] = set()
    for start in range(0, len(parts), _PART):
        owners = json.dumps(parts[start : start + _PART])
        further.update(connection.execute(_HANGING, {"owners": owners}).scalars())
    return sorted(own | further)


def _items(connection: Connection, changes: Sequence[RowChange]) -> set[str]:
    """Return the evidence items that rows are or belong to."""
    found: set[str] = set()
    bare: dict[str, list[str]] = {}  # what was set says nothing of the item the row belongs to
    for change in changes:
        if change.table == "evidence":
            found.add(change.id)
        elif change.table in BY_NAME and "evidence_id" in BY_NAME[change.table].c:
            owner = (change.after or {}).get("evidence_id") or (change.before or {}).get("evidence_id")
            if owner:
                found.add(str(owner))
            else:
                bare.setdefault(change.table, []).append(change.id)
    for name, ids in bare.items():
        rows = rows_by_id(connection, BY_NAME[name], ids, ["evidence_id"])
        found.update(str(row["evidence_id"]) for row in rows.values())
    return found


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
    for written in connection.execute(query).scalars():
        for change in _changes(written):
            if change.table == "evidence" and change.id == item:
                after_it = change.after or {}
                plain |= {name: after_it[name] for name in ("kind", "type", "review") if name in after_it}
            elif change.table in ("evidence_tag", "proof_link", "stage_link"):
                _follow(held, change, item)
    return _actions(held, plain)


def _touches_any(ids: Sequence[str]) -> Any:
    each = func.json_each(json.dumps([f'"{one}"' for one in ids])).table_valued("value")
    return exists(select(each.c.value).where(func.instr(HISTORY.c.changes, each.c.value) > 0))


def _touches_row(row_id: str) -> Any:
    return func.instr(HISTORY.c.changes, f'"id":"{row_id}"') > 0


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
