"""Reads of evidence: ids in an order and under a filter, rows by id, one item whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select, true

from evidence_desk.domain.evidence_fields import DETAILS, LINE
from evidence_desk.domain.file_ids import hash_of
from evidence_desk.domain.numbering import next_number
from evidence_desk.domain.produced import number_range
from evidence_desk.domain.remarks import Remark
from evidence_desk.profiles import Profile
from evidence_desk.queries.claims import date_value
from evidence_desk.queries.labels import assessments, notes_on, tags
from evidence_desk.queries.links import cites, links
from evidence_desk.queries.listing import ordering
from evidence_desk.queries.pages import remarks_now
from evidence_desk.queries.rows import EvidenceDetail, EvidenceRow, FileRow
from evidence_desk.queries.stages import stage_links
from evidence_desk.store import tables as t
from evidence_desk.support.errors import UserError

_PART = 500
_LETTERS = 100_000  # of ids that are taken apart in one go
_MOST_PICKED = 12
_LINE = tuple(
    t.EVIDENCE.c[name]
    for name in ("id", *LINE, "date_text", "date_sort", "date_precision", "group_id", "parent_id")
)


def evidence_ids(
    connection: Connection,
    *,
    order: str = "exhibit",
    where: ColumnElement[bool] | None = None,
) -> list[str]:
    """Return the ids of items in an order.

    Args:
        connection: of a reader.
        order: as `queries.listing.ordering` takes it.
        where: a condition on the table of evidence, e.g. a query of the search language; all items when None.
    """
    query = select(t.EVIDENCE.c.id).order_by(*ordering(order))
    if where is not None:
        query = query.where(where)
    return [each for part in _in_parts(connection, query) for each in part]


def unreviewed(connection: Connection) -> set[str]:
    """Return the ids of the items nobody has looked at yet."""
    query = select(t.EVIDENCE.c.id).where(t.EVIDENCE.c.review == "unreviewed")
    return {each for part in _in_parts(connection, query) for each in part}


def evidence_with_words(connection: Connection, words: str) -> list[EvidenceRow]:
    """Return the first few items that have all of some words in their fields; for pickers.

    Those whose title begins with the words come first, each part by exhibit.
    """
    item, start = t.EVIDENCE.c, words.strip()
    begins = or_(*(each.istartswith(start, autoescape=True) for each in (item.title, item.native_title)))
    query = (
        select(item.id).where(true(), *map(_has_word, words.split())).order_by(~begins, *ordering("exhibit"))
    )
    return evidence_rows(connection, list(connection.execute(query.limit(_MOST_PICKED)).scalars()))


def _has_word(word: str) -> ColumnElement[bool]:
    item = t.EVIDENCE.c
    columns = (item.exhibit, item.title, item.native_title, item.author, item.source, item.notes, item.type)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


def next_exhibit(connection: Connection, profile: Profile) -> str:
    """Return the number that comes after our last exhibit, or with which our party begins under the profile."""
    ours = select(t.EVIDENCE.c.exhibit).where(t.EVIDENCE.c.side == "ours", t.EVIDENCE.c.exhibit != "")
    last = connection.execute(ours.order_by(t.EVIDENCE.c.exhibit_sort.desc()).limit(1)).scalar()
    if last is not None:
        return next_number(last)
    role = select(t.PARTY.c.role).where(t.PARTY.c.side == "ours", t.PARTY.c.role != "").order_by(t.PARTY.c.id)
    return profile.first_exhibit(connection.execute(role.limit(1)).scalar() or "")


def _in_parts(connection: Connection, ids: Select[tuple[str]]) -> Iterator[list[str]]:
    """Yield ids in their order, put together inside SQLite and taken apart bit by bit.

    Row by row a hundred thousand cost twice the time, and that long no other thread gets the interpreter: SQLite
    gives it back before each row and takes it again before the waiting thread wakes.
    """
    one: str = connection.execute(select(func.group_concat(ids.subquery().c.id))).scalar() or ""
    start = 0
    while start < len(one):
        end = one.find(",", start + _LETTERS)
        end = end if end >= 0 else len(one)
        yield one[start:end].split(",")
        start = end + 1


def list_evidence(connection: Connection) -> list[EvidenceRow]:
    """Return all items in the order of their exhibit numbers."""
    return evidence_rows(connection, evidence_ids(connection))


def evidence_rows(connection: Connection, ids: Sequence[str]) -> list[EvidenceRow]:
    """Return the rows of items, in the order of the ids; ids that are gone are left out."""
    found: dict[str, EvidenceRow] = {}
    for start in range(0, len(ids), _PART):
        part = list(ids[start : start + _PART])
        files, labels = files_of(connection, part), _tags_of(connection, part)
        stances, stages = _stances_of(connection, part), _stages_of(connection, part)
        for row in connection.execute(select(*_LINE).where(t.EVIDENCE.c.id.in_(part))).mappings():
            row_id = row["id"]
            found[row_id] = _evidence_row(row, files[row_id], labels[row_id], stances[row_id], stages[row_id])
    return [found[row_id] for row_id in ids if row_id in found]


def _evidence_row(
    row: Any, files: list[FileRow], labels: list[str], stances: dict[str, int], stages: int
) -> EvidenceRow:
    return EvidenceRow(
        id=row["id"],
        **{name: row[name] for name in LINE},
        date=date_value(row),
        group=row["group_id"] or "",
        parent=row["parent_id"] or "",
        tags=tuple(labels),
        files=tuple(files),
        supports=stances.get("supports", 0),
        contradicts=stances.get("contradicts", 0),
        context=stances.get("context", 0),
        links=sum(stances.values()),
        stages=stages,
    )


def files_of(connection: Connection, ids: Sequence[str]) -> dict[str, list[FileRow]]:
    """Return the files of items by the item's id, in their order."""
    joined = t.EVIDENCE_FILE.join(t.FILE, t.EVIDENCE_FILE.c.file_id == t.FILE.c.id)
    query = (
        select(t.EVIDENCE_FILE.c.evidence_id, t.FILE)
        .select_from(joined)
        .where(t.EVIDENCE_FILE.c.evidence_id.in_(ids))
        .order_by(t.EVIDENCE_FILE.c.position)
    )
    found: dict[str, list[FileRow]] = defaultdict(list)
    rows = connection.execute(query).mappings().all()
    for row, file in zip(rows, _file_rows(connection, rows), strict=True):
        found[row["evidence_id"]].append(file)
    return found


def _file_rows(connection: Connection, rows: Sequence[Any]) -> list[FileRow]:
    return [_file_row(row, said) for row, said in zip(rows, remarks_now(connection, rows), strict=True)]


def _file_row(row: Any, said: tuple[Remark, ...]) -> FileRow:
    same = (
        "id",
        "name",
        "media_type",
        "extension",
        "pages",
        "bytes",
        "original_path",
        "modified_at",
        "imported_at",
    )
    return FileRow(
        sha256=hash_of(row["id"]),
        problem=said[0][1] if said else "",
        problem_code=said[0][0] if said else "",
        numbers=number_range(row["facts"]),
        remarks=said,
        **{name: row[name] for name in same},
    )


def files(connection: Connection) -> list[FileRow]:
    """Return all files in the order they came in."""
    query = select(t.FILE).order_by(t.FILE.c.imported_at, t.FILE.c.original_path, t.FILE.c.id)
    return _file_rows(connection, connection.execute(query).mappings().all())


def _tags_of(connection: Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    joined = t.EVIDENCE_TAG.join(t.TAG, t.EVIDENCE_TAG.c.tag_id == t.TAG.c.id)
    query = (
        select(t.EVIDENCE_TAG.c.evidence_id, t.TAG.c.name)
        .select_from(joined)
        .where(t.EVIDENCE_TAG.c.evidence_id.in_(ids))
        .order_by(t.TAG.c.key == "", t.TAG.c.key, t.TAG.c.name)
    )
    return _grouped((row[0], row[1]) for row in connection.execute(query))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def _stances_of(connection: Connection, ids: Sequence[str]) -> dict[str, dict[str, int]]:
    link = t.PROOF_LINK.c
    query = (
        select(link.evidence_id, link.stance, func.count())
        .where(link.evidence_id.in_(ids))
        .group_by(link.evidence_id, link.stance)
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for evidence_id, stance, count in connection.execute(query):
        found[evidence_id][stance] = count
    return found


def _stages_of(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    link = t.STAGE_LINK.c
    query = select(link.evidence_id, func.count()).where(link.evidence_id.in_(ids)).group_by(link.evidence_id)
    return defaultdict(int, {row[0]: row[1] for row in connection.execute(query)})


def evidence_detail(connection: Connection, evidence_id: str) -> EvidenceDetail:
    """Return everything of one item.

    Raises:
        UserError: there is no such item (any more).
    """
    rows = evidence_rows(connection, [evidence_id])
    if not rows:
        raise UserError("no_such_thing", "This evidence item is not in the matter any more")
    details = select(*(t.EVIDENCE.c[name] for name in DETAILS)).where(t.EVIDENCE.c.id == evidence_id)
    return EvidenceDetail(
        row=rows[0],
        **connection.execute(details).mappings().one(),
        tags=tuple(tags(connection, evidence=evidence_id)),
        links=tuple(links(connection, evidence=evidence_id)),
        cites=tuple(cites(connection, evidence=evidence_id)),
        stages=tuple(stage_links(connection, evidence=evidence_id)),
        assessments=tuple(assessments(connection, evidence=evidence_id)),
        remarks=tuple(notes_on(connection, evidence_id)),
    )
