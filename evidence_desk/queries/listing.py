"""How the evidence list is ordered, grouped and laid out in families; all of it asked of SQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from evidence_desk.domain.produced import KEY
from evidence_desk.store import tables as t
from evidence_desk.support.errors import UserError

_ITEM = t.EVIDENCE.c
_REVIEW_ORDER = case(
    (_ITEM.review == "unreviewed", 0),
    (_ITEM.review == "needs_second_look", 1),
    (_ITEM.review == "", 2),
    else_=3,
)


def _plain(column: ColumnElement[str]) -> tuple[ColumnElement[Any], ...]:
    """Order by a word as people read it; what comes first says which items have none."""
    return (column == "", func.lower(column), _ITEM.exhibit_sort)


def _count_of(table: Any) -> ColumnElement[Any]:
    return select(func.count()).where(table.c.evidence_id == _ITEM.id).scalar_subquery()


_PAGES = (
    select(func.coalesce(func.sum(t.FILE.c.pages), 0))
    .select_from(t.EVIDENCE_FILE.join(t.FILE, t.EVIDENCE_FILE.c.file_id == t.FILE.c.id))
    .where(t.EVIDENCE_FILE.c.evidence_id == _ITEM.id)
    .scalar_subquery()
)
_FIRST_TAG = (
    select(func.min(func.lower(t.TAG.c.name)))
    .select_from(t.EVIDENCE_TAG.join(t.TAG, t.EVIDENCE_TAG.c.tag_id == t.TAG.c.id))
    .where(t.EVIDENCE_TAG.c.evidence_id == _ITEM.id)
    .scalar_subquery()
)
_SAID = t.FILE.c.facts[KEY]
_FIRST_NUMBER = (
    select(func.min(func.coalesce(_SAID["begin_bates"].as_string(), _SAID["identifier"].as_string())))
    .select_from(t.EVIDENCE_FILE.join(t.FILE, t.EVIDENCE_FILE.c.file_id == t.FILE.c.id))
    .where(t.EVIDENCE_FILE.c.evidence_id == _ITEM.id)
    .scalar_subquery()
)
_GROUP_NUMBER = (
    select(t.EVIDENCE_GROUP.c.number_sort).where(t.EVIDENCE_GROUP.c.id == _ITEM.group_id).scalar_subquery()
)

_PLAIN = (
    "native_title",
    "author",
    "source",
    "custodian",
    "language",
    "original_status",
    "confidentiality",
    "privilege",
    "side",
)
_ORDERS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "exhibit": (_ITEM.exhibit_sort, _ITEM.added_at),
    "title": (func.lower(_ITEM.title),),
    "date": (_ITEM.date_sort,),
    "added": (_ITEM.added_at,),
    "kind": (_ITEM.kind, _ITEM.exhibit_sort),
    "type": (_ITEM.type, _ITEM.exhibit_sort),
    "review": (_REVIEW_ORDER, _ITEM.exhibit_sort),
    "proves": (_count_of(t.PROOF_LINK), _ITEM.exhibit_sort),
    "stages": (_count_of(t.STAGE_LINK), _ITEM.exhibit_sort),
    "pages": (_PAGES, _ITEM.exhibit_sort),
    "tags": (_FIRST_TAG.is_(None), _FIRST_TAG, _ITEM.exhibit_sort),
    "numbers": (_FIRST_NUMBER.is_(None), _FIRST_NUMBER, _ITEM.exhibit_sort),
    "group": (_GROUP_NUMBER.is_(None), _GROUP_NUMBER, _ITEM.exhibit_sort),
    **{name: _plain(_ITEM[name]) for name in _PLAIN},
}
_BLANKS_LAST = frozenset((*_PLAIN, "tags", "numbers", "group"))  # in either direction
ORDERS = tuple(_ORDERS)


def ordering(order: str) -> list[ColumnElement[Any]]:
    """Return what an order means in SQL, the item's id last so that it is always the same.

    Args:
        order: names of ``ORDERS``, comma between them, the first counts most; a leading ``-`` turns one round,
            but items that have no such word come last all the same.

    Raises:
        UserError: ``unknown_order``.
    """
    found: list[ColumnElement[Any]] = []
    for part in order.split(","):
        name = part.removeprefix("-")
        if name not in _ORDERS:
            raise UserError("unknown_order", f"There is no order {name!r}", f"There is: {', '.join(ORDERS)}.")
        columns = _ORDERS[name]
        if "," in order and len(columns) > 1:  # what follows decides between equals, not the exhibit number
            columns = columns[:-1]
        if part.startswith("-"):
            straight = int(name in _BLANKS_LAST)
            columns = (*columns[:straight], *(column.desc() for column in columns[straight:]))
        found += columns
    return [*found, _ITEM.id]


@dataclass(frozen=True, slots=True)
class GroupName:
    """What a group is called; of a stage that is its court, with the court's native name and the kind of stage."""

    name: str = ""
    native: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Grouped:
    """In which group each item stands.

    Attributes:
        of: the key of its group by the id of an item; an item in none is missing or has an empty key.
        order: the keys in the order the groups stand in.
        names: what a group is called, where that is not its key.
        others: the keys of the groups an item belongs to as well but does not stand in, by its id.
    """

    of: dict[str, str]
    order: tuple[str, ...]
    names: dict[str, GroupName]
    others: dict[str, list[str]] = field(default_factory=dict)


def grouped(connection: Connection, by: str) -> Grouped:
    """Return the groups of all items.

    Args:
        connection: of a reader.
        by: one of ``GROUPS``. Of several tags or stages an item stands under the first tag and the last stage.

    Raises:
        UserError: ``unknown_group``.
    """
    if by not in _GROUPS:
        raise UserError("unknown_group", f"There is no grouping {by!r}", f"There is: {', '.join(GROUPS)}.")
    return _GROUPS[by](connection)


def _by_column(column: ColumnElement[str]) -> Callable[[Connection], Grouped]:
    def read(connection: Connection) -> Grouped:
        of = _pairs(connection, select(_ITEM.id, column))
        counts: dict[str, int] = {}
        for key in of.values():
            counts[key] = counts.get(key, 0) + 1
        return Grouped(of, tuple(sorted(counts, key=lambda key: (key == "", -counts[key], key))), {})

    return read


def _by_review(connection: Connection) -> Grouped:
    order = ("unreviewed", "needs_second_look", "reviewed")
    return Grouped(_pairs(connection, select(_ITEM.id, _ITEM.review)), order, {})


def _by_year(connection: Connection) -> Grouped:
    of = _pairs(connection, select(_ITEM.id, func.substr(_ITEM.date_sort, 1, 4)).where(_ITEM.date_text != ""))
    of = {item: year if year.isdecimal() and year < "9999" else "" for item, year in of.items()}
    return Grouped(of, tuple(sorted(set(of.values()) - {""})), {})


def _by_tag(connection: Connection) -> Grouped:
    tag, tagged = t.TAG.c, t.EVIDENCE_TAG.c
    ordered = (tag.key == "", tag.key, tag.name)
    tags = connection.execute(select(tag.id, tag.name).order_by(*ordered))
    names = {key: GroupName(name) for key, name in tags}
    rows = select(tagged.evidence_id, tag.id).select_from(t.EVIDENCE_TAG.join(t.TAG, tagged.tag_id == tag.id))
    last_first = [ordered[0].desc(), ordered[1].desc(), ordered[2].desc()]
    return _by_last(connection, rows.order_by(*last_first), names)


def _by_stage(connection: Connection) -> Grouped:
    use, stage, court = t.STAGE_LINK.c, t.STAGE_EVENT.c, t.PROCEEDING.c
    order = (stage.date_sort, court.court, stage.id)
    stages = select(stage.id, court.court, court.court_native, stage.kind).join_from(
        t.STAGE_EVENT, t.PROCEEDING, stage.proceeding_id == court.id
    )
    rows = connection.execute(stages.order_by(*order))
    names = {key: GroupName(name, native, kind) for key, name, native, kind in rows}
    joined = t.STAGE_LINK.join(t.STAGE_EVENT, use.stage_id == stage.id).join(
        t.PROCEEDING, stage.proceeding_id == court.id
    )
    used = select(use.evidence_id, stage.id).select_from(joined).order_by(*order)
    return _by_last(connection, used, names)


def _by_last(connection: Connection, rows: Select[Any], names: dict[str, GroupName]) -> Grouped:
    """Return groups by pairs of item and key, of which the last of an item says where it stands."""
    of: dict[str, str] = {}
    others: dict[str, list[str]] = {}
    for item, key in connection.execute(rows):
        if item in of:
            others.setdefault(item, []).append(of[item])
        of[item] = key
    others = {item: [key for key in dict.fromkeys(keys) if key != of[item]] for item, keys in others.items()}
    return Grouped(of, tuple(names), names, others)


def _by_group(connection: Connection) -> Grouped:
    group = t.EVIDENCE_GROUP.c
    rows = connection.execute(select(group.id, group.number, group.title).order_by(group.number_sort))
    names = {key: GroupName(f"{number} {title}".strip()) for key, number, title in rows}
    rows_of = select(_ITEM.id, _ITEM.group_id).where(_ITEM.group_id.is_not(None))
    return Grouped(_pairs(connection, rows_of), tuple(names), names)


_GROUPS: dict[str, Callable[[Connection], Grouped]] = {
    "type": _by_column(_ITEM.type),
    "kind": _by_column(_ITEM.kind),
    "review": _by_review,
    "tag": _by_tag,
    "stage": _by_stage,
    "group": _by_group,
    "year": _by_year,
    "side": _by_column(_ITEM.side),
    "custodian": _by_column(_ITEM.custodian),
}
GROUPS = tuple(_GROUPS)


def parents(connection: Connection) -> dict[str, str]:
    """Return the item each item was found in, by id; only of those that were found in one."""
    return _pairs(connection, select(_ITEM.id, _ITEM.parent_id).where(_ITEM.parent_id.is_not(None)))


def _pairs(connection: Connection, query: Select[Any]) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(query)}
