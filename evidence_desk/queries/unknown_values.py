"""Values that a query asks for and the matter does not have: told, since they find nothing for that reason alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from sqlalchemy import Column, Connection, select

from evidence_desk.domain.search_language import And, Field, Node, Not, Or, quoted
from evidence_desk.queries.search_sql import condition
from evidence_desk.store import tables as t

_NAMED: dict[str, tuple[Column[str], ...]] = {
    "kind": (t.EVIDENCE.c.kind,),
    "type": (t.EVIDENCE.c.type,),
    "exhibit": (t.EVIDENCE.c.exhibit,),
    "tag": (t.TAG.c.name,),
    "claim": (t.CLAIM.c.number, t.CLAIM.c.title, t.CLAIM.c.native_title),
    "element": (t.ELEMENT.c.number,),
    "fact": (t.FACT.c.number,),
    "stage": (t.STAGE_EVENT.c.kind,),
    "party": (t.PARTY.c.name, t.PARTY.c.native_name),
    "batch": (t.REVIEW_BATCH.c.name,),
    "reviewer": (t.REVIEW_BATCH.c.reviewer,),
}
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class QueryNotice:
    """A part of a query that cannot find anything: no such thing is in the matter.

    Attributes:
        code: ``no_such_value``.
        field: the field of the search language, e.g. ``tag``.
        value: what was asked for.
        position: 0-based place in the query.
        meant: the value most like it, or an empty text.
        message: one line that says so.
        remedy: what to write instead.
    """

    code: str
    field: str
    value: str
    position: int
    meant: str
    message: str
    remedy: str


def unknown_values(connection: Connection, node: Node) -> tuple[QueryNotice, ...]:
    """Return what a query asks for and the matter does not have, in the order of the query.

    Args:
        connection: of a reader.
        node: the query; beginnings (``tag:Key*``), dates and fixed values are never told.
    """
    return tuple(
        _notice(field, known)
        for field in _fields(node)
        if field.name in _NAMED and not field.is_prefix and not _finds(connection, field)
        for known in [_known(connection, field.name)]
        if field.value.casefold() not in map(str.casefold, known)
    )


def _fields(node: Node) -> Iterator[Field]:
    match node:
        case Field():
            yield node
        case Not(part):
            yield from _fields(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _fields(part)
        case _:
            return


def _finds(connection: Connection, field: Field) -> bool:
    query = select(t.EVIDENCE.c.id).where(condition(connection, field)).limit(1)
    return connection.execute(query).first() is not None


def _known(connection: Connection, name: str) -> list[str]:
    found: list[str] = []
    for column in _NAMED[name]:
        found += connection.execute(select(column).where(column != "").distinct().order_by(column)).scalars()
    if name == "stage":
        court = t.PROCEEDING.c.court
        joined = t.STAGE_EVENT.join(t.PROCEEDING, t.STAGE_EVENT.c.proceeding_id == t.PROCEEDING.c.id)
        rows = connection.execute(select(court, t.STAGE_EVENT.c.kind).select_from(joined).distinct())
        found += [f"{where}/{kind}" for where, kind in rows]
    if name == "batch":
        numbered = connection.execute(select(t.REVIEW_BATCH.c.name, t.REVIEW_BATCH.c.number))
        found += [f"{batch}/{number}" for batch, number in numbered]
    if name == "party":
        found += [alias for row in connection.execute(select(t.PARTY.c.aliases)) for alias in row.aliases]
    return found


def _notice(field: Field, known: list[str]) -> QueryNotice:
    small = {one.casefold(): one for one in reversed(known)}
    near = get_close_matches(field.value.casefold(), small, 1, _ALIKE)
    meant = small[near[0]] if near else ""
    return QueryNotice(
        code="no_such_value",
        field=field.name,
        value=field.value,
        position=field.at[0],
        meant=meant,
        message=f'Nothing in this matter has the {field.name} "{field.value}"',
        remedy=f"Did you mean {field.name}:{quoted(meant)}?" if meant else "",
    )
