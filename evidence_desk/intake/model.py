"""What intake hands over: plain values that travel between processes and know no database.

Everywhere in intake a rectangle is ``(x0, y0, x1, y1)`` in page points (1/72 inch) of the unrotated crop box,
origin TOP-LEFT, y growing downwards. A page's ``rotation`` is how far it is turned clockwise to be read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from evidence_desk.domain.simhash import Fingerprint

Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost before its reader gives up, beyond the time and memory of its process.

    Attributes:
        pages: pages read of one file.
        characters: characters of text kept of one file.
        pixels: pixels of one image; more than 178 million are refused whatever is said here.
        unpacked: bytes that a packed format may unpack to.
        depth: how deep files within files are followed: 1 is what a chosen file holds itself.
        members: files taken from one chosen file, all depths together.
        family_bytes: bytes unpacked from one chosen file, all depths together.
        ratio: how many bytes a packed byte may become, of one member and of a whole family; it counts from
            ``ratio_from`` unpacked bytes on, since small things may well be packed tightly.
        ratio_from: see ``ratio``.
        passwords: what to try on locked documents, in this order.
        convert_with: the program (LibreOffice's ``soffice``) that old formats are converted with; empty, as
            it is by default, means that they are only noted.
        convert_seconds: how long one conversion may take.
    """

    pages: int = 20_000
    characters: int = 50_000_000
    pixels: int = 178_000_000
    unpacked: int = 1 << 30
    depth: int = 8
    members: int = 10_000
    family_bytes: int = 16 << 30
    ratio: int = 250
    ratio_from: int = 64 << 20
    passwords: tuple[str, ...] = ()
    convert_with: str = ""
    convert_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class PageText:
    """One page as read.

    Attributes:
        number: 1-based page number.
        label: the label printed or named for the page (PDF page label, sheet name), if any.
        text: its text; the offsets of `PageGeometry` count in exactly this text.
        width_pt: width of the unrotated crop box in points.
        height_pt: height of the unrotated crop box in points.
        rotation: 0, 90, 180 or 270 degrees clockwise to show it upright.
    """

    number: int
    label: str | None
    text: str
    width_pt: float
    height_pt: float
    rotation: int = 0


@dataclass(slots=True)
class ReadResult:
    """What a reader found in a file.

    Attributes:
        pages: its pages, in order.
        title: the title the file names itself.
        dates: (source, ISO 8601 text); sources are ``mail_date``, ``html_meta``, ``exif_taken``,
            ``document_created``, ``document_modified``.
        people: names or addresses of who made it.
        facts: JSON-able values of the format, e.g. mail headers.
        warnings: (code, message) of what could not be read; the file is evidence all the same.
        tools: name -> version of what read it.
        mark: what its text is compared with others by; None where nobody worked that out yet.
    """

    pages: list[PageText] = field(default_factory=list)
    title: str | None = None
    dates: list[tuple[str, str]] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    tools: dict[str, str] = field(default_factory=dict)
    mark: Fingerprint | None = None

    def warn(self, code: str, message: str) -> None:
        """Record once what could not be read."""
        if (code, message) not in self.warnings:
            self.warnings.append((code, message))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something found within a file that was not taken out, and why.

    Attributes:
        inner_path: its place in the file; data only.
        code: e.g. ``encrypted``, ``overlapping``, ``symlink``.
        message: one line.
        is_meant: it is left out as `scan.scan` would leave it out, rather than because of a fault.
    """

    inner_path: str
    code: str
    message: str
    is_meant: bool = False


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file found within another, written aside to be taken in by itself.

    Attributes:
        temp_path: where its bytes are for now; a name of ours, never the member's own.
        sha256: their hash in hexadecimal; ``size`` is their count.
        name: what it is called.
        inner_path: its place in the file it was found in; data only, never a path of the file system.
        modified: when it was changed last, ISO 8601; without a zone where none is recorded.
        kind: ``attachment``, ``inline``, ``message`` or ``member``.
        warnings: (code, message) about how it was kept there, e.g. ``unsafe_path``.
    """

    temp_path: str
    sha256: str
    size: int
    name: str
    inner_path: str
    modified: str = ""
    kind: str = "member"
    warnings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One laid-out line of a text page: ``text`` begins at offset ``start`` of the page's text."""

    text: str
    start: int
    rect: Rect


@dataclass(frozen=True, slots=True)
class PageGeometry:
    """Where the characters of a page are.

    Attributes:
        width_pt: width of the unrotated crop box in points.
        height_pt: height of the unrotated crop box in points.
        rotation: degrees clockwise to show it upright.
        text: the page's text, equal to `PageText.text`.
        char_boxes: one rectangle for each character of ``text``; all zeros for one that is not drawn,
            e.g. a line break. Empty when the place of the text is not known.
        lines: for text kinds, the lines the viewer has to paint itself; otherwise empty.
        cells: for tables, the cells; the viewer draws hairlines round them.
        head: how many of the first lines are the fields of a mail.
    """

    width_pt: float
    height_pt: float
    rotation: int
    text: str
    char_boxes: list[Rect]
    lines: list[Line] = field(default_factory=list)
    cells: list[Rect] = field(default_factory=list)
    head: int = 0


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A painted page, turned upright.

    Attributes:
        width: pixels.
        height: pixels.
        stride: bytes a row.
        pixels: rows from the top; each pixel blue, green, red, alpha (Qt's ARGB32 on a little-endian
            machine); the paper is opaque. Empty where they are in shared memory, see `pixels.PixelRoom`.
        format: always ``BGRA``.
    """

    width: int
    height: int
    stride: int
    pixels: bytes
    format: str = "BGRA"
