"""What the dry run says of a set, as plain values; schemas/load-file.schema.json is made from them."""

from __future__ import annotations

from dataclasses import dataclass

from evidence_desk.intake.loadfiles.bates import Range
from evidence_desk.intake.loadfiles.check import CheckedSet, Counts
from evidence_desk.intake.loadfiles.loading import SetRequest
from evidence_desk.intake.loadfiles.model import Column, Finding
from evidence_desk.support.texts import path_text


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadFileReport:
    """What a set holds, and everything that is wrong with it.

    Attributes:
        load_file: path of the DAT, or empty.
        images_file: path of the OPT or LFP, or empty.
        folder: the set's folder.
        encoding: the encoding of the DAT.
        separator: the character between its columns.
        quote: the character around its values.
        has_header: whether its first record names the columns.
        date_order: ``month_first``, ``day_first``, or empty where nothing says which.
        columns: its columns, what they are to us, and some values.
        rows: records of the right width.
        documents: documents, each to become one evidence item.
        families: documents that others are attached to.
        attached: documents that are attached to one.
        pages: lines of the OPT or LFP that belong to a document.
        ranges: numbers without a gap.
        natives: originals named, there and missing.
        texts: text files named, there and missing.
        images: image files named, there and missing.
        findings: what is wrong.
    """

    load_file: str
    images_file: str
    folder: str
    encoding: str
    separator: str
    quote: str
    has_header: bool
    date_order: str
    columns: list[Column]
    rows: int
    documents: int
    families: int
    attached: int
    pages: int
    ranges: list[Range]
    natives: Counts
    texts: Counts
    images: Counts
    findings: list[Finding]


def report_of(request: SetRequest, checked: CheckedSet, more: list[Finding] | None = None) -> LoadFileReport:
    """Return the report of a checked set, with findings an import added."""
    loaded = checked.loaded
    table = loaded.table
    return LoadFileReport(
        load_file=path_text(request.load_file) if request.load_file else "",
        images_file=path_text(request.images) if request.images else "",
        folder=path_text(request.root),
        encoding=table.dialect.encoding if table else "",
        separator=table.dialect.separator if table else "",
        quote=table.dialect.quote if table else "",
        has_header=table is not None and table.header is not None,
        date_order=loaded.date_order,
        columns=loaded.columns,
        rows=len(table.rows) if table else 0,
        documents=len(loaded.documents),
        families=len(set(loaded.parents.values())),
        attached=len(loaded.parents),
        pages=sum(len(one.images) for one in loaded.documents),
        ranges=checked.ranges,
        natives=checked.natives,
        texts=checked.texts,
        images=checked.images,
        findings=[*checked.findings, *(more or [])],
    )


def found_in(report: LoadFileReport) -> dict[str, str | bool]:
    """Return how the load file is written, by the names a mapping has for it."""
    return {
        "header": report.has_header,
        "encoding": report.encoding,
        "separator": report.separator,
        "quote": report.quote,
        "date_order": report.date_order,
    }
