"""Reads of evidence: ids in an order and under a filter, rows by id, one item whole, facets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from evidence_desk.domain.evidence_fields import DETAILS, LINE
from evidence_desk.domain.produced import number_range
from evidence_desk.queries.claims import date_value
from evidence_desk.queries.labels import assessments, notes_on, tags
from evidence_desk.queries.links import cites, links
from evidence_desk.queries.listing import ordering
from evidence_desk.queries.rows import EvidenceDetail, EvidenceRow, FileRow
from evidence_desk.queries.stages import stage_links
from evidence_desk.store import tables as t
from evidence_desk.support.errors import UserError

_PART = 500
_LETTERS = 100_000  # of ids that are taken apart in one go
_LINE = tuple(
    t.EVIDENCE.c[name]
    for name in ("id", *LINE, "date_text", "date_sort", "date_precision", "group_id", "parent_id")
)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A numbered group of evidence items (证据组)."""

    id: str
    number: str
    title: str
    purpose: str


@dataclass(frozen=True, slots=True)
class EvidenceFilter:
    """Which items a list shows: within a field any of the values, and all of the fields.

    Attributes:
        text: words that all stand in exhibit, title, native title, author, source or notes.
        claims: claim ids; an item is shown when it is linked to one of their elements.
        unlinked: only items that prove nothing yet.
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    unlinked: bool = False

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the filter as SQL."""
        item = t.EVIDENCE.c
        found = [_has_word(word) for word in self.text.split()]
        for column, values in ((item.kind, self.kinds), (item.type, self.types), (item.review, self.reviews)):
            if values:
                found.append(column.in_(values))
        if self.tags:
            tagged = t.EVIDENCE_TAG.c
            found.append(exists().where(tagged.evidence_id == item.id, tagged.tag_id.in_(self.tags)))
        if self.claims:
            found.append(_linked_to_claims(self.claims))
        if self.unlinked:
            found.append(~exists().where(t.PROOF_LINK.c.evidence_id == item.id))
        return found


def _has_word(word: str) -> ColumnElement[bool]:
    item = t.EVIDENCE.c
    columns = (item.exhibit, item.title, item.native_title, item.author, item.source, item.notes, item.type)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


def _linked_to_claims(claims: Sequence[str]) -> ColumnElement[bool]:
    joined = t.PROOF_LINK.join(t.ELEMENT, t.PROOF_LINK.c.element_id == t.ELEMENT.c.id)
    inner = select(t.PROOF_LINK.c.evidence_id).select_from(joined).where(t.ELEMENT.c.claim_id.in_(claims))
    return t.EVIDENCE.c.id.in_(inner)


def evidence_ids(
    connection: Connection,
    *,
    order: str = "exhibit",
    filter: EvidenceFilter | None = None,  # noqa: A002
    where: ColumnElement[bool] | None = None,
) -> list[str]:
    """Return the ids of the items a filter shows, in an order.

    Args:
        connection: of a reader.
        order: as `queries.listing.ordering` takes it.
        filter: which items; all when None.
        where: a further condition on the table of evidence, e.g. a query of the search language.
    """
    query = select(t.EVIDENCE.c.id).order_by(*ordering(order))
    if filter is not None:
        query = query.where(and_(True, *filter.conditions()))
    if where is not None:
        query = query.where(where)
    return _as_one(connection, query)


def _as_one(connection: Connection, ids: Select[tuple[str]]) -> list[str]:
    """Return ids in their order, put together inside SQLite and taken apart bit by bit.

    Row by row a hundred thousand cost twice the time, and that long no other thread gets the interpreter: SQLite
    gives it back before each row and takes it again before the waiting thread wakes.
    """
    one: str = connection.execute(select(func.group_concat(ids.subquery().c.id))).scalar() or ""
    found: list[str] = []
    start = 0
    while start < len(one):
        end = one.find(",", start + _LETTERS)
        end = end if end >= 0 else len(one)
        found += one[start:end].split(",")
        start = end + 1
    return found


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
    for row in connection.execute(query).mappings():
        found[row["evidence_id"]].append(_file_row(row))
    return found


def _file_row(row: Any) -> FileRow:
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
    return FileRow(sha256=row["id"], problem=row["problem"], **{name: row[name] for name in same})


def files(connection: Connection) -> list[FileRow]:
    """Return all files in the order they came in."""
    query = select(t.FILE).order_by(t.FILE.c.imported_at, t.FILE.c.original_path, t.FILE.c.id)
    return [_file_row(row) for row in connection.execute(query).mappings()]


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


def groups(connection: Connection) -> list[GroupRow]:
    """Return the evidence groups in the order of their numbers."""
    query = select(t.EVIDENCE_GROUP).order_by(t.EVIDENCE_GROUP.c.number_sort)
    rows = connection.execute(query).mappings()
    return [GroupRow(row["id"], row["number"], row["title"], row["purpose"]) for row in rows]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A path the bytes of a file came from, and the import run that met them there."""

    path: str
    name: str
    modified_at: str
    at: str
    batch: str
    source: str
    by: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a file comes from and what it was read with.

    Attributes:
        sha256: names its bytes, of which there are ``size``.
        first: where it came from when it was taken in; ``places`` are the further ones.
        parent: the hash of the file it was found in, or nothing; ``kept_as`` is how (attachment, member ...).
        warnings: (code, message) of everything its reader had to say; ``problem`` is the gravest.
        tools: name and version of what read it.
        numbers: the numbers it was produced under, or nothing.
    """

    sha256: str
    size: int
    name: str
    media_type: str
    extension: str
    pages: int
    first: PlaceRow
    places: tuple[PlaceRow, ...]
    parent: str
    kept_as: str
    problem_code: str
    problem: str
    warnings: tuple[tuple[str, str], ...]
    tools: dict[str, str]
    numbers: str


def provenance(connection: Connection, sha256: str) -> Provenance:
    """Return where a file comes from.

    Raises:
        UserError: ``no_such_file``.
    """
    joined = t.FILE.outerjoin(t.BATCH, t.FILE.c.batch_id == t.BATCH.c.id)
    columns = (t.FILE, t.BATCH.c.source, t.BATCH.c.actor)
    row = (
        connection.execute(select(*columns).select_from(joined).where(t.FILE.c.id == sha256))
        .mappings()
        .first()
    )
    if row is None:
        raise UserError("no_such_file", f"The matter holds no file {sha256[:12]}")
    plain = ("name", "media_type", "extension", "pages", "problem_code", "problem", "tools")
    return Provenance(
        sha256=sha256,
        size=row["bytes"],
        first=_place_row(row, row["original_path"], row["imported_at"]),
        places=_further_places(connection, sha256),
        parent=_parent_file(connection, sha256),
        kept_as=row["facts"].get("kept_as", ""),
        warnings=tuple((code, text) for code, text in row["facts"].get("warnings", ())),
        numbers=number_range(row["facts"]),
        **{name: row[name] for name in plain},
    )


def _place_row(row: Any, path: str, at: str) -> PlaceRow:
    return PlaceRow(
        path=path,
        name=row["name"],
        modified_at=row["modified_at"],
        at=at,
        batch=row["batch_id"] or "",
        source=row["source"] or "",
        by=row["actor"] or "",
    )


def _further_places(connection: Connection, sha256: str) -> tuple[PlaceRow, ...]:
    place = t.FILE_PLACE
    query = (
        select(place, t.BATCH.c.source, t.BATCH.c.actor)
        .select_from(place.outerjoin(t.BATCH, place.c.batch_id == t.BATCH.c.id))
        .where(place.c.file_id == sha256)
        .order_by(place.c.at, place.c.path)
    )
    return tuple(_place_row(row, row["path"], row["at"]) for row in connection.execute(query).mappings())


def _parent_file(connection: Connection, sha256: str) -> str:
    """Return the first file of the item that the item of a file was found in."""
    own, above = t.EVIDENCE_FILE.alias(), t.EVIDENCE_FILE.alias()
    query = (
        select(above.c.file_id)
        .select_from(own.join(t.EVIDENCE, own.c.evidence_id == t.EVIDENCE.c.id))
        .join(above, above.c.evidence_id == t.EVIDENCE.c.parent_id)
        .where(own.c.file_id == sha256)
        .order_by(above.c.position)
    )
    return connection.execute(query.limit(1)).scalar() or ""
