"""Checks the numbers of a production: Bates ranges, gaps and overlaps, and page counts against real pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence

from evidence_desk.intake.loadfiles.bates import Gap, Numbered, Range, pages_between, ranges_of, span
from evidence_desk.intake.loadfiles.model import Document, Finding

# Pages of an image file by its declared path; None where the file is missing or its pages are not known.
PagesOf = Callable[[str], int | None]


def numbered(document: Document) -> Numbered | None:
    """Return the numbers of a document: the declared ones, with the last page's label where the end is not."""
    begin = document.begin_bates or document.identifier
    end = document.end_bates or (document.images[-1].label if document.images else "")
    return span(begin, end, document.line) or span(begin, "", document.line)


def check_ranges(
    documents: Sequence[Document], left_out: Collection[int] = ()
) -> tuple[list[Range], list[Finding]]:
    """Return the ranges of a production, with gaps, overlaps, and documents that end before they begin.

    ``left_out`` are the lines of records that are no documents; a number that is missing may be on one of them.
    """
    findings = [*_backwards(documents)]
    seen: set[tuple[str, str]] = set()
    numbers = []
    sources: dict[Numbered, str] = {}
    for document in documents:
        own = numbered(document)
        key = (str(own.begin), str(own.end)) if own else None
        if own is None or key is None or key in seen:
            continue  # a document that is there twice is named as such, not as an overlap
        seen.add(key)
        numbers.append(own)
        sources[own] = document.source
    found = ranges_of(numbers)
    for gap in found.gaps:
        lost = [line for line in left_out if gap.before.line < line < gap.after.line]
        line = min(lost, default=gap.after.line)
        findings.append(Finding("number_gap", _gap_words(gap), sources[gap.after], line))
    for one, other in found.overlaps:
        message = f"{other.begin} to {other.end} overlaps {one.begin} to {one.end} of line {one.line}"
        findings.append(Finding("number_overlap", message, sources[other], other.line))
    return found.ranges, findings


def _gap_words(gap: Gap) -> str:
    missing = gap.first if gap.first == gap.last else f"{gap.first} to {gap.last}"
    before, after = gap.before, gap.after
    ends = f"line {before.line} ({before.end}) and line {after.line} ({after.begin})"
    return f"no document bears {missing}, between {ends}"


def _backwards(documents: Sequence[Document]) -> Iterator[Finding]:
    for one in documents:
        if (
            one.columns
            and one.begin_bates
            and one.end_bates
            and span(one.begin_bates, one.end_bates, one.line) is None
        ):
            message = f"{one.begin_bates} to {one.end_bates} is no range of numbers"
            yield Finding("odd_range", message, one.source, one.line)


def page_count(document: Document, pages_of: PagesOf) -> int:
    """Return how many pages the images of a document have; a file named once counts with all its pages."""
    named = Counter(page.path for page in document.images)
    return sum(count if count > 1 else pages_of(path) or 1 for path, count in named.items())


def check_pages(document: Document, pages_of: PagesOf) -> Iterator[Finding]:
    """Compare the page counts a document declares with the pages its images have."""
    if not document.images:
        return
    real = page_count(document, pages_of)
    lines = len(document.images)
    if document.declared_pages is not None and document.declared_pages not in (real, lines):
        yield _mismatch(document, f"its image line declares {document.declared_pages} pages", real)
    declared = document.values.get("page_count", "")
    if declared.isdecimal() and int(declared[:9]) not in (real, lines):
        yield _mismatch(document, f"it declares {declared} pages", real)
    own = span(document.begin_bates, document.end_bates, document.line) if document.end_bates else None
    if own is not None and document.columns and pages_between(own) not in (real, lines):
        yield _mismatch(document, f"{own.begin} to {own.end} count {pages_between(own)}", real)


def _mismatch(document: Document, declared: str, real: int) -> Finding:
    message = f"{document.identifier}: {declared}, its images have {real}"
    return Finding("page_count_mismatch", message, document.source, document.line)
