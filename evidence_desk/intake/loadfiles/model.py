"""What a load file says, as plain values: rows, columns, documents, their pages, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a load file or in the files it names that is not as it should be.

    Attributes:
        code: stable name in snake_case, e.g. ``md5_mismatch``.
        message: one sentence that names the thing.
        source: the name of the load file, or the path in the set of a file that no load file names.
        line: its line from 1, or 0 for the whole file.
        field: the column by its name, or our field it is mapped to; or empty.
    """

    code: str
    message: str
    source: str = ""
    line: int = 0
    field: str = ""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written.

    Attributes:
        encoding: the name of the character encoding.
        separator: the one character between columns.
        quote: the one character around a value.
        newline: the character that stands for a line break within a value, or empty.
        is_marked: whether a byte order mark names the encoding, which nothing else then decides.
        misfits: how many places in it do not fit the encoding.
    """

    encoding: str = "utf-8-sig"
    separator: str = "\x14"
    quote: str = "þ"
    newline: str = "®"
    is_marked: bool = False
    misfits: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the line it begins on, from 1, and its values."""

    line: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A load file as read.

    Attributes:
        source: its file name.
        dialect: how it is written.
        header: the names of its columns, or None where it has no header row.
        width: how many columns a record has.
        rows: its records of the right width.
        findings: what is wrong with its lines.
    """

    source: str
    dialect: Dialect
    header: tuple[str, ...] | None
    width: int
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a load file and what it is to us.

    Attributes:
        number: its place, from 1.
        name: what the header calls it; empty without a header.
        field: our field (resources/intake/load_fields.json), or empty to keep it as it is.
        samples: some of its values.
    """

    number: int
    name: str
    field: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageImage:
    """One line of an OPT or LFP file.

    Attributes:
        label: the page's identifier, usually its Bates number.
        path: the image as the load file names it.
        line: its line from 1.
        volume: the volume it is on.
        offset: which page of the file it is, from 1; 0 where the line stands for the whole file.
        rotation: degrees clockwise to show it upright.
    """

    label: str
    path: str
    line: int
    volume: str = ""
    offset: int = 0
    rotation: int = 0


@dataclass(frozen=True, slots=True)
class ImageDocument:
    """The pages from one document break to the next.

    Attributes:
        pages: its pages, in order.
        declared_pages: the page count on its first line, or None.
        parent: the first label of the document it is attached to (LFP only), or empty.
    """

    pages: tuple[PageImage, ...]
    declared_pages: int | None = None
    parent: str = ""

    @property
    def label(self) -> str:
        """Return the identifier of the document: that of its first page."""
        return self.pages[0].label


@dataclass(frozen=True, slots=True)
class ImageList:
    """An OPT or LFP file as read."""

    source: str
    documents: tuple[ImageDocument, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class DeclaredDate:
    """A date a load file declares.

    Attributes:
        field: our field, e.g. ``date_sent``.
        text: as it is written there.
        iso: YYYY-MM-DD, or empty where it is impossible or may be read in two ways.
    """

    field: str
    text: str
    iso: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document of a production.

    Attributes:
        line: its line in the load file, from 1.
        source: the name of that load file.
        identifier: its control number, or its first Bates number; never empty once it is checked.
        begin_bates: number of its first page, where Bates numbers are declared.
        end_bates: number of its last page.
        begin_attach: first number of its family.
        end_attach: last number of its family.
        group: the identifier its family shares.
        parent: the identifier of the document it is attached to.
        native: path of the original as declared.
        text_path: path of its text as declared.
        text: its text where the load file itself holds it.
        images: its pages.
        declared_pages: page count on its first OPT line.
        values: every further field of ours that has a value, by name (``md5``, ``size``, ``custodian``, ...).
        dates: the dates it declares.
        columns: every value of its row by column name, as written.
    """

    line: int
    source: str
    identifier: str
    begin_bates: str = ""
    end_bates: str = ""
    begin_attach: str = ""
    end_attach: str = ""
    group: str = ""
    parent: str = ""
    native: str = ""
    text_path: str = ""
    text: str = ""
    images: tuple[PageImage, ...] = ()
    declared_pages: int | None = None
    values: dict[str, str] = field(default_factory=dict)
    dates: tuple[DeclaredDate, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
