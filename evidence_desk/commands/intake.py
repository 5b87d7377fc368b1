"""The command an import makes its files and evidence items with; the reading was done before, elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from evidence_desk.commands.base import Command, Work, fuzzy_columns
from evidence_desk.commands.evidence import counted, exhibit_sort
from evidence_desk.commands.labels import add_tags
from evidence_desk.store import tables as t
from evidence_desk.store.recorder import rows_by_id
from evidence_desk.support.ids import pair_id


@dataclass(frozen=True, kw_only=True)
class ImportedFile:
    """One file as it was found and read; ``guesses`` names the first values nobody entered, with why."""

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
    title: str = ""
    type: str = ""
    date: str = ""
    guesses: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ImportFiles(Command):
    """Take files into the matter, each as one evidence item, or as bare files to be used by later commands.

    Attributes:
        batch: the id of the import run; several commands of one run share it.
        source: what was imported, in words.
        files: the files, none of which the matter holds yet.
        tags: ids of tags to put on the items.
        as_evidence: whether each file becomes an item.
    """

    in_files: ClassVar[bool] = False

    batch: str
    source: str
    files: list[ImportedFile]
    tags: list[str] = field(default_factory=list)
    as_evidence: bool = True

    def apply(self, work: Work) -> str:
        """Insert the files, the batch where it is new, and the items."""
        if not rows_by_id(work.connection, t.BATCH, [self.batch]):
            values = {
                "id": self.batch,
                "at": work.at,
                "actor": work.actor,
                "source": self.source,
                "report": {},
            }
            work.recorder.insert(t.BATCH, values)
        held = rows_by_id(work.connection, t.FILE, [file.sha256 for file in self.files])
        fresh = [file for file in self.files if file.sha256 not in held]
        work.recorder.insert_many(t.FILE, [self._file_row(work, file) for file in fresh])
        if self.as_evidence:
            self._add_items(work, fresh)
        return f"Import {counted(len(fresh), 'file')} from {self.source}"

    def _file_row(self, work: Work, file: ImportedFile) -> dict[str, Any]:
        return {
            "id": file.sha256,
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

    def _add_items(self, work: Work, files: list[ImportedFile]) -> None:
        items, places = [], []
        for file in files:
            evidence_id = work.new_id()
            items.append(_item_row(work, evidence_id, file))
            key = pair_id("evidence_file", evidence_id, file.sha256)
            places.append({"id": key, "evidence_id": evidence_id, "file_id": file.sha256, "position": 0})
        work.recorder.insert_many(t.EVIDENCE, items)
        work.recorder.insert_many(t.EVIDENCE_FILE, places)
        if self.tags and items:
            add_tags(work, [item["id"] for item in items], self.tags)


def _item_row(work: Work, evidence_id: str, file: ImportedFile) -> dict[str, Any]:
    return {
        "id": evidence_id,
        "exhibit_sort": exhibit_sort(""),
        "title": file.title or file.name,
        "type": file.type,
        **fuzzy_columns(file.date),
        "side": "neutral",
        "review": "unreviewed",
        "guesses": file.guesses,
        "added_at": work.at,
    }
