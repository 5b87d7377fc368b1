"""Reads a whole set: the load file, its mapping, the pages of its OPT or LFP, documents and families."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from evidence_desk.intake.loadfiles.dat import read_dat
from evidence_desk.intake.loadfiles.dates import Order
from evidence_desk.intake.loadfiles.documents import documents_of, join_images, order_of_dates
from evidence_desk.intake.loadfiles.families import Parents, parents_of
from evidence_desk.intake.loadfiles.lfp import read_lfp
from evidence_desk.intake.loadfiles.mapping import Mapping, columns_of, known_names
from evidence_desk.intake.loadfiles.model import Column, Document, Finding, ImageList, Table
from evidence_desk.intake.loadfiles.opt import read_opt
from evidence_desk.support.errors import UserError

_OF_LOAD_FILES = frozenset(["data", "load", "loadfile", "loadfiles", "load files", "dat"])
_OF_FILES = frozenset(["image", "images", "img", "native", "natives", "text", "texts", "ocr"])
_LISTS = (".opt", ".lfp")


def is_page_list(path: Path) -> bool:
    """Tell by its name whether a file is a list of pages, OPT or LFP."""
    return path.suffix.lower() in _LISTS


def sister(path: Path) -> Path | None:
    """Return the list of pages beside a load file, or the DAT beside a list: of its name, or the only one."""
    wanted = (".dat",) if is_page_list(path) else _LISTS
    beside: list[Path] = []
    with suppress(OSError):  # whoever reads the set says what is wrong with the folder
        beside = [each for each in path.absolute().parent.iterdir() if each.suffix.lower() in wanted]
    named = [each for each in beside if each.stem.casefold() == path.stem.casefold()]
    return next((found[0] for found in (named, beside) if len(found) == 1), None)


@dataclass(frozen=True, kw_only=True)
class SetRequest:
    """What to read.

    Attributes:
        load_file: the DAT, or None for pages alone.
        images: the OPT or LFP, or None.
        folder: the set's folder; None: as `set_folder` says.
        mapping: which columns are which; None: by their names.
    """

    load_file: Path | None = None
    images: Path | None = None
    folder: Path | None = None
    mapping: Mapping | None = None

    @property
    def root(self) -> Path:
        """Return the folder that no path of the set may leave."""
        return self.folder or set_folder(self.first)

    @property
    def first(self) -> Path:
        """Return the load file, or the list of pages where there is none.

        Raises:
            UserError: ``no_load_file``.
        """
        given = self.load_file or self.images
        if given is None:
            raise UserError("no_load_file", "No load file is named", "Give --load-file or --images.")
        return given


def set_folder(load_file: Path) -> Path:
    """Return the folder of the set a load file belongs to, as far as the names of folders tell.

    It is the folder the load file lies in, or the one above where that has a folder for the files themselves
    beside it, as productions are handed over: ``VOL001/DATA`` with ``VOL001/IMAGES``, ``NATIVES`` or ``TEXT``.
    """
    folder = load_file.absolute().parent
    if folder.name.casefold() in _OF_LOAD_FILES:
        with suppress(OSError):
            if any(each.name.casefold() in _OF_FILES for each in folder.parent.iterdir() if each.is_dir()):
                return folder.parent
    return folder


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedSet:
    """A set as its load files describe it; none of the files they name was looked at.

    Attributes:
        table: the DAT, where there is one.
        columns: its columns and what they are to us.
        date_order: the order of day and month in its dates, where it is known.
        images: the OPT or LFP, where there is one.
        documents: the documents.
        parents: place of a document -> place of the one it is attached to.
        findings: what is wrong in the load files themselves.
        is_named: whether a column identifies the documents; without one nothing can be imported.
    """

    table: Table | None
    columns: list[Column]
    date_order: Order
    images: ImageList | None
    documents: list[Document]
    parents: Parents
    findings: list[Finding]
    is_named: bool


def load(request: SetRequest) -> LoadedSet:
    """Read a set.

    Raises:
        UserError: ``unreadable``, ``too_large``, ``unknown_encoding``, ``wrong_mapping``, ``no_load_file``.
    """
    _ = request.first
    images = _images(request.images) if request.images else None
    table: Table | None = None
    columns: list[Column] = []
    order: Order = ""
    documents: list[Document] = []
    findings: list[Finding] = []
    is_named = True
    if request.load_file is not None:
        table, columns, order = _table(request.load_file, request.mapping)
        documents, findings, is_named = _rows(table, columns, order)
    if images and is_named:
        documents, more = join_images(documents, images, are_rows=table is not None)
        findings += more
    parents, more = parents_of(documents)
    lists = (table.findings if table else (), images.findings if images else (), findings, more)
    return LoadedSet(
        table=table,
        columns=columns,
        date_order=order,
        images=images,
        documents=documents,
        parents=parents,
        findings=[finding for each in lists for finding in each],
        is_named=is_named,
    )


def _images(path: Path) -> ImageList:
    return read_lfp(path) if path.suffix.lower() == ".lfp" else read_opt(path)


def _table(path: Path, mapping: Mapping | None) -> tuple[Table, list[Column], Order]:
    wanted = mapping or Mapping()
    table = read_dat(
        path,
        encoding=wanted.encoding,
        separator=wanted.separator,
        quote=wanted.quote,
        header=wanted.header,
        known_names=known_names(),
    )
    columns = columns_of(table, mapping)
    return table, columns, wanted.date_order or order_of_dates(table, columns)


def _rows(
    table: Table, columns: Sequence[Column], order: Order
) -> tuple[list[Document], list[Finding], bool]:
    if any(column.field in ("control_number", "begin_bates") for column in columns):
        documents, findings = documents_of(table, columns, order)
        return documents, findings, True
    code, what = "unmapped", "no column is known as a control number or a first Bates number"
    if table.header is None:
        code, what = "no_header", "there is no header row that names the columns"
    message = f"{what}: make a mapping with --save-mapping, fill it in, give it with --mapping"
    return [], [Finding(code, message, table.source)], False
