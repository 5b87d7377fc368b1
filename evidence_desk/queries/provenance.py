"""Where a file comes from: paths, import runs, the file it was found in, what read it and what that said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from evidence_desk.domain.file_ids import hash_of
from evidence_desk.domain.produced import findings, number_range
from evidence_desk.domain.remarks import remarks
from evidence_desk.queries.pages import PICTURES, read_by_ocr, remarks_now
from evidence_desk.store import tables as t
from evidence_desk.support.errors import UserError


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
        warnings: (code, message) of everything its reader had to say, then of what a load file has wrong about it;
            ``problem`` is the gravest of the first.
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


def provenance(connection: Connection, file_id: str) -> Provenance:
    """Return where a file comes from.

    Raises:
        UserError: ``no_such_file``.
    """
    joined = t.FILE.outerjoin(t.BATCH, t.FILE.c.batch_id == t.BATCH.c.id)
    columns = (t.FILE, t.BATCH.c.source, t.BATCH.c.actor)
    row = (
        connection.execute(select(*columns).select_from(joined).where(t.FILE.c.id == file_id))
        .mappings()
        .first()
    )
    if row is None:
        raise UserError("no_such_file", f"The matter holds no file {file_id[:12]}")
    plain = ("name", "media_type", "extension", "pages", "tools")
    [said] = remarks_now(connection, [row])
    is_read = bool(read_by_ocr(connection, [file_id]))
    noted = (one for one in remarks(row["facts"]) if not (is_read and one[0] == PICTURES))
    return Provenance(
        sha256=hash_of(file_id),
        size=row["bytes"],
        first=_place_row(row, row["original_path"], row["imported_at"]),
        places=_further_places(connection, file_id),
        parent=_parent_file(connection, file_id),
        kept_as=row["facts"].get("kept_as", ""),
        problem_code=said[0][0] if said else "",
        problem=said[0][1] if said else "",
        warnings=(*noted, *findings(row["facts"])),
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


def _further_places(connection: Connection, file_id: str) -> tuple[PlaceRow, ...]:
    place = t.FILE_PLACE
    query = (
        select(place, t.BATCH.c.source, t.BATCH.c.actor)
        .select_from(place.outerjoin(t.BATCH, place.c.batch_id == t.BATCH.c.id))
        .where(place.c.file_id == file_id)
        .order_by(place.c.at, place.c.path)
    )
    return tuple(_place_row(row, row["path"], row["at"]) for row in connection.execute(query).mappings())


def _parent_file(connection: Connection, file_id: str) -> str:
    """Return the hash of the first file of the item that the item of a file was found in."""
    own, above = t.EVIDENCE_FILE.alias(), t.EVIDENCE_FILE.alias()
    query = (
        select(above.c.file_id)
        .select_from(own.join(t.EVIDENCE, own.c.evidence_id == t.EVIDENCE.c.id))
        .join(above, above.c.evidence_id == t.EVIDENCE.c.parent_id)
        .where(own.c.file_id == file_id)
        .order_by(above.c.position)
    )
    return hash_of(connection.execute(query.limit(1)).scalar() or "")
