"""Which files of the matter the files of documents are: the same bytes are a file of each document they are of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from sqlalchemy import Connection, func, select

from evidence_desk.commands.import_rows import imported_file
from evidence_desk.commands.intake import ImportedFile
from evidence_desk.commands.loadfile_items import Parts, Shown, produced_pages, said_about
from evidence_desk.domain.file_ids import hash_of, placed
from evidence_desk.domain.produced import KEY, TEXT_PAGES, numbers, said_of
from evidence_desk.domain.remarks import KEY as WARNINGS
from evidence_desk.domain.remarks import remarks, renamed, serious
from evidence_desk.intake.one_file import Ingested
from evidence_desk.queries.same_bytes import files_of_bytes
from evidence_desk.store.tables import EVIDENCE_FILE, FILE
from evidence_desk.support.canonical import canonical_json
from evidence_desk.support.texts import path_text, storable

_PART = 500  # ids in one query
_OF_PLACE = ("id", "sha256")  # what a row of a file says in other columns


@dataclass(slots=True)
class Filing:
    """The files that documents bring along.

    Attributes:
        fresh: what was read now, by hash.
        held: a row of a file that the matter has, by hash.
        files: the files to take in, by id.
    """

    fresh: Mapping[str, Ingested]
    held: Mapping[str, Mapping[str, Any]]
    files: dict[str, ImportedFile] = field(default_factory=dict)

    def add_item(self, parts: Parts) -> None:
        """Take in the files of a document that becomes an item, and name each by its id."""
        before: set[str] = set()
        for at, shown in enumerate(parts.files):
            about = said_about(parts, shown)
            shown.id = shown.sha256
            if (
                about or shown.id in before
            ):  # a file that is called by its hash alone says nothing of a document
                shown.id = placed(shown.sha256, parts.document.identifier, str(at), canonical_json(about))
            before.add(shown.id)
            self.files.setdefault(shown.id, self._imported(parts, shown, about))

    def add_texts(self, parts: Parts) -> None:
        """Take in the text files that came with a document."""
        for text in parts.texts:
            if text.sha256 in self.fresh:
                self.files.setdefault(text.sha256, imported_file(self.fresh[text.sha256]))

    def _imported(self, parts: Parts, shown: Shown, about: Mapping[str, Any]) -> ImportedFile:
        sha256 = shown.sha256
        read = imported_file(self.fresh[sha256]) if sha256 in self.fresh else _as_read(self.held[sha256])
        facts = {name: value for name, value in read.facts.items() if name not in (KEY, "kept_as", WARNINGS)}
        told = storable(renamed(remarks(read.facts), shown.file.result.warnings))
        gravest = next(iter(serious(map(tuple, told))), ("", ""))
        of_text = produced_pages(parts, shown) if about and not read.pages else 0
        kept = {**about, TEXT_PAGES: of_text} if of_text else about
        return replace(
            read,
            id="" if shown.id == sha256 else shown.id,
            name=storable(shown.file.name),
            original_path=path_text(shown.file.source),
            modified_at=shown.file.modified,
            pages=read.pages or of_text,
            problem_code=gravest[0],
            problem=gravest[1],
            facts={**facts, **({WARNINGS: told} if told else {}), **({KEY: kept} if kept else {})},
        )


def _as_read(row: Mapping[str, Any]) -> ImportedFile:
    """Return what was read of bytes the matter has; pages that are those of another document's text are not."""
    same = {one.name: row[one.name] for one in fields(ImportedFile) if one.name not in _OF_PLACE}
    if said_of(row["facts"]).get(TEXT_PAGES) == row["pages"]:
        same["pages"] = 0
    return ImportedFile(sha256=hash_of(row["id"]), **same)


@dataclass(slots=True)
class Holders:
    """The items that documents may be already.

    Attributes:
        of_bytes: the items that hold each of some hashes: of every document the one that the fewest files have.
        files: the ids of the files of items, in their order.
        named: the items that were produced under each number.
        alike: the items that have just these bytes, by the hashes in their order.
    """

    of_bytes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    files: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    named: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    alike: dict[tuple[str, ...], set[str]] = field(default_factory=lambda: defaultdict(set))

    def files_of(self, parts: Parts) -> list[str]:
        """Return the files of the item a document is already; none where it is none.

        It has the bytes and a number of the document, or, where that is no images of pages, its bytes alone.
        """
        hashes = parts.hashes
        named = {item for number in parts.numbers for item in self.named.get(number, ())}
        found = {item for item in named if {*hashes} <= {hash_of(file_id) for file_id in self.files[item]}}
        if not parts.images:
            found |= self.alike.get(tuple(hashes), set())
        there = (item for item in sorted(found) if any(item in self.of_bytes.get(one, ()) for one in hashes))
        item = next(there, None)
        return self.files[item] if item is not None else []


def holders(connection: Connection, documents: Iterable[Sequence[str]], before: Holders) -> Holders:
    """Return who holds the bytes of documents, each given by the hashes of its files.

    What was read of items ``before`` is not read again: thousands of documents may be one and the same page.
    """
    documents = [hashes for hashes in documents if hashes]
    join, found = EVIDENCE_FILE.c, replace(before, of_bytes=defaultdict(set))
    ids = files_of_bytes(connection, (sha256 for hashes in documents for sha256 in hashes))
    fewest = {min(hashes, key=lambda sha256: len(ids.get(sha256, ()))) for hashes in documents}
    for part in _parts(file_id for sha256 in fewest for file_id in ids.get(sha256, ())):
        query = select(join.file_id, join.evidence_id).where(join.file_id.in_(part))
        for file_id, item in connection.execute(query):
            found.of_bytes[hash_of(file_id)].add(item)
    new = set().union(*found.of_bytes.values()).difference(before.files)
    for part in _parts(new):
        query = select(join.evidence_id, join.file_id, FILE.c.facts).join_from(EVIDENCE_FILE, FILE)
        for row in connection.execute(query.where(join.evidence_id.in_(part)).order_by(join.position)):
            found.files[row.evidence_id].append(row.file_id)
            for number in numbers(row.facts):
                found.named[number].add(row.evidence_id)
    for item in new:
        found.alike[tuple(map(hash_of, found.files[item]))].add(item)
    return found


@dataclass(slots=True)
class HeldNumbers:
    """The numbers that items of the matter were produced under.

    Attributes:
        named: the item of each number.
        firsts: the first file of each of these items.
        bytes: the hashes of their files and of the texts that came with them.
    """

    named: dict[str, str] = field(default_factory=dict)
    firsts: dict[str, str] = field(default_factory=dict)
    bytes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def item_of(self, parts: Parts) -> str:
        """Return the item that bears the number of a document, or nothing."""
        document = parts.document
        return self.named.get(document.identifier) or self.named.get(document.begin_bates, "")

    def is_again(self, item: str, parts: Parts) -> bool:
        """Tell whether a document is this item with other files: it shares some with it, or is but a text."""
        own = {*parts.hashes, *(text.sha256 for text in parts.texts)}
        return parts.files == [parts.own_text] or not own.isdisjoint(self.bytes[item])


def held_numbers(connection: Connection) -> HeldNumbers:
    """Return the numbers of the documents the matter holds."""
    said = [
        func.json_extract(FILE.c.facts, f"$.{KEY}.{name}") for name in ("identifier", "begin_bates", "text")
    ]
    query = select(EVIDENCE_FILE.c.evidence_id, FILE.c.id, *said).join_from(EVIDENCE_FILE, FILE)
    query = query.where(func.json_type(FILE.c.facts, f"$.{KEY}").is_not(None))
    held = HeldNumbers()
    for item, file_id, *numbered, text in connection.execute(query.order_by(EVIDENCE_FILE.c.position)):
        held.firsts.setdefault(item, file_id)
        held.bytes[item].update(filter(None, (hash_of(file_id), text)))
        for number in filter(None, numbered):
            held.named.setdefault(number, item)
    return held


def _parts(ids: Iterable[str]) -> Iterable[list[str]]:
    whole = sorted(ids)
    return (whole[start : start + _PART] for start in range(0, len(whole), _PART))
