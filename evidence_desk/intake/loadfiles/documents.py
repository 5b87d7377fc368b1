"""From the rows and columns of a load file to documents, with what is wrong in what they declare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from evidence_desk.intake.loadfiles.dates import Order, order_of, read_date
from evidence_desk.intake.loadfiles.mapping import fields_of_kind
from evidence_desk.intake.loadfiles.model import (
    Column,
    DeclaredDate,
    Document,
    Finding,
    ImageDocument,
    ImageList,
    Row,
    Table,
)

# Fields of ours that are fields of `Document` and not among its ``values``.
_RANGES = ("begin_bates", "end_bates", "begin_attach", "end_attach")
_ELSEWHERE = frozenset(("control_number", *_RANGES, "group", "parent", "native_path", "text_path"))
_FILE_NAME = re.compile(r"[^\n]{1,1024}\.[A-Za-z0-9]{1,5}\s*")
_WHY = {
    "impossible_date": "is no possible date",
    "ambiguous_date": "may be read month first or day first; say which in a mapping (date_order)",
    "unreadable_date": "is not read as a date",
}


def order_of_dates(table: Table, columns: Sequence[Column]) -> Order:
    """Return the order of day and month the dates of a table speak for, or an empty text."""
    dated = _places(columns, fields_of_kind("date"))
    return order_of(row.values[place] for row in table.rows for place in dated)


def _places(columns: Sequence[Column], fields: Sequence[str]) -> list[int]:
    return [column.number - 1 for column in columns if column.field in fields]


def documents_of(
    table: Table, columns: Sequence[Column], order: Order
) -> tuple[list[Document], list[Finding]]:
    """Return one document for each row that has an identifier, and what is wrong with the rows."""
    documents: list[Document] = []
    findings: list[Finding] = []
    seen: dict[str, int] = {}
    for row in table.rows:
        document = _document(table.source, row, columns, order)
        findings += _wrong_dates(document, columns, order)
        if not document.identifier:
            message = f"line {row.line} has no control number and no Bates number; it is left out"
            findings.append(Finding("no_identifier", message, table.source, row.line))
            continue
        first = seen.setdefault(key_of(document.identifier), row.line)
        if first != row.line:
            message = f"{document.identifier} on line {row.line} stands on line {first} already"
            findings.append(Finding("duplicate_identifier", message, table.source, row.line))
        documents.append(document)
    return documents, findings


def key_of(identifier: str) -> str:
    """Return an identifier as it is compared: without blanks around it and without case."""
    return identifier.strip().casefold()


def _document(source: str, row: Row, columns: Sequence[Column], order: Order) -> Document:
    given = {
        column.field: row.values[column.number - 1].strip()
        for column in columns
        if column.field and row.values[column.number - 1].strip()
    }
    text = given.get("text_path", "")
    is_path = bool(_FILE_NAME.fullmatch(text))
    dated = fields_of_kind("date")
    return Document(
        line=row.line,
        source=source,
        identifier=given.get("control_number") or given.get("begin_bates", ""),
        native=given.get("native_path", ""),
        text_path=text if is_path else "",
        text="" if is_path else text,
        values={name: value for name, value in given.items() if name not in _ELSEWHERE},
        dates=tuple(
            DeclaredDate(name, given[name], read_date(given[name], order).iso)
            for name in dated
            if name in given
        ),
        columns={
            column.name or f"column {column.number}": row.values[column.number - 1]
            for column in columns
            if row.values[column.number - 1].strip()
        },
        begin_bates=given.get("begin_bates", ""),
        end_bates=given.get("end_bates", ""),
        begin_attach=given.get("begin_attach", ""),
        end_attach=given.get("end_attach", ""),
        group=given.get("group", ""),
        parent=given.get("parent", ""),
    )


def _wrong_dates(document: Document, columns: Sequence[Column], order: Order) -> Iterator[Finding]:
    names = {column.field: column.name or f"column {column.number}" for column in columns}
    for declared in document.dates:
        problem = read_date(declared.text, order).problem
        if problem:
            who = document.identifier or f"line {document.line}"
            message = f"{who}: {names[declared.field]} {declared.text!r} {_WHY[problem]}"
            yield Finding(problem, message, document.source, document.line, names[declared.field])


def join_images(
    documents: Sequence[Document], images: ImageList, *, are_rows: bool
) -> tuple[list[Document], list[Finding]]:
    """Give documents the pages of an OPT or LFP file.

    A group of pages belongs to the document whose control number or first Bates number its first page bears;
    one that belongs to none is a document of its own, and so is every one without a DAT (``are_rows`` false).
    """
    if not are_rows:
        return [_of_images(group, images.source) for group in images.documents], list(_doubles(images))
    places = {key_of(one.begin_bates): place for place, one in enumerate(documents) if one.begin_bates}
    places |= {key_of(one.identifier): place for place, one in reversed(list(enumerate(documents)))}
    joined = list(documents)
    findings = list(_doubles(images))
    for group in images.documents:
        place = places.get(key_of(group.label))
        if place is None:
            line = group.pages[0].line
            message = (
                f"{group.label} ({len(group.pages)} pages) has no row in the load file; it stands by itself"
            )
            findings.append(Finding("images_without_document", message, images.source, line))
            joined.append(_of_images(group, images.source))
            continue
        held = joined[place]
        joined[place] = replace(
            held,
            images=held.images + group.pages,
            declared_pages=group.declared_pages,
            parent=held.parent or group.parent,
        )
    return joined, findings


def _of_images(group: ImageDocument, source: str) -> Document:
    return Document(
        line=group.pages[0].line,
        source=source,
        identifier=group.label,
        begin_bates=group.label,
        end_bates=group.pages[-1].label,
        parent=group.parent,
        images=group.pages,
        declared_pages=group.declared_pages,
    )


def _doubles(images: ImageList) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for group in images.documents:
        for page in group.pages:
            first = seen.setdefault(key_of(page.label), page.line)
            if first != page.line and not page.offset:
                message = f"page {page.label} on line {page.line} stands on line {first} already"
                yield Finding("duplicate_page", message, images.source, page.line)
