"""The dry run: follows every path of a set, measures the files in workers, and compares them with what is declared."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evidence_desk.intake.ingest import Pool
from evidence_desk.intake.loadfiles.bates import Range
from evidence_desk.intake.loadfiles.declared import check_hash, check_size, hashes_of
from evidence_desk.intake.loadfiles.loading import LoadedSet, SetRequest, load
from evidence_desk.intake.loadfiles.measure import Measured, measure
from evidence_desk.intake.loadfiles.model import Document, Finding, PageImage
from evidence_desk.intake.loadfiles.numbers import check_pages, check_ranges
from evidence_desk.intake.loadfiles.paths import Resolved, SetPaths
from evidence_desk.intake.scan import scan
from evidence_desk.support.errors import UserError
from evidence_desk.support.texts import path_text

OnDone = Callable[[int, int, str], None]

_IMAGE_NAMES = (".tif", ".tiff", ".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp")
_LOAD_FILES = (".dat", ".opt", ".lfp", ".dii", ".log")
_MOST_STRAYS = 1000
_WHY = {
    "missing": "is not in the set",
    "escapes_the_set": "leads out of the set's folder; it is not followed",
    "odd_path": "is no path of a file",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many files of a kind the set names, and how many of them are there."""

    named: int = 0
    present: int = 0
    missing: int = 0


@dataclass(slots=True)
class CheckedSet:
    """A set with the files it names.

    Attributes:
        loaded: the set as its load files describe it.
        paths: where the declared paths lead.
        measured: what the files are, by real path.
        page_texts: text files beside images, by the real path of the image.
        ranges: the runs of numbers.
        natives: count of originals.
        texts: count of text files.
        images: count of image files.
        findings: everything that is wrong.
    """

    loaded: LoadedSet
    paths: dict[str, Resolved] = field(default_factory=dict)
    measured: dict[str, Measured] = field(default_factory=dict)
    page_texts: dict[str, str] = field(default_factory=dict)
    ranges: list[Range] = field(default_factory=list)
    natives: Counts = field(default_factory=Counts)
    texts: Counts = field(default_factory=Counts)
    images: Counts = field(default_factory=Counts)
    findings: list[Finding] = field(default_factory=list)

    def real(self, declared: str) -> str:
        """Return where a declared path leads, or an empty text."""
        return self.paths[declared].path if declared in self.paths else ""


def _silent(_done: int, _total: int, _name: str) -> None:
    """Hear progress and say nothing."""


def check(request: SetRequest, pool: Pool, *, token: Any = None, on_done: OnDone = _silent) -> CheckedSet:
    """Read a set in a worker process and compare it with its files, which are measured in workers too.

    Nothing is changed anywhere. ``on_done`` hears (files measured, files, name).

    Raises:
        UserError: a load file cannot be read, or the mapping does not fit.
        Cancelled: the token asked to stop.
    """
    checked = CheckedSet(load_set(request, pool, token=token))
    paths = SetPaths(request.root, _starts(request))
    _follow(checked, paths)
    strays = _strays(checked, paths.root)
    _measure(checked, strays, pool, token, on_done)
    documents = checked.loaded.documents
    lost = [one.line for one in checked.loaded.findings if one.code in ("wrong_columns", "no_identifier")]
    checked.ranges, numbers = check_ranges(documents, lost)
    checked.findings += [*checked.loaded.findings, *numbers]
    for document in documents:
        checked.findings += _check_document(checked, document)
    checked.findings += _check_strays(checked, strays, paths.root)
    return checked


def load_set(request: SetRequest, pool: Pool, *, token: Any = None) -> LoadedSet:
    """Read what a load file says in a worker process, without a look at the files it names.

    Raises:
        UserError: it cannot be read, or the mapping does not fit.
        Cancelled: the token asked to stop.
    """
    if not request.root.is_dir():
        raise UserError("not_found", f"There is no folder {request.root}", "Check the path of the set.")
    for _key, outcome in pool.each([("set", load_in_worker, (request,))], token):
        if isinstance(outcome, LoadedSet):
            return outcome
        if isinstance(outcome, Refused):
            raise UserError(outcome.code, outcome.message, outcome.remedy)
        message = f"{request.first.name} could not be read: {outcome.message}"
        raise UserError(str(outcome.code), message, "Check that it is a load file.")
    raise AssertionError("a pool answers every call")


@dataclass(frozen=True, slots=True)
class Refused:
    """The parts of a UserError, as they travel between processes with their remedy."""

    code: str
    message: str
    remedy: str


def load_in_worker(request: SetRequest) -> LoadedSet | Refused:
    """Read a set; what a user can mend is returned."""
    try:
        return load(request)
    except UserError as error:
        return Refused(error.code, error.message, error.remedy)


def _starts(request: SetRequest) -> list[Path]:
    """Return the folders that relative paths may start from: those of the load files, and above them."""
    given = [path.resolve().parent for path in (request.load_file, request.images) if path]
    return [folder for start in given for folder in (start, *start.parents)]


def _follow(checked: CheckedSet, paths: SetPaths) -> None:
    natives: dict[str, None] = {}
    texts: dict[str, None] = {}
    images: dict[str, None] = {}
    for document in checked.loaded.documents:
        natives.update(dict.fromkeys(filter(None, [document.native])))
        texts.update(dict.fromkeys(filter(None, [document.text_path])))
        images.update(dict.fromkeys(page.path for page in document.images))
    for declared in (*natives, *texts, *images):
        checked.paths[declared] = paths.resolve(declared)
    checked.natives, checked.texts, checked.images = (
        _counts(checked, one) for one in (natives, texts, images)
    )
    for declared in images:
        beside = paths.resolve(declared.rpartition(".")[0] + ".txt")
        if beside.path and checked.real(declared):
            checked.page_texts[checked.real(declared)] = beside.path


def _counts(checked: CheckedSet, declared: Iterable[str]) -> Counts:
    found = [bool(checked.real(one)) for one in declared]
    return Counts(len(found), sum(found), len(found) - sum(found))


def _strays(checked: CheckedSet, root: Path) -> list[str]:
    """Return the files of the set that no line names; load files are not among them."""
    named = {one.path for one in checked.paths.values()} | set(checked.page_texts.values())
    found = (str(one.path) for one in scan([root]) if one.skipped is None)
    return [path for path in found if path not in named and not path.lower().endswith(_LOAD_FILES)]


def _measure(checked: CheckedSet, strays: list[str], pool: Pool, token: Any, on_done: OnDone) -> None:
    wanted: dict[str, set[str]] = {}
    counted: set[str] = set()
    for document in checked.loaded.documents:
        algorithms = {one.algorithm for one in hashes_of(document)}
        for path in filter(None, [checked.real(document.native)]):
            wanted.setdefault(path, set()).update(algorithms)
        for path in filter(None, (checked.real(page.path) for page in document.images)):
            wanted.setdefault(path, set())
            counted.add(path)
    for path in strays:
        if path.lower().endswith(_IMAGE_NAMES):
            wanted.setdefault(path, set())
    calls = ((path, measure, (path, tuple(sorted(names)), path in counted)) for path, names in wanted.items())
    for done, (path, outcome) in enumerate(pool.each(calls, token), 1):
        is_good = isinstance(outcome, Measured)
        checked.measured[path] = outcome if is_good else Measured(problem=str(outcome.message))
        on_done(done, len(wanted), os.path.basename(path))  # noqa: PTH119  a text is all that is needed


def _check_document(checked: CheckedSet, document: Document) -> Iterator[Finding]:
    if not (document.native or document.images or document.text_path or document.text):
        message = f"{document.identifier} names no original, no image and no text"
        yield Finding("no_file", message, document.source, document.line)
    for role, declared in (("original", document.native), ("text", document.text_path)):
        if declared:
            yield from _check_path(checked, document, role, declared, document.line)
    native = checked.measured.get(checked.real(document.native)) if document.native else None
    if native is not None:
        yield from check_size(document, native)
        for one in hashes_of(document):
            yield from check_hash(document, one, native)
    for page in document.images:
        yield from _check_image(checked, document, page)
    yield from check_pages(document, lambda declared: _pages(checked, declared))


def _pages(checked: CheckedSet, declared: str) -> int | None:
    found = checked.measured.get(checked.real(declared))
    return found.pages if found else None


def _check_path(
    checked: CheckedSet, document: Document, role: str, declared: str, line: int
) -> Iterator[Finding]:
    resolved = checked.paths[declared]
    source = _source_of(checked, document, role)
    if resolved.problem:
        code = f"{role}_missing" if resolved.problem == "missing" else resolved.problem
        message = f"{document.identifier}: {role} {declared} {_WHY[resolved.problem]}"
        yield Finding(code, message, source, line)
    elif resolved.is_absolute:
        message = (
            f"{document.identifier}: {role} {declared} is an absolute path; its end was found in the set"
        )
        yield Finding("absolute_path", message, source, line)
    problem = checked.measured[resolved.path].problem if resolved.path in checked.measured else ""
    if problem:
        yield Finding("unreadable", f"{document.identifier}: {declared}: {problem}", source, line)


def lines_of(checked: CheckedSet, document: Document) -> Iterator[tuple[str, int]]:
    """Yield load file and line of each line a document is made of."""
    yield document.source, document.line
    source = _source_of(checked, document, "image")
    yield from ((source, page.line) for page in document.images)


def _source_of(checked: CheckedSet, document: Document, role: str) -> str:
    images = checked.loaded.images
    return images.source if role == "image" and images else document.source


def _check_image(checked: CheckedSet, document: Document, page: PageImage) -> Iterator[Finding]:
    yield from _check_path(checked, document, "image", page.path, page.line)
    found = checked.measured.get(checked.real(page.path))
    if found is not None and not found.problem and not found.is_image:
        message = f"{page.label}: {page.path} is not an image but {found.media_type}"
        yield Finding("not_an_image", message, _source_of(checked, document, "image"), page.line)


def _check_strays(checked: CheckedSet, strays: list[str], root: Path) -> Iterator[Finding]:
    shown = {path: path_text(Path(path).relative_to(root)) for path in strays}
    for path in strays:
        found = checked.measured.get(path)
        if found is not None and not found.problem and not found.is_image:
            message = f"{shown[path]} is not an image but {found.media_type}"
            yield Finding("not_an_image", message, shown[path])
    for path in strays[:_MOST_STRAYS]:
        yield Finding("unreferenced", f"no line names {shown[path]}", shown[path])
    if len(strays) > _MOST_STRAYS:
        yield Finding("unreferenced", f"no line names {len(strays) - _MOST_STRAYS} more files")
