"""From one document of a production to its files and its evidence item, as the import command wants them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evidence_desk.commands.intake import ImportedItem
from evidence_desk.commands.produced_text import parts_of, text_parts
from evidence_desk.domain.produced import FINDINGS, KEY
from evidence_desk.intake.loadfiles.bates import Bates, pages_between, parse_bates, span
from evidence_desk.intake.loadfiles.check import CheckedSet
from evidence_desk.intake.loadfiles.model import Document, Finding
from evidence_desk.intake.one_file import Ingested
from evidence_desk.support.texts import one_line, storable

Taken = Mapping[str, Ingested]

_MOST_FINDINGS = 100
_TITLES = ("subject", "title", "file_name")
_DATES = ("date_sent", "date_received", "date", "date_created", "date_modified")


@dataclass(slots=True)
class Shown:
    """A file of a document at its place in it.

    Attributes:
        file: what was taken in.
        labels: the labels of its pages.
        pages: which pages of the document its pages are, from 1; of image files only.
        text: the text file that belongs to it.
        id: the file of the matter it is, once that is known.
    """

    file: Ingested
    labels: list[str] = field(default_factory=list)
    pages: range = range(0)
    text: Ingested | None = None
    id: str = ""

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return self.file.sha256


@dataclass(slots=True)
class Parts:
    """The files of a document.

    Attributes:
        document: the document.
        native: its original, where it was taken in.
        images: its image files in the order of its pages.
        own_text: its text file, where it was taken in.
        page_count: how many pages its images have, those counted that are missing.
        text_parts: how many pages its text has, where that is told page by page.
        findings: what is wrong with it.
    """

    document: Document
    native: Shown | None = None
    images: list[Shown] = field(default_factory=list)
    own_text: Shown | None = None
    page_count: int = 0
    text_parts: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def files(self) -> list[Shown]:
        """Return the files of the item: the original first, then the images; the text only if it is all."""
        native = self.native
        is_imaged = native is None or any(one.sha256 == native.sha256 for one in self.images)
        shown = [*([] if native is None or is_imaged else [native]), *self.images]
        return shown or list(filter(None, [self.own_text]))

    @property
    def hashes(self) -> list[str]:
        """Return the hashes of the files of the item, in their order."""
        return [one.sha256 for one in self.files]

    @property
    def numbers(self) -> set[str]:
        """Return what the document and its pages are called."""
        labels = (label for one in self.files for label in one.labels)
        return set(filter(None, (self.document.identifier, self.document.begin_bates, *labels)))

    @property
    def key(self) -> tuple[str, ...]:
        """Return what two documents have in common that are one: all bytes, of images of pages the name as well."""
        return (*([self.document.identifier] if self.images else []), *self.hashes)

    @property
    def is_spread(self) -> bool:
        """Whether the pages of its text are told apart, one for each page of several image files."""
        return len(self.images) > 1 and self.text_parts == self.page_count

    @property
    def texts(self) -> list[Ingested]:
        """Return the text files that came with the document, but for one that is all there is of it."""
        own = [self.own_text.file] if self.own_text is not None else []
        found = [*filter(None, (one.text for one in self.files)), *own]
        return [one for one in found if one.sha256 not in self.hashes]


def parts_of_document(document: Document, checked: CheckedSet, taken: Taken) -> Parts:
    """Return the files of a document that were taken in."""
    parts = Parts(document, native=_shown(document.native, checked, taken))
    parts.own_text = _shown(document.text_path, checked, taken)
    _add_images(parts, checked, taken)
    if parts.native is not None and not parts.images:
        parts.native.labels = _labels_of_native(document, len(parts.native.file.result.pages))
    own_text = parts.own_text.file if parts.own_text is not None else None
    if parts.native is None and parts.images:
        parts.text_parts = _count_parts(parts)
        if parts.is_spread:
            for image in parts.images:
                image.text = image.text or own_text
    if parts.files:
        parts.files[0].text = parts.files[0].text or own_text
    return parts


def _shown(declared: str, checked: CheckedSet, taken: Taken) -> Shown | None:
    found = _good(checked.real(declared), taken)
    return Shown(found) if found is not None else None


def _add_images(parts: Parts, checked: CheckedSet, taken: Taken) -> None:
    """Add the image files of a document, each where it shows; a file of several pages may have a line for each."""
    last: dict[str, tuple[list[str], int]] = {}
    for line in parts.document.images:
        path = checked.real(line.path)
        measured = checked.measured.get(path)
        count = (measured.pages or 1) if measured else 1
        labels, most = last.get(path, ([], 0))
        if path and len(labels) < most:
            labels.append(line.label)
            continue
        labels = [line.label]
        last[path] = labels, count
        image = _good(path, taken)
        if image is not None:
            pages = range(parts.page_count + 1, parts.page_count + 1 + count)
            parts.images.append(Shown(image, labels, pages, _good(checked.page_texts.get(path, ""), taken)))
        parts.page_count += count
    for shown in parts.images:
        _count_on(shown)


def _count_on(shown: Shown) -> None:
    """Give the pages of a file that has one line the numbers that follow."""
    first = parse_bates(shown.labels[0])
    if len(shown.labels) == 1 and first is not None:
        shown.labels = list(_counted(first, len(shown.pages))) if len(shown.pages) > 1 else shown.labels


def _count_parts(parts: Parts) -> int:
    if parts.document.text:
        return len(parts_of(parts.document.text, parts.page_count))
    return len(text_parts(Path(parts.own_text.file.stored), parts.page_count)) if parts.own_text else 0


def _good(path: str, taken: Taken) -> Ingested | None:
    found = taken.get(path) if path else None
    return found if found is not None and found.failure is None else None


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


def said_about(parts: Parts, shown: Shown) -> dict[str, Any]:
    """Return what the load file says about a file of a document, as it stands among the file's facts."""
    document, about = parts.document, dict[str, Any]()
    if shown is parts.files[0]:
        about = _declared(document)
        if parts.findings:
            about[FINDINGS] = [[one.code, one.message] for one in parts.findings[:_MOST_FINDINGS]]
    if any(shown.labels):
        about["labels"] = shown.labels
    text = shown.text
    if text is not None and text.sha256 != shown.sha256:
        about["text"] = text.sha256
    if parts.is_spread and document.text and text is None and "inline_text" not in about:
        told = parts_of(document.text, parts.page_count)
        about["inline_text"] = "\f".join(told[page - 1] for page in shown.pages)
    elif parts.is_spread and (_is_own(parts, text) or "inline_text" in about):
        about["text_spread"] = {"of": parts.page_count, "pages": [[page] for page in shown.pages]}
    found: dict[str, Any] = storable(about)
    return found


def _is_own(parts: Parts, text: Ingested | None) -> bool:
    return text is not None and parts.own_text is not None and text is parts.own_text.file


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


def produced_pages(parts: Parts, shown: Shown) -> int:
    """Return how many pages the text has that was produced with a file."""
    if parts.document.text and shown is parts.files[0]:
        return len(parts_of(parts.document.text))
    return len(text_parts(Path(shown.text.stored))) if shown.text is not None else 0


def item_of(parts: Parts, parent: str, type_given: str) -> ImportedItem:
    """Return the evidence item of a document; its values are marked as those of the load file."""
    document, first = parts.document, parts.files[0].file
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
        files=[one.id for one in parts.files],
        title=one_line(title),
        type=type_,
        date=date,
        parent=parent,
        guesses=why,
        fields=fields,
    )
