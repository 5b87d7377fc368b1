"""The import of a production: checked first, then each document one evidence item, families kept, nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from evidence_desk.commands import lookups
from evidence_desk.commands.import_batch import ImportBatch, held_files, held_places
from evidence_desk.commands.import_report import ImportReport, LeftFile
from evidence_desk.commands.import_rows import taken_file
from evidence_desk.commands.importing import read_missing_text
from evidence_desk.commands.intake import FurtherPlace, ImportedItem
from evidence_desk.commands.loadfile_files import Filing, Holders, holders
from evidence_desk.commands.loadfile_items import Parts, item_of, parts_of_document
from evidence_desk.commands.produced_text import keep_read
from evidence_desk.commands.session import Session
from evidence_desk.domain.begun_imports import Chosen
from evidence_desk.domain.file_ids import hash_of
from evidence_desk.intake.ingest import Intake, Pool
from evidence_desk.intake.loadfiles.check import CheckedSet, check, lines_of
from evidence_desk.intake.loadfiles.families import in_order
from evidence_desk.intake.loadfiles.loading import SetRequest
from evidence_desk.intake.loadfiles.model import Document, Finding
from evidence_desk.intake.loadfiles.report import LoadFileReport, report_of
from evidence_desk.intake.model import Limits
from evidence_desk.intake.one_file import Ingested
from evidence_desk.jobs.progress import Cancelled, CancelToken, OnProgress, Progress, quiet
from evidence_desk.queries.same_bytes import file_of_bytes
from evidence_desk.store.recorder import rows_by_id
from evidence_desk.store.tables import FILE
from evidence_desk.support.codec import to_json
from evidence_desk.support.errors import UserError
from evidence_desk.support.texts import path_text, storable

_CHUNK_DOCUMENTS = 50
_MISSING = ("original_missing", "text_missing", "image_missing", "escapes_the_set", "odd_path")
_NOT_TAKEN = frozenset((*_MISSING, "no_file", "wrong_columns", "no_identifier"))


@dataclass(slots=True)
class DocumentCounts:
    """What became of documents.

    Attributes:
        items: how many became a new item.
        text_only: those of them that name an original, but came with nothing but their text.
        held: how many are an item already.
    """

    items: int = 0
    text_only: int = 0
    held: int = 0

    def count(self, parts: Parts) -> None:
        """Count a new item."""
        self.items += 1
        self.text_only += bool(parts.document.native and parts.files == [parts.own_text])


@dataclass(frozen=True, slots=True)
class LoadedProduction:
    """What became of a production: the report of its load file, that of its files, and of its documents."""

    load_file: LoadFileReport
    files: ImportReport
    documents: DocumentCounts


def check_production(
    request: SetRequest, pool: Pool, *, on_progress: OnProgress = quiet, token: CancelToken | None = None
) -> CheckedSet:
    """Carry out the dry run; see `check`. Nothing is changed."""

    def _on_done(done: int, total: int, name: str) -> None:
        on_progress(Progress(done, total, "checking", name))

    return check(request, pool, token=token or CancelToken(), on_done=_on_done)


class LoadFileImport:
    """One run of the import of a production into a session.

    Attributes:
        report: what was done so far; true also after a stop.
    """

    def __init__(
        self,
        session: Session,
        pool: Pool,
        request: SetRequest,
        *,
        tags: Sequence[str] = (),
        type: str = "",  # noqa: A002  the field's word
        limits: Limits | None = None,
    ) -> None:
        """Take the matter, the worker processes, the set, what every new item gets, and what a file may cost."""
        self._limits = limits
        self._batch = ImportBatch(session, tags=tags)
        self.report = self._batch.report
        self._session = session
        self._pool = pool
        self._request = request
        self._type = type
        self._findings: list[Finding] = []
        self._made = DocumentCounts()
        self._known: set[str] = set()
        self._firsts: dict[int, str] = {}
        self._holders = Holders()
        self._by_line: dict[tuple[str, int], list[Finding]] = {}

    def run(self, *, on_progress: OnProgress = quiet, token: CancelToken | None = None) -> LoadedProduction:
        """Check the set and import its documents, parents before what is attached to them.

        Raises:
            Cancelled: the token asked to stop; what was committed stays, and the report says so.
            UserError: the load file cannot be read, no column identifies its documents, or the type is not
                known; nothing was changed.
                Or the matter cannot be written any more; what was committed stays.
        """
        self._type = self._batch.known_type(self._type)
        token = token or CancelToken()
        checked = check_production(self._request, self._pool, on_progress=on_progress, token=token)
        _refuse_unnamed(checked)
        self._known = set(map(hash_of, self._session.read(lookups.file_ids)))
        order = in_order(len(checked.loaded.documents), checked.loaded.parents)
        self._name_left(checked)
        self._batch.begin(self._request.first.name, self._chosen())
        try:  # from here on the run is known to go on, until its end is told
            self._batch.note_found(len(checked.loaded.documents))
            for begin in range(0, len(order), _CHUNK_DOCUMENTS):
                places = order[begin : begin + _CHUNK_DOCUMENTS]
                first = checked.loaded.documents[places[0]].identifier
                on_progress(Progress(begin, len(order), "reading", first))
                self._take_in(checked, places, token, is_last=begin + _CHUNK_DOCUMENTS >= len(order))
        except BaseException as error:
            state = "stopped" if isinstance(error, Cancelled) else "broken_off"
            self._batch.end(state)
            self._end_early(checked, state)
            self._batch.tell_kept(error)
            raise
        if not order:
            self._batch.take_in([], [], [], kept=self._kept(checked, "finished"))
        self._batch.end("finished")
        read_missing_text(
            self._session, self._pool, limits=self._limits, on_progress=on_progress, token=token
        )
        report = report_of(self._request, checked, self._findings)
        return LoadedProduction(report, self.report, self._made)

    def _chosen(self) -> Chosen:
        request = self._request
        return Chosen(
            paths=(path_text(request.root.absolute()),),
            load_file=path_text(request.load_file.absolute()) if request.load_file else "",
            images=path_text(request.images.absolute()) if request.images else "",
            mapping=to_json(request.mapping) if request.mapping else None,
            tags=self._batch.tags,
            type=self._type,
            is_converting=bool(self._limits and self._limits.convert_with),
            has_passwords=bool(self._limits and self._limits.passwords),
        )

    def _end_early(self, checked: CheckedSet, state: str) -> None:
        """Keep the report, and remove the bytes that a stop kept from being taken in."""
        with suppress(UserError):  # a full disk: what ended the run is what the user has to hear of
            self._batch.take_in([], [], [], kept=self._kept(checked, state))
        self._batch.drop_unknown()

    def _kept(
        self,
        checked: CheckedSet,
        state: str,
        noted: Sequence[tuple[str, str]] = (),
        *,
        fresh: int = 0,
        again: int = 0,
    ) -> dict[str, Any]:
        """Return what the batch keeps of both reports; ``noted``, ``fresh`` and ``again`` are taken in with it."""
        self.report.state = state
        load_file = to_json(report_of(self._request, checked, self._findings))
        return {**self._batch.kept(fresh=fresh, again=again, noted=noted), "load_file": load_file}

    def _take_in(
        self, checked: CheckedSet, places: Sequence[int], token: CancelToken, *, is_last: bool
    ) -> None:
        """Take in the files of some documents, and commit them as one step of the history."""
        documents = [checked.loaded.documents[place] for place in places]
        taken: dict[str, Ingested] = {}
        paths = list(dict.fromkeys(_paths(documents, checked)))
        is_done = False
        while not is_done:
            taken |= self._ingest(paths, token)
            with self._session.exclusive():  # nobody takes back meanwhile what items are made of
                paths = self._taken_back(taken)
                is_done = not paths
                if is_done:
                    self._commit(checked, dict(zip(places, documents, strict=True)), taken, is_last=is_last)

    def _taken_back(self, taken: Mapping[str, Ingested]) -> list[str]:
        """Return the paths of files that were held as they were met and are no more; forget them."""
        held = self._session.read(held_files, [one.sha256 for one in taken.values()])
        gone = {one.sha256 for one in taken.values() if one.sha256 in self._known and one.sha256 not in held}
        self._known -= gone
        return [path for path, one in taken.items() if one.sha256 in gone]

    def _commit(
        self,
        checked: CheckedSet,
        documents: Mapping[int, Document],
        taken: Mapping[str, Ingested],
        *,
        is_last: bool,
    ) -> None:
        sets = {place: parts_of_document(document, checked, taken) for place, document in documents.items()}
        fresh = self._fresh(taken.values())
        filing = Filing(fresh, self._session.read(_held_rows, [one.sha256 for one in taken.values()]))
        items, further = self._items(checked, sets, filing)
        held = self._session.read(_held_rows, list(filing.files))
        files = [file for file_id, file in filing.files.items() if file_id not in held]
        new = {file.original_path: file.row_id for file in files}
        good = [one for one in taken.values() if one.failure is None]
        again = [one for one in good if path_text(one.source) not in new]
        noted = self._noted(again, further)
        counts = {"fresh": len(good) - len(again), "again": len(again)}
        kept = self._kept(checked, "finished", noted, **counts) if is_last else None
        self._batch.take_in(files, items, further, kept=kept)
        self._batch.met_again(noted)
        self._batch.note_done(len(documents))
        self._known.update(map(hash_of, filing.files))
        self._keep_text(filing)
        self._tell(good, new)

    def _keep_text(self, filing: Filing) -> None:
        """Keep the text of what was read now; of what the matter had, it is read once all is taken in."""
        for file_id, file in filing.files.items():
            if file.sha256 in filing.fresh:
                keep_read(self._session, file_id, filing.fresh[file.sha256].result)

    def _noted(self, again: Sequence[Ingested], further: Sequence[FurtherPlace]) -> list[tuple[str, str]]:
        """Return the files met before, but for one of each document whose further place is kept by itself."""
        places = [(hash_of(place.sha256), place.path) for place in further]
        held = self._session.read(held_places, [sha256 for sha256, _path in places])
        told = Counter(place[0] for place in places if place not in held)
        noted = []
        for one in again:
            if told[one.sha256] > 0:
                told[one.sha256] -= 1
            else:
                noted.append((path_text(one.source), one.sha256))
        return noted

    def _items(
        self, checked: CheckedSet, sets: dict[int, Parts], filing: Filing
    ) -> tuple[list[ImportedItem], list[FurtherPlace]]:
        """Return the items to make, and the second places of documents that are an item already."""
        documents = [parts.hashes for parts in sets.values()]
        self._holders = self._session.read(holders, documents, self._holders)
        made: dict[tuple[str, ...], str] = {}
        items: list[ImportedItem] = []
        further: list[FurtherPlace] = []
        for place, parts in sets.items():
            if not parts.files:
                continue
            filing.add_texts(parts)
            files, key = self._holders.files_of(parts), parts.key
            first = files[0] if files else made.get(key, "")
            if first:
                self._firsts[place] = first
                further.append(_further(self._request, parts, first))
                self._made.held += 1
                continue
            parts.findings = [*self._findings_of(checked, parts.document), *_misfit(parts)]
            filing.add_item(parts)
            made[key] = self._firsts[place] = parts.files[0].id
            parent = self._firsts.get(checked.loaded.parents.get(place, -1), "")
            items.append(item_of(parts, parent, self._type))
            self._made.count(parts)
            self._findings += _misfit(parts)
        return items, further

    def _findings_of(self, checked: CheckedSet, document: Document) -> Iterator[Finding]:
        """Yield what is wrong with the lines of a document."""
        if not self._by_line:
            for one in checked.findings:
                self._by_line.setdefault((one.source, one.line), []).append(one)
        for line in dict.fromkeys(lines_of(checked, document)):
            yield from self._by_line.get(line, ())

    def _ingest(self, paths: Sequence[str], token: CancelToken) -> dict[str, Ingested]:
        """Take files in, each by itself, and return them by path; their bytes are durable then."""
        folder = str(self._session.files_folder)
        intake = Intake(paths, folder, limits=self._limits, known_hashes=self._known, is_opening=False)
        taken = {one.source: one for family in intake.run(self._pool, token) for one in family}
        intake.make_durable()
        return taken

    def _fresh(self, results: Iterable[Ingested]) -> dict[str, Ingested]:
        """Return the first of the new files of each hash; failures go into the report."""
        fresh: dict[str, Ingested] = {}
        for one in results:
            if one.failure is not None:
                self.report.failed.append(LeftFile(one.source, one.failure.code, one.failure.message))
            elif one.sha256 not in self._known:
                fresh.setdefault(one.sha256, one)
        return fresh

    def _tell(self, good: Sequence[Ingested], new: Mapping[str, str]) -> None:
        """Report what was taken in, and what the matter had; ``new`` has the file that each path became."""
        ids = [new.get(path_text(one.source), one.sha256) for one in good]
        held = self._session.read(held_files, ids)
        for file_id, one in zip(ids, good, strict=True):
            listed = self.report.files if path_text(one.source) in new else self.report.duplicates
            # Somebody may have taken back, or deleted, what a moment ago was taken in.
            listed.append(taken_file(one, *held.get(file_id, ("", one.page_count))))

    def _name_left(self, checked: CheckedSet) -> None:
        for one in checked.findings:
            where = f"{one.source}:{one.line}"
            if one.code in _NOT_TAKEN:
                self.report.failed.append(LeftFile(where, one.code, one.message))
            elif one.code == "unreferenced":
                self.report.skipped.append(LeftFile(one.source, one.code, one.message))


def _held_rows(connection: Connection, names: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return the row of each file, by its id or, of any that has these bytes, by a hash."""
    files = file_of_bytes(connection, names)
    rows = rows_by_id(connection, FILE, list(files.values()))
    return {name: rows[file_id] for name, file_id in files.items()}


def _refuse_unnamed(checked: CheckedSet) -> None:
    if not checked.loaded.is_named:
        finding = next(one for one in checked.findings if one.code in ("no_header", "unmapped"))
        what, _colon, remedy = finding.message.partition(": ")
        raise UserError(
            finding.code, f"{finding.source}: {what}", f"{remedy.capitalize()}. Nothing was imported."
        )


def _paths(documents: Sequence[Document], checked: CheckedSet) -> Iterator[str]:
    for document in documents:
        declared = [document.native, document.text_path, *(page.path for page in document.images)]
        for path in filter(None, map(checked.real, declared)):
            yield path
            if path in checked.page_texts:
                yield checked.page_texts[path]


def _further(request: SetRequest, parts: Parts, file_id: str) -> FurtherPlace:
    """Return the second place of a document that is an item already, whose first file that is."""
    place = f"{path_text(request.first.absolute())}, {parts.document.identifier}"
    name = parts.files[0].file.name
    return FurtherPlace(sha256=file_id, name=name, path=storable(place), modified_at="")


def _misfit(parts: Parts) -> Iterator[Finding]:
    """Say that the text of a document cannot be told page by page."""
    if parts.text_parts not in (0, parts.page_count):
        document = parts.document
        message = (
            f"{document.identifier}: its text has {parts.text_parts} pages and its images have {parts.page_count};"
            " all of the text stands on the first page"
        )
        yield Finding("text_pages", message, document.source, document.line)
