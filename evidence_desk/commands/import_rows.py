"""From what intake hands over to what an import commits: files, items, further places, pages."""

from __future__ import annotations

from evidence_desk.commands.import_report import TakenFile
from evidence_desk.commands.intake import FurtherPlace, ImportedFile, ImportedItem
from evidence_desk.domain import fuzzy_dates
from evidence_desk.domain.fuzzy_dates import FuzzyDateError
from evidence_desk.domain.remarks import KEY, serious
from evidence_desk.intake.model import ReadResult
from evidence_desk.intake.one_file import Ingested
from evidence_desk.store.page_text import Page
from evidence_desk.support.texts import one_line, path_text, storable


def imported_item(result: Ingested, type_given: str) -> ImportedItem:
    """Return the item of a file, with first values; each says where it comes from until somebody edits it."""
    title, type_, date = result.name, type_given, ""
    why: dict[str, str] = {}
    guesses = result.guesses
    if guesses is not None:
        title, why["title"] = guesses.title.value, guesses.title.source
        if not type_given:
            type_, why["type"] = guesses.type.value, guesses.type.source
        if guesses.date is not None and _is_date(guesses.date.value):
            date, why["date"] = guesses.date.value, guesses.date.source
    return ImportedItem(
        files=[result.sha256],
        title=one_line(title),
        type=type_,
        date=storable(date),
        parent=result.parent,
        guesses=why,
    )


def further_place(result: Ingested) -> FurtherPlace:
    """Return where a file was met again."""
    return FurtherPlace(
        sha256=result.sha256,
        name=storable(result.name),
        path=path_text(result.source),
        modified_at=result.modified,
    )


def imported_file(result: Ingested) -> ImportedFile:
    """Return the row of a file that was read."""
    read = result.result
    gravest = next(iter(serious(read.warnings)), ("", ""))
    return ImportedFile(
        sha256=result.sha256,
        name=storable(result.name),
        media_type=result.media_type,
        extension=result.extension,
        bytes=result.size,
        pages=result.page_count,
        original_path=path_text(result.source),
        modified_at=result.modified,
        problem_code=gravest[0],
        problem=storable(gravest[1]),
        facts=storable(_facts(result)),
        tools=read.tools,
    )


def _facts(result: Ingested) -> dict[str, object]:
    """Return what the reader found out, with what belongs to no page."""
    read = result.result
    found: dict[str, object] = dict(read.facts)
    if read.people:
        found["people"] = read.people
    if read.dates:
        found["dates"] = [list(pair) for pair in read.dates]
    if read.warnings:
        found[KEY] = [list(pair) for pair in read.warnings]
    if result.kind:
        found["kept_as"] = result.kind
    return found


def _is_date(text: str) -> bool:
    try:
        fuzzy_dates.parse(text)
    except FuzzyDateError:
        return False
    return True


def pages_of(read: ReadResult) -> list[Page]:
    """Return the pages of a reading as the cache keeps them."""
    return [
        Page(p.number, storable(p.label or ""), storable(p.text), p.width_pt, p.height_pt) for p in read.pages
    ]


def taken_file(result: Ingested, evidence: str, pages: int, *, parent: str = "") -> TakenFile:
    """Return a file as a report names it, with its item, its pages in the matter, and its parent's item."""
    problem = "; ".join(message for _code, message in serious(result.result.warnings))
    return TakenFile(
        path=result.source,
        sha256=result.sha256,
        evidence=evidence,
        pages=pages,
        media_type=result.media_type,
        parent=parent,
        problem=problem,
    )
