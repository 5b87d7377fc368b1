"""One run of an import in the matter: what it took in, a part at a time, and the report it leaves behind."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from evidence_desk.commands import lookups
from evidence_desk.commands.base import Work
from evidence_desk.commands.import_report import ImportReport
from evidence_desk.commands.intake import FurtherPlace, ImportedFile, ImportedItem, ImportFiles, keep_batch
from evidence_desk.commands.known_words import known_type
from evidence_desk.commands.session import Session
from evidence_desk.domain.begun_imports import Begun, Chosen
from evidence_desk.domain.file_ids import hash_of
from evidence_desk.queries.same_bytes import file_of_bytes, files_of_bytes
from evidence_desk.store import history
from evidence_desk.store.blobs import is_hash
from evidence_desk.store.history import KEPT_REPORT
from evidence_desk.store.import_runs import note_begun, note_finished
from evidence_desk.store.tables import EVIDENCE_FILE, FILE, FILE_PLACE, HISTORY
from evidence_desk.support.errors import UserError
from evidence_desk.support.texts import storable

_PART = 500  # hashes in one query
_ROOM_FOR_REST = "Make room and import again; what was imported is kept."
_ROOM_FOR_ALL = "Make room and import again. Nothing was imported."


class ImportBatch:
    """What a run puts into a matter.

    Attributes:
        report: what was done so far.
        source: what was chosen, in words.
        tags: references of tags to put on every new item.
    """

    def __init__(self, session: Session, *, tags: Sequence[str] = (), onto: str = "") -> None:
        """Prepare a run; nothing is written yet. ``onto`` is the item that attached files join, if any."""
        self.source = ""
        self.report = ImportReport(batch=session.new_id())
        self._session = session
        self.tags, self._onto = tuple(tags), onto
        self._run = Begun(id=self.report.batch, at="", actor="", source="")
        self._begun = 0
        self._before: set[Path] = set()
        self._again: list[tuple[str, str]] = []

    def known_type(self, document_type: str) -> str:
        """Return the document type for every new item, as the profile or the matter writes it.

        Raises:
            CommandError: there is no such type.
        """
        return self._session.read(known_type, self._session.profile, document_type)

    def begin(self, source: str, chosen: Chosen) -> None:
        """Begin with what was chosen, in words and as it can be asked for again."""
        self.source = storable(source)
        self._begun, _digest = self._session.read(history.head)
        self._before = set(_stored(self._session.files_folder))
        now, actor = self._session.now(), self._session.actor
        self._note(Begun(id=self.report.batch, at=now, actor=actor, source=self.source, chosen=chosen))
        self._session.imports.add(self.report.batch)

    def note_found(self, count: int) -> None:
        """Note how many files there are to take in."""
        self._note(replace(self._run, found=count))

    def note_done(self, count: int) -> None:
        """Note that so many more of them are dealt with."""
        if count:
            self._note(replace(self._run, done=self._run.done + count))

    def _note(self, run: Begun) -> None:
        self._run = run
        self.report.left = max(0, run.found - run.done)
        self._session.note(note_begun, run)

    def end(self, state: str) -> None:
        """End as ``finished``, ``stopped`` or ``broken_off``; what did not finish can be continued."""
        self.report.state = state
        self._session.imports.discard(self.report.batch)
        with suppress(UserError):  # a full disk, of which the user hears otherwise
            if state == "finished":
                self._session.note(note_finished, self.report.batch)
            else:
                self._note(replace(self._run, state=state))

    def met_again(self, places: Sequence[tuple[str, str]]) -> None:
        """Note path and hash of files that were met where they were met before; the report names them."""
        self._again += places

    def take_in(
        self,
        files: Sequence[ImportedFile],
        items: Sequence[ImportedItem],
        places: Sequence[FurtherPlace],
        *,
        anew: Sequence[ImportedFile] = (),
        attached: Sequence[str] = (),
        kept: Mapping[str, Any] | None = None,
    ) -> None:
        """Write files, their items, and places of others as one step; the steps of a run are undone together.

        ``anew`` are files held before that are read only now, ``attached`` the hashes of those that join the item
        of the run. ``kept`` is the report, with the last step.
        """
        report = storable(dict(kept or {}))
        if files or items or places or anew or attached:
            self._session.run(
                ImportFiles(
                    batch=self.report.batch,
                    source=self.source,
                    files=list(files),
                    items=list(items),
                    anew=list(anew),
                    onto=self._onto,
                    attached=list(attached),
                    places=list(places),
                    tags=list(self.tags),
                    report=report,
                )
            )
            self._run = replace(self._run, has_come_in=True)  # noted with how far it is
        elif report and self._session.read(_has_files, self.report.batch):
            self._session.run(
                ImportFiles(batch=self.report.batch, source=self.source, onto=self._onto, report=report)
            )
        elif report:
            self._keep(report)

    def ask_for_ocr(self, evidence: Sequence[str]) -> None:
        """Ask for OCR of some items' files, as a step that is undone with the others of the run."""
        if evidence:
            step = ImportFiles(batch=self.report.batch, source=self.source, ocr=list(evidence))
            self._session.run(step)

    def _keep(self, report: dict[str, Any]) -> None:
        """Keep the report of a run that changed nothing else, which is nothing to undo."""

        def _write(work: Work) -> tuple[str, object]:
            keep_batch(work, self.report.batch, self.source, report)
            arguments = {"batch": self.report.batch, "report": report, "source": self.source}
            return f"Keep the report on the import from {self.source}", arguments

        self._session.record(KEPT_REPORT, _write)

    def kept(
        self, *, fresh: int = 0, again: int = 0, noted: Sequence[tuple[str, str]] = ()
    ) -> dict[str, Any]:
        """Return what the batch keeps of the report; ``fresh``, ``again`` and ``noted`` are taken in with it."""
        return self.report.kept([*self._again, *noted], fresh=fresh, again=again)

    def tell_kept(self, error: BaseException) -> None:
        """Let a full disk that ended the run say whether something of it was kept."""
        if isinstance(error, UserError) and error.code == "disk_full":
            error.remedy = _ROOM_FOR_REST if self.report.files else _ROOM_FOR_ALL

    def drop_unknown(self) -> None:
        """Remove the bytes of files that a stop kept from being taken in; this run had put them there.

        Those of a file that was taken in and taken back stay, whoever did that: the history can still bring it
        back. Whoever else puts bytes in place (bringing back a copy) keeps others out until rows name them.
        """
        with self._session.exclusive():
            known = {hash_of(file_id) for file_id in self._session.read(lookups.file_ids)}
            known |= {file.sha256 for file in self.report.files}
            known |= self._session.read(_named_since, self._begun, besides=self.report.batch)
            new = (path for path in _stored(self._session.files_folder) if path not in self._before)
            unknown = [path for path in new if path.name[:64] not in known]
            for path in unknown:
                path.unlink(missing_ok=True)
            self._session.drop_pages([path.name[:64] for path in unknown])


def leave_rest(connection: Connection, run_id: str) -> None:
    """Offer the rest of an import that did not come to its end no more; what came in stays. For `Session.note`."""
    note_finished(connection, run_id)


def _stored(folder: Path) -> Iterator[Path]:
    """Yield the files whose bytes are kept, under the hashes they are named by."""
    return (path for path in folder.glob("??/*") if is_hash(path.name[:64]))


def _named_since(connection: Connection, seq: int, *, besides: str) -> set[str]:
    """Return the hashes of files that steps of the history after one made or removed, but for those of a run."""
    of_others = func.instr(HISTORY.c.arguments, besides) == 0
    query = select(HISTORY.c.changes).where(HISTORY.c.seq > seq, of_others)
    steps = (json.loads(changes) for changes in connection.execute(query).scalars())
    return {hash_of(change["id"]) for step in steps for change in step if change["table"] == FILE.name}


def held_files(connection: Connection, names: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Return of each file, by id or by hash, its evidence item, or an empty text, and its pages."""
    joined = FILE.outerjoin(EVIDENCE_FILE, EVIDENCE_FILE.c.file_id == FILE.c.id)
    columns = select(FILE.c.id, EVIDENCE_FILE.c.evidence_id, FILE.c.pages).select_from(joined)
    found: dict[str, tuple[str, int]] = {}
    for start in range(0, len(names), _PART):
        files = file_of_bytes(connection, names[start : start + _PART])
        part = columns.where(FILE.c.id.in_(files.values())).order_by(EVIDENCE_FILE.c.id.desc())
        rows = {row.id: (row.evidence_id or "", row.pages) for row in connection.execute(part)}
        found |= {name: rows[file_id] for name, file_id in files.items()}
    return found


def held_places(connection: Connection, hashes: Sequence[str]) -> set[tuple[str, str]]:
    """Return hash and path of every place some bytes are known to come from."""
    found: set[tuple[str, str]] = set()
    for start in range(0, len(hashes), _PART):
        files = files_of_bytes(connection, hashes[start : start + _PART])
        part = [file_id for ids in files.values() for file_id in ids]
        first = select(FILE.c.id, FILE.c.original_path).where(FILE.c.id.in_(part))
        further = select(FILE_PLACE.c.file_id, FILE_PLACE.c.path).where(FILE_PLACE.c.file_id.in_(part))
        for query in (first, further):
            found |= {(hash_of(file_id), path) for file_id, path in connection.execute(query)}
    return found


def _has_files(connection: Connection, batch: str) -> bool:
    return connection.execute(select(FILE.c.id).where(FILE.c.batch_id == batch).limit(1)).first() is not None
