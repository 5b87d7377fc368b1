"""References in commands: a handle of the same file, an id, or a natural key such as ``claim:1``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, literal, or_, select, text

from evidence_desk.domain.file_ids import HASH_DIGITS, hash_of
from evidence_desk.store import tables as t
from evidence_desk.store.history import RowChange
from evidence_desk.store.recorder import rows_by_id
from evidence_desk.store.statements import HAS_ID
from evidence_desk.support.errors import CommandError

_MIN_HASH_DIGITS = 8
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that can be referred to.

    Attributes:
        table: where its rows are.
        find: the query for the ids a natural key means; None when it has no natural key.
        example: a natural key, for error messages.
    """

    table: Table
    find: Callable[[str], Select[tuple[str]]] | None = None
    example: str = ""


def _by(*columns: ColumnElement[str]) -> Callable[[str], Select[tuple[str]]]:
    first = columns[0]

    def _find(key: str) -> Select[tuple[str]]:
        return select(first.table.c.id).where(or_(*(column == key for column in columns)))

    return _find


def _party(key: str) -> Select[tuple[str]]:
    party = t.PARTY.c
    alias = text("EXISTS (SELECT 1 FROM json_each(party.aliases) AS a WHERE a.value = :key)").bindparams(
        key=key
    )
    return select(party.id).where(or_(party.name == key, party.native_name == key, alias))


def _file(key: str) -> Select[tuple[str]]:
    digits = hash_of(key.lower())
    if len(digits) < _MIN_HASH_DIGITS or set(digits) - set("0123456789abcdef"):
        raise CommandError(
            "bad_reference",
            f"'file:{key}' is not a hash",
            f"Give {_MIN_HASH_DIGITS} or more of its SHA-256's digits.",
        )
    if digits != key.lower():
        return select(t.FILE.c.id).where(t.FILE.c.id == key.lower())
    content = func.substr(
        t.FILE.c.id, 1, HASH_DIGITS
    )  # of files with the same bytes the one that has no mark
    query = select(func.min(t.FILE.c.id).label("id")).where(t.FILE.c.id.startswith(digits, autoescape=True))
    return query.group_by(content)


def _stage(key: str) -> Select[tuple[str]]:
    court, _slash, kind = key.rpartition("/")
    proceeding = t.PROCEEDING.c
    at_court = or_(
        proceeding.court == court, proceeding.court_native == court, proceeding.case_number == court
    )
    joined = t.STAGE_EVENT.join(t.PROCEEDING, t.STAGE_EVENT.c.proceeding_id == proceeding.id)
    return (
        select(t.STAGE_EVENT.c.id)
        .select_from(joined)
        .where(literal(court) != "", at_court, t.STAGE_EVENT.c.kind == kind)
    )


def _review_batch(key: str) -> Select[tuple[str]]:
    name, _slash, number = key.rpartition("/")
    batch = t.REVIEW_BATCH.c
    place = int(number) if number.isascii() and number.isdigit() and len(number) < _MOST_DIGITS else -1
    return select(batch.id).where(batch.name == name, batch.number == place)


_COURTS = _by(t.PROCEEDING.c.case_number, t.PROCEEDING.c.court, t.PROCEEDING.c.court_native)

KINDS: dict[str, Kind] = {
    "party": Kind(t.PARTY, _party, "party:Tencent Cloud"),
    "claim": Kind(t.CLAIM, _by(t.CLAIM.c.number), "claim:1"),
    "element": Kind(t.ELEMENT, _by(t.ELEMENT.c.number), "element:1.2"),
    "fact": Kind(t.FACT, _by(t.FACT.c.number), "fact:3"),
    "evidence": Kind(t.EVIDENCE, _by(t.EVIDENCE.c.exhibit, t.EVIDENCE.c.title), "evidence:A-2"),
    "group": Kind(t.EVIDENCE_GROUP, _by(t.EVIDENCE_GROUP.c.number), "group:1"),
    "file": Kind(t.FILE, _file, "file:3fa9c01b"),
    "cite": Kind(t.CITE),
    "link": Kind(t.PROOF_LINK),
    "proceeding": Kind(t.PROCEEDING, _COURTS, "proceeding:Beijing No.1 Intermediate People's Court"),
    "stage": Kind(t.STAGE_EVENT, _stage, "stage:Beijing No.1 Intermediate People's Court/accepted"),
    "stage_link": Kind(t.STAGE_LINK),
    "assessment": Kind(t.ASSESSMENT),
    "deadline": Kind(t.DEADLINE),
    "tag": Kind(t.TAG, _by(t.TAG.c.name), "tag:Key document"),
    "preset": Kind(t.PRESET, _by(t.PRESET.c.key, t.PRESET.c.name), "preset:q"),
    "search": Kind(t.SAVED_SEARCH, _by(t.SAVED_SEARCH.c.name, t.SAVED_SEARCH.c.key), "search:Contract"),
    "review_batch": Kind(t.REVIEW_BATCH, _review_batch, "review_batch:Contracts/1"),
    "note": Kind(t.NOTE),
    "batch": Kind(t.BATCH),
}

KIND_OF_TABLE: dict[str, str] = {kind.table.name: name for name, kind in KINDS.items()} | {
    "matter": "matter",
    "conflict": "conflict",
}

# A relation row is seen by users as a change of the things it hangs on: their kind, and the columns that name them.
OWNER_OF_RELATION: dict[str, tuple[str, tuple[str, ...]]] = {
    "evidence_file": ("evidence", ("evidence_id",)),
    "evidence_tag": ("evidence", ("evidence_id",)),
    "file_place": ("file", ("file_id",)),
    "fact_element": ("fact", ("fact_id",)),
    "fact_competition": ("fact", ("a_id", "b_id")),
    "link_cite": ("link", ("link_id",)),
    "review_item": ("review_batch", ("batch_id",)),
}


class References:
    """Resolves the references of the commands of one transaction.

    Attributes:
        handles: names that earlier commands of the file gave to what they made, with kind and id.
    """

    def __init__(self) -> None:
        """Begin without handles."""
        self.handles: dict[str, tuple[str, str]] = {}

    def resolve(self, connection: Connection, kind: str, reference: str, field: str) -> str:
        """Return the id of the row a reference means.

        Raises:
            CommandError: nothing or several things are meant, or a thing of another kind.
        """
        try:
            found = self._find(connection, kind, reference.strip())
        except CommandError as error:
            error.field = field
            raise
        if len(found) == 1:
            return found[0]
        raise self._unresolved(kind, reference, field, many=bool(found))

    def resolve_any(self, connection: Connection, reference: str, field: str) -> tuple[str, str]:
        """Return the kind and the id of the row a reference of any kind means.

        Raises:
            CommandError: nothing or several things are meant.
        """
        reference = reference.strip()
        if reference in self.handles:
            return self.handles[reference]
        prefix, colon, _key = reference.partition(":")
        if colon and prefix in KINDS:
            return prefix, self.resolve(connection, prefix, reference, field)
        for kind, spec in KINDS.items():
            if _has_id(connection, spec.table, reference):
                return kind, reference
        raise CommandError("no_such_thing", f"Nothing in this matter is called {reference!r}", field=field)

    def _find(self, connection: Connection, kind: str, reference: str) -> list[str]:
        spec = KINDS[kind]
        if reference in self.handles:
            handle_kind, row_id = self.handles[reference]
            return [row_id] if handle_kind == kind else []
        if _has_id(connection, spec.table, reference):
            return [reference]
        if spec.table is t.FILE and len(reference) == HASH_DIGITS:
            reference = f"{kind}:{reference}"  # bytes that are a file of documents only
        prefix, colon, key = reference.partition(":")
        if not colon or prefix != kind or spec.find is None or not key.strip():
            return []
        return [row.id for row in connection.execute(spec.find(key.strip()).limit(2))]

    def _unresolved(self, kind: str, reference: str, field: str, *, many: bool) -> CommandError:
        what = kind.replace("_", " ")
        if many:
            return CommandError(
                "ambiguous",
                f"More than one {what} is called {reference!r}",
                "Use its id instead.",
                field=field,
            )
        example = KINDS[kind].example
        remedy = f"Use a handle, an id, or a key like {example!r}." if example else "Use a handle or an id."
        return CommandError("no_such_thing", f"There is no {what} {reference!r}", remedy, field=field)


def _has_id(connection: Connection, table: Table, row_id: str) -> bool:
    return connection.execute(HAS_ID[table.name], {"row_id": row_id}).first() is not None


def refs_of_changes(connection: Connection, changes: Sequence[RowChange]) -> set[tuple[str, str]]:
    """Return the kinds and ids users would say have changed, while the transaction that changed them is open."""
    found: set[tuple[str, str]] = set()
    for change in changes:
        if change.table in OWNER_OF_RELATION:
            kind, columns = OWNER_OF_RELATION[change.table]
            row = _relation_row(connection, change)
            found |= {(kind, str(row[column])) for column in columns if column in row}
        else:
            found.add((KIND_OF_TABLE[change.table], change.id))
    return found


def _relation_row(connection: Connection, change: RowChange) -> Mapping[str, Any]:
    """Return a relation's whole row; the record of an update holds only the columns that differ."""
    if change.before is None or change.after is None:
        return change.after or change.before or {}
    return rows_by_id(connection, t.BY_NAME[change.table], [change.id]).get(change.id, {})
