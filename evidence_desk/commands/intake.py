"""The command an import makes its files and evidence items with; the reading was done before, elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy import func, select

from evidence_desk.commands.base import Command, Work, fuzzy_columns
from evidence_desk.commands.evidence import exhibit_columns, exhibit_sort, item_name, set_files
from evidence_desk.commands.labels import add_tags
from evidence_desk.commands.ocr import mark_for_ocr
from evidence_desk.commands.relations import held_by
from evidence_desk.domain.remarks import KEY as REMARKS
from evidence_desk.queries.same_bytes import file_of_bytes, files_of_bytes
from evidence_desk.store import tables as t
from evidence_desk.store.recorder import rows_by_id
from evidence_desk.support.errors import CommandError
from evidence_desk.support.ids import pair_id
from evidence_desk.support.wording import counted

_PART = 500  # hashes in one query


@dataclass(frozen=True, kw_only=True)
class ImportedFile:
    """One file as it was found and read. ``original_path`` of a child is its parent's, then its place in it.

    ``id`` is that of a file whose place a load file tells, see `evidence_desk.domain.file_ids`.
    """

    sha256: str
    name: str
    media_type: str
    extension: str
    bytes: int
    pages: int
    original_path: str
    modified_at: str
    problem_code: str = ""
    problem: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    tools: dict[str, str] = field(default_factory=dict)
    id: str = ""

    @property
    def row_id(self) -> str:
        """The id of the file."""
        return self.id or self.sha256


@dataclass(frozen=True, kw_only=True)
class ImportedItem:
    """An evidence item to make of files.

    Attributes:
        files: the ids of its files, in their order.
        parent: the id, or the hash, of the first file of the item it came in (mail, archive), or empty.
        guesses: which values nobody entered, each with where it comes from.
        fields: values of further columns, e.g. custodian and exhibit of a load file.
    """

    files: list[str]
    title: str
    type: str = ""
    date: str = ""
    parent: str = ""
    guesses: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FurtherPlace:
    """Another path the bytes of a file, by its id or its hash, came from."""

    sha256: str
    name: str
    path: str
    modified_at: str


@dataclass(frozen=True, kw_only=True)
class ImportFiles(Command):
    """Take files into the matter, and make evidence items of them.

    Attributes:
        batch: the id of the import run; several commands of one run share it.
        source: what was imported, in words.
        files: the files; those the matter holds already are left alone.
        items: the evidence items to make; parents before their children.
        onto: the id of an item that files join as its last ones, or empty.
        attached: the SHA-256 of the files that join it.
        anew: files the matter holds already that could not be read before and are read now.
        places: where files the matter holds already were met again.
        ocr: items for whose files OCR is asked, as `RequestOcr` does.
        tags: references of tags to put on the items.
        report: what the run did, once it is over; kept on the batch.
    """

    in_files: ClassVar[bool] = False

    batch: str
    source: str
    files: list[ImportedFile] = field(default_factory=list)
    items: list[ImportedItem] = field(default_factory=list)
    onto: str = ""
    attached: list[str] = field(default_factory=list)
    anew: list[ImportedFile] = field(default_factory=list)
    places: list[FurtherPlace] = field(default_factory=list)
    ocr: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    report: dict[str, Any] = field(default_factory=dict)

    def apply(self, work: Work) -> str:
        """Insert the batch where it is new, the files, the items and the places."""
        keep_batch(work, self.batch, self.source, self.report)
        held = rows_by_id(work.connection, t.FILE, [file.row_id for file in self.files])
        fresh = [file for file in self.files if file.row_id not in held]
        work.recorder.insert_many(t.FILE, [self._file_row(work, file) for file in fresh])
        if self.attached:  # before the items that were found in them
            item = work.resolve("evidence", self.onto, "onto")
            attached = file_of_bytes(work.connection, self.attached)
            set_files(
                work, item, [*held_by(work.connection, item), *(attached[one] for one in self.attached)]
            )
        self._add_items(work)
        self._add_places(work)
        self._read_anew(work)
        asked = mark_for_ocr(work, self.ocr, is_wanted=True) if self.ocr else 0
        return self._summary(work, asked)

    def _summary(self, work: Work, asked: int) -> str:
        """Return what the run did so far, since its steps are taken back as one."""
        query = select(func.count()).select_from(t.FILE).where(t.FILE.c.batch_id == self.batch)
        taken = work.connection.execute(query).scalar_one()
        if self.onto:
            return f"Attach {self.source} to {item_name(work, self.onto)}"
        if taken or not (self.places or self.anew or asked):
            is_over = self.report or self.ocr
            return f"Import {counted(taken, 'file')}{'' if is_over else ' so far'} from {self.source}"
        if self.anew:
            return f"Read {counted(len(self.anew), 'file')} that could not be read before: {self.source}"
        if asked:
            return f"Ask for the text in the pictures of {counted(asked, 'file')}: {self.source}"
        return f"Note from where {counted(len(self.places), 'file')} came again: {self.source}"

    def _file_row(self, work: Work, file: ImportedFile) -> dict[str, Any]:
        return {
            "id": file.row_id,
            "name": file.name,
            "media_type": file.media_type,
            "extension": file.extension,
            "bytes": file.bytes,
            "pages": file.pages,
            "original_path": file.original_path,
            "modified_at": file.modified_at,
            "imported_at": work.at,
            "batch_id": self.batch,
            "problem_code": file.problem_code,
            "problem": file.problem,
            "ocr": False,
            "facts": file.facts,
            "tools": file.tools,
        }

    def _read_anew(self, work: Work) -> None:
        """Write what was found out of files that are held, but for what a load file or a container says of them."""
        files = files_of_bytes(work.connection, [file.sha256 for file in self.anew])
        held = rows_by_id(work.connection, t.FILE, [file_id for ids in files.values() for file_id in ids])
        found = {}
        for file in self.anew:
            for file_id in files.get(file.sha256, ()):
                kept = {key: value for key, value in held[file_id]["facts"].items() if key != REMARKS}
                found[file_id] = {
                    "pages": file.pages,
                    "problem_code": file.problem_code,
                    "problem": file.problem,
                    "facts": {**kept, **file.facts},
                    "tools": file.tools,
                }
        work.recorder.update_many(t.FILE, found)

    def _add_items(self, work: Work) -> None:
        made: dict[str, str] = {}
        rows, joins = [], []
        parents = _items_of(work, (item.parent for item in self.items if item.parent))
        for item in self.items:
            evidence_id = work.new_id()
            for file_id in item.files:
                made.setdefault(file_id, evidence_id)
            parent = made.get(item.parent) or parents.get(item.parent)
            rows.append(_item_row(work, evidence_id, item, parent))
            joins += [_join_row(evidence_id, file_id, place) for place, file_id in enumerate(item.files)]
        work.recorder.insert_many(t.EVIDENCE, rows)
        work.recorder.insert_many(t.EVIDENCE_FILE, joins)
        if self.tags and rows:
            tags = [work.resolve("tag", reference, "tags") for reference in self.tags]
            add_tags(work, [row["id"] for row in rows], tags)

    def _add_places(self, work: Work) -> None:
        files = file_of_bytes(work.connection, (place.sha256 for place in self.places))
        first = _first_places(work, files.values())
        rows = {
            pair_id("file_place", files[place.sha256], place.path): {
                "file_id": files[place.sha256],
                "batch_id": self.batch,
                "name": place.name,
                "path": place.path,
                "modified_at": place.modified_at,
                "at": work.at,
            }
            for place in self.places
            if first.get(files.get(place.sha256, ""), place.path)
            != place.path  # its own import may be taken back
        }
        held = rows_by_id(work.connection, t.FILE_PLACE, list(rows))
        fresh = [{"id": key, **row} for key, row in rows.items() if key not in held]
        work.recorder.insert_many(t.FILE_PLACE, fresh)


def keep_batch(work: Work, batch: str, source: str, report: dict[str, Any]) -> None:
    """Insert the run of an import where it is new, and keep the report on it where there is one."""
    if not rows_by_id(work.connection, t.BATCH, [batch]):
        values = {"id": batch, "at": work.at, "actor": work.actor, "source": source}
        work.recorder.insert(t.BATCH, {**values, "report": report})
    elif report:
        work.recorder.update(t.BATCH, batch, {"report": report})


def _items_of(work: Work, files: Iterable[str]) -> dict[str, str]:
    """Return the item each file, by id or by hash, belongs to, where it belongs to one."""
    join = t.EVIDENCE_FILE.c
    named = file_of_bytes(work.connection, files)
    listed = sorted(set(named.values()))
    items: dict[str, str] = {}
    for start in range(0, len(listed), _PART):
        part = join.file_id.in_(listed[start : start + _PART])
        items |= dict(work.connection.execute(select(join.file_id, join.evidence_id).where(part)).all())
    return {name: items[file_id] for name, file_id in named.items() if file_id in items}


def _first_places(work: Work, files: Iterable[str]) -> dict[str, str]:
    """Return the path each file came from first, which is on the file itself."""
    rows = rows_by_id(work.connection, t.FILE, sorted(set(files)))
    return {file_id: row["original_path"] for file_id, row in rows.items()}


def _join_row(evidence_id: str, file_id: str, place: int) -> Mapping[str, Any]:
    key = pair_id("evidence_file", evidence_id, file_id)
    return {"id": key, "evidence_id": evidence_id, "file_id": file_id, "position": place}


def _item_row(work: Work, evidence_id: str, item: ImportedItem, parent: str | None) -> dict[str, Any]:
    strange = sorted(set(item.fields) - set(t.EVIDENCE.c.keys()))
    if strange:
        raise CommandError("unknown_field", f"An evidence item has no {strange[0]!r}", field="items")
    return {
        "id": evidence_id,
        "exhibit_sort": exhibit_sort(""),
        "side": "neutral",
        **exhibit_columns(item.fields),
        "title": item.title,
        "type": item.type,
        **fuzzy_columns(item.date),
        "parent_id": parent,
        "review": "unreviewed",
        "guesses": item.guesses,
        "added_at": work.at,
    }
