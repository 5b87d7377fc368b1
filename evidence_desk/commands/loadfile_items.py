"""From one document of a production to its files and its evidence item, as the import command wants them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from evidence_desk.commands.import_rows import imported_file
from evidence_desk.commands.intake import ImportedFile, ImportedItem
from evidence_desk.commands.produced_text import parts_of, text_parts
from evidence_desk.domain.produced import AND_ALSO, KEY
from evidence_desk.intake.loadfiles.bates import Bates, pages_between, parse_bates, span
from evidence_desk.intake.loadfiles.check import CheckedSet
from evidence_desk.intake.loadfiles.model import Document
from evidence_desk.intake.one_file import Ingested
from evidence_desk.support.texts import storable, visible

Taken = Mapping[str, Ingested]

_TITLES = ("subject", "title", "file_name")
_DATES = ("date_sent", "date_received", "date", "date_created", "date_modified")


@dataclass(slots=True)
class Parts:
    """The files of a document.

    Attributes:
        document: the document.
        native: its original, where it was taken in.
        images: its image files in the order of its pages, each once.
        labels: the page labels of each file, by SHA-256.
        texts: the text file of each file, by the SHA-256 of the file it belongs to.
        own_text: its text file, where it was taken in.
        page_count: how many pages its images have, those counted that are missing or are kept once.
        places: which of those pages each page of an image file is, from 1, by SHA-256.
        text_parts: how many pages its text has, where that is told page by page.
        repeated: page whose image is byte for byte that of another page -> that other page, which bears both labels.
    """

    document: Document
    native: Ingested | None = None
    images: list[Ingested] = field(default_factory=list)
    labels: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, Ingested] = field(default_factory=dict)
    own_text: Ingested | None = None
    page_count: int = 0
    places: dict[str, list[list[int]]] = field(default_factory=dict)
    text_parts: int = 0
    repeated: dict[str, str] = field(default_factory=dict)

    @property
    def files(self) -> list[Ingested]:
        """Return the files of the item: the original first, then the images; the text only if it is all."""
        shown = {one.sha256: one for one in (*filter(None, [self.native]), *self.images)}
        return list(shown.values()) or list(filter(None, [self.own_text]))

    @property
    def is_spread(self) -> bool:
        """Whether the pages of its text are told apart, one for each page of several image files."""
        return len(self.images) > 1 and self.text_parts == self.page_count

    @property
    def all(self) -> list[Ingested]:
        """Return every file that came with the document, each once."""
        found = (*self.files, *filter(None, [self.own_text]), *self.texts.values())
        return list({one.sha256: one for one in found}.values())


def parts_of_document(document: Document, checked: CheckedSet, taken: Taken) -> Parts:
    """Return the files of a document that were taken in."""
    parts = Parts(document, native=_good(checked.real(document.native), taken))
    parts.own_text = _good(checked.real(document.text_path), taken)
    for path, labels in _labels_of_images(document, checked).items():
        image = _good(path, taken)
        if image is None:
            continue
        held = parts.labels.get(image.sha256)
        if held is None:
            parts.images.append(image)
            parts.labels[image.sha256] = labels
        else:
            parts.repeated |= dict.fromkeys(labels, held[0].split(AND_ALSO)[0])
            held[:1] = [AND_ALSO.join([*held[:1], *labels])]
        text = _good(checked.page_texts.get(path, ""), taken)
        if text is not None:
            parts.texts[image.sha256] = text
    if parts.native is not None and not parts.images:
        parts.labels[parts.native.sha256] = _labels_of_native(document, len(parts.native.result.pages))
    if parts.files and parts.own_text is not None:
        parts.texts.setdefault(parts.files[0].sha256, parts.own_text)
    _spread(parts, checked, taken)
    return parts


def _spread(parts: Parts, checked: CheckedSet, taken: Taken) -> None:
    """Find which page of the document each page of its images is, and give each its text where the numbers fit."""
    if not parts.images or parts.native is not None:
        return
    seen: set[str] = set()
    for line in parts.document.images:
        path = checked.real(line.path)
        if path in seen:
            continue
        seen.update(filter(None, [path]))
        measured, image = checked.measured.get(path), _good(path, taken)
        count = (measured.pages or 1) if measured else 1
        if image is not None:
            held = parts.places.setdefault(image.sha256, [[] for _page in range(count)])
            for at, places in enumerate(held, parts.page_count + 1):
                places.append(at)
        parts.page_count += count
    parts.text_parts = _count_parts(parts)
    if parts.is_spread and parts.own_text is not None:
        for image in parts.images:
            parts.texts.setdefault(image.sha256, parts.own_text)


def _count_parts(parts: Parts) -> int:
    if parts.document.text:
        return len(parts_of(parts.document.text, parts.page_count))
    return len(text_parts(Path(parts.own_text.stored), parts.page_count)) if parts.own_text else 0


def _good(path: str, taken: Taken) -> Ingested | None:
    found = taken.get(path) if path else None
    return found if found is not None and found.failure is None else None


def _labels_of_images(document: Document, checked: CheckedSet) -> dict[str, list[str]]:
    """Return the labels of the pages of each image file; one line for a file of several pages counts on."""
    labels: dict[str, list[str]] = {}
    for page in document.images:
        path = checked.real(page.path)
        if path:
            labels.setdefault(path, []).append(page.label)
    for path, held in labels.items():
        measured = checked.measured.get(path)
        first = parse_bates(held[0])
        if len(held) == 1 and measured and first and (measured.pages or 1) > 1:
            labels[path] = list(_counted(first, measured.pages or 1))
    return labels


def _labels_of_native(document: Document, pages: int) -> list[str]:
    """Return a Bates number for each page where the numbers fit the pages, else for the first page."""
    if not document.begin_bates:
        return []
    own = span(document.begin_bates, document.end_bates, document.line)
    if own is None or pages_between(own) != pages:
        return [document.begin_bates]
    return list(_counted(own.begin, pages))


def _counted(first: Bates, pages: int) -> Iterator[str]:
    return (str(first.plus(page)) for page in range(pages))


def file_of(parts: Parts, result: Ingested) -> ImportedFile:
    """Return a file of a document with what the load file says about it among its facts."""
    read = imported_file(result)
    about = _about(parts, result)
    pages = max(read.pages, _produced_pages(parts, result)) if about and not read.pages else read.pages
    return replace(read, pages=pages, facts={**read.facts, **({KEY: storable(about)} if about else {})})


def _about(parts: Parts, result: Ingested) -> dict[str, Any]:
    document, about = parts.document, dict[str, Any]()
    if parts.files and result.sha256 == parts.files[0].sha256:
        about = _declared(document)
    if parts.labels.get(result.sha256):
        about["labels"] = parts.labels[result.sha256]
    text = parts.texts.get(result.sha256)
    if text is not None and text.sha256 != result.sha256:
        about["text"] = text.sha256
    places = parts.places.get(result.sha256, [])
    if parts.is_spread and parts.document.text and text is None and "inline_text" not in about:
        told = parts_of(parts.document.text, parts.page_count)
        about["inline_text"] = "\f".join("\n".join(told[at - 1] for at in page) for page in places)
    elif parts.is_spread and places and (text is parts.own_text or "inline_text" in about):
        about["text_spread"] = {"of": parts.page_count, "pages": places}
    return about


def _declared(document: Document) -> dict[str, Any]:
    """Return what a row says, as it says it."""
    named = {
        "begin_bates": document.begin_bates,
        "end_bates": document.end_bates,
        "begin_attach": document.begin_attach,
        "end_attach": document.end_attach,
        "inline_text": document.text,
    }
    return {
        "source": document.source,
        "line": document.line,
        "identifier": document.identifier,
        **{name: value for name, value in named.items() if value},
        "columns": {name: value for name, value in document.columns.items() if value != document.text},
    }


def _produced_pages(parts: Parts, result: Ingested) -> int:
    if parts.document.text and result is parts.files[0]:
        return len(parts_of(parts.document.text))
    text = parts.texts.get(result.sha256)
    return len(text_parts(Path(text.stored))) if text is not None else 0


def item_of(parts: Parts, parent: str, type_given: str) -> ImportedItem:
    """Return the evidence item of a document; its values are marked as those of the load file."""
    document, first = parts.document, parts.files[0]
    values = document.values
    title = next((values[name] for name in _TITLES if values.get(name)), document.identifier)
    why = {"title": KEY}
    fields = {
        "author": values.get("from") or values.get("author", ""),
        "custodian": values.get("custodian", ""),
        "confidentiality": values.get("confidentiality", ""),
    }
    fields = {name: storable(value) for name, value in fields.items() if value}
    why |= dict.fromkeys(fields, KEY)
    dates = {one.field: one.iso for one in document.dates}
    date = next((dates[name] for name in _DATES if dates.get(name)), "")
    if date:
        why["date"] = KEY
    type_ = type_given
    if not type_ and first.guesses is not None:
        type_, why["type"] = first.guesses.type.value, first.guesses.type.source
    return ImportedItem(
        files=[one.sha256 for one in parts.files],
        title=visible(storable(title)),
        type=type_,
        date=date,
        parent=parent,
        guesses=why,
        fields=fields,
    )
