"""Tells what a file is by its content; its name is only compared with it."""

from __future__ import annotations

import mmap
import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evidence_desk.intake.charset import decode, is_utf8, marked_charset
from evidence_desk.intake.copy import HEAD

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
UNKNOWN = "application/octet-stream"

_SAME = {
    "image/heif": "image/heic",
    "image/x-ms-bmp": "image/bmp",
    "image/jpx": "image/jp2",
    "application/rtf": "text/rtf",
}
# media type -> extensions it goes by; the first is the one files are kept under.
EXTENSIONS: dict[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "image/bmp": ("bmp", "dib"),
    "image/tiff": ("tif", "tiff"),
    "image/heic": ("heic", "heif", "hif"),
    "image/avif": ("avif",),
    "image/jp2": ("jp2", "jpf", "jpx", "j2k"),
    "image/wmf": ("wmf",),
    "image/emf": ("emf",),
    "image/svg+xml": ("svg",),
    "text/html": ("html", "htm", "xhtml", "shtml"),
    "text/plain": (
        "txt",
        "text",
        "log",
        "md",
        "csv",
        "tsv",
        "json",
        "jsonl",
        "yaml",
        "yml",
        "xml",
        "ini",
        "srt",
        "vtt",
        "dat",
        "opt",
        "lfp",
    ),
    "text/csv": ("csv", "tsv", "tab", "txt"),
    "text/rtf": ("rtf", "doc"),  # Word itself has saved RTF under its own extension
    "application/json": ("json", "geojson", "ipynb", "har", "txt"),
    "multipart/related": ("mht", "mhtml", "eml"),
    "message/rfc822": ("eml", "mht", "mhtml", "mbox"),
    _OFFICE + "spreadsheetml.sheet": ("xlsx", "xlsm", "xltx", "xlsb"),
    _OFFICE + "wordprocessingml.document": ("docx", "docm", "dotx"),
    _OFFICE + "presentationml.presentation": ("pptx", "pptm", "ppsx"),
    "application/mbox": ("mbox", "mbx"),
    "application/zip": ("zip",),
    "application/x-ooxml-protected": ("docx", "xlsx", "pptx", "docm", "xlsm", "pptm"),
    _OPEN + "text": ("odt", "ott"),
    _OPEN + "spreadsheet": ("ods", "ots"),
    _OPEN + "presentation": ("odp", "otp"),
    "application/msword": ("doc", "dot", "wps"),
    "application/vnd.ms-excel": ("xls", "xlt", "et"),
    "application/vnd.ms-powerpoint": ("ppt", "pps", "dps"),
    "application/vnd.ms-outlook": ("msg",),
    "application/x-ole-storage": ("ole", "doc", "xls", "ppt", "msg"),
}
_OLE_STREAMS = (
    ("EncryptedPackage", "application/x-ooxml-protected"),
    ("__substg1.0_", "application/vnd.ms-outlook"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("\0Book", "application/vnd.ms-excel"),
    ("VisioDocument", "application/vnd.visio"),
    ("Quill", "application/vnd.ms-publisher"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_OOXML_FOLDERS = (
    ("word/", _OFFICE + "wordprocessingml.document"),
    ("xl/", _OFFICE + "spreadsheetml.sheet"),
    ("ppt/", _OFFICE + "presentationml.presentation"),
)
_SUFFIX = re.compile(r"[^.]\.([a-z0-9]{1,10})\Z", re.IGNORECASE | re.ASCII)
_TABLES = ("csv", "tsv", "tab")
_MAIL_FIELD = re.compile(rb"[!-9;-~]{1,70}:[ \t\r\n]?")
_NEXT_MAIL = re.compile(rb"\r?\n\r?\nFrom \S+ [^\r\n]*\d{4}\r?\n[!-9;-~]+:")
_MAIL_NAMES = frozenset(
    b"from to cc date subject message-id received mime-version return-path delivered-to content-type "
    b"x-mailer reply-to sender in-reply-to".split()
)
_MAIL_PROOF = frozenset((b"from", b"received", b"date", b"message-id", b"mime-version"))
_HTML = re.compile(r"<(!doctype\s+html|html|head|body|frameset)[\s>]", re.IGNORECASE)
_HTML_LEAD = re.compile(r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*", re.DOTALL)
_SVG = re.compile(r"<svg[\s>]", re.IGNORECASE)
_XML_LEAD = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*|<!doctype[^>\[]*>\s*)*", re.DOTALL | re.IGNORECASE
)
_JSON = re.compile(r'\s*(\{\s*"(?:[^"\\]|\\.)*"\s*:|\[\s*(\{\s*"|\[\s*["\d]))')
_SAVED_PAGE = re.compile(
    rb"^(snapshot-content-location:|from: <saved by|x-mimeole:.*mhtml)", re.IGNORECASE | re.MULTILINE
)
_RELATED = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_ADDRESSEE = re.compile(rb"^(to|cc|bcc|received|delivered-to):", re.IGNORECASE | re.MULTILINE)
_CONTROLS = bytes(set(range(32)) - {8, 9, 10, 11, 12, 13, 20, 27}) + b"\x7f"


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file is.

    Attributes:
        media_type: e.g. ``application/pdf``; ``application/octet-stream`` when nothing fits.
        extension: the extension to keep it under, without a dot; possibly empty.
        mismatch: what the name promises instead, e.g. ``named .pdf but is text/html``, or None.
    """

    media_type: str
    extension: str
    mismatch: str | None = None


def recognise(path: str | Path, name: str | None = None, *, head: bytes | None = None) -> Recognised:
    """Recognise a file by its content; ``name`` is its original name where ``path`` is only a copy.

    ``head`` are its first `copy.HEAD` bytes where these are known. Raises OSError when it cannot be read.
    """
    path = Path(path)
    if head is None:
        with path.open("rb") as file:
            head = file.read(HEAD)
    ending = _SUFFIX.search(name or path.name)
    suffix = ending[1].lower() if ending else ""
    media_type = _media_type(path, head)
    if media_type == "text/plain" and suffix in _TABLES:  # a table is no more than text to the eye
        media_type = "text/csv"
    known = EXTENSIONS.get(media_type)
    if known is None:
        return Recognised(media_type, suffix)
    if suffix in known:
        return Recognised(media_type, suffix)
    is_promise = any(suffix in names for kind, names in EXTENSIONS.items() if kind != media_type)
    mismatch = f"named .{suffix} but is {media_type}" if is_promise else None
    return Recognised(media_type, known[0], mismatch)


def _media_type(path: Path, head: bytes) -> str:
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(_OLE):
        return _ole_type(path)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(path)
    if head.startswith((b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00\x00\x03")):
        return "image/wmf"
    if head.startswith(b"\x01\x00\x00\x00") and head[40:44] == b" EMF":
        return "image/emf"
    if head.startswith(b"{\\rtf"):
        return "text/rtf"
    binary = _binary_type(head)
    if binary:
        return binary
    if b"%PDF-" in head[:1024] and not _is_mail(head):
        return "application/pdf"  # readers accept junk before the header (ISO 32000-1, annex H.3.4.1)
    return _text_type(path, head)


def _binary_type(head: bytes) -> str | None:
    import filetype

    kind = filetype.match(head, _signatures())
    if kind is None:
        return None
    mime = str(kind.mime)
    return _SAME.get(mime, mime)


@cache
def _signatures() -> tuple[object, ...]:
    """Return the signatures to look for: those of Office files need the directory that is read elsewhere."""
    from filetype.types import DOCUMENT, TYPES

    return tuple(each for each in TYPES if each not in DOCUMENT)


def _zip_type(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name.replace("\\", "/") for name in archive.namelist()]  # some writers use backslashes
            declared = _declared_type(archive) if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError, RuntimeError, zlib.error):
        return "application/zip"
    if declared in EXTENSIONS:
        return declared
    if "[Content_Types].xml" in names:
        for folder, media_type in _OOXML_FOLDERS:
            if any(name.startswith(folder) for name in names):
                return media_type
    return "application/zip"


def _declared_type(archive: zipfile.ZipFile) -> str:
    """Return what an OpenDocument package says it is (part 2 of the standard, section 3.3)."""
    with archive.open("mimetype") as file:
        return file.read(100).decode("ascii", "replace").strip().removesuffix("-template")


def _ole_type(path: Path) -> str:
    """Tell the kinds of compound files apart by the names in their directory ([MS-CFB], section 2.6)."""
    with path.open("rb") as file:
        header = file.read(512)
        size = 1 << min(int.from_bytes(header[30:32], "little"), 16)
        file.seek((int.from_bytes(header[48:52], "little") + 1) * size)
        directory = file.read(1 << 16)
    for name, media_type in _OLE_STREAMS:
        if name.encode("utf-16-le") in directory:
            return media_type
    return "application/x-ole-storage"


def _is_mail(head: bytes) -> bool:
    """Tell whether the text begins with at least two header fields of a mail (RFC 5322, section 3.6)."""
    found = set()
    if head.startswith(b"From "):  # the line that mailboxes put before a mail (RFC 4155)
        head = head.partition(b"\n")[2]
    for line in head[:8192].splitlines():
        if not line:
            break
        if line[:1] in b" \t":
            continue
        match = _MAIL_FIELD.match(line)
        if match is None:
            return False
        found.add(line.partition(b":")[0].lower())
    return len(found & _MAIL_NAMES) >= 2 and bool(found & _MAIL_PROOF)


def _is_mailbox(path: Path) -> bool:
    """Tell whether a file that begins as a mailbox has a second mail, however long the first is."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return _NEXT_MAIL.search(data) is not None


def _text_type(path: Path, head: bytes) -> str:
    if not head:
        return "text/plain"
    if _is_mail(head):
        if _is_saved_page(head):
            return "multipart/related"
        is_box = head.startswith(b"From ") and _is_mailbox(path)
        return "application/mbox" if is_box else "message/rfc822"
    if not _is_text(head):
        return UNKNOWN
    return _markup_type(decode(head).text)


def _is_saved_page(head: bytes) -> bool:
    """Tell a web archive (RFC 2557) from a mail: browsers sign theirs, and nobody was sent it."""
    header = re.split(rb"\r?\n\r?\n", head.lstrip(), maxsplit=1)[0]
    if not _RELATED.search(header):
        return False
    return bool(_SAVED_PAGE.search(header)) or not _ADDRESSEE.search(header)


def _markup_type(text: str) -> str:
    lead = _HTML_LEAD.match(text)
    if _HTML.match(text, lead.end() if lead else 0):
        return "text/html"
    lead = _XML_LEAD.match(text)
    if _SVG.match(text, lead.end() if lead else 0):
        return "image/svg+xml"
    return "application/json" if _JSON.match(text) else "text/plain"


def _is_text(head: bytes) -> bool:
    if marked_charset(head):
        return True
    is_plain = is_utf8(head, is_whole=len(head) < HEAD)
    if not is_plain and b"\x00" in head:
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls <= len(head) // (100 if is_plain else 1000)
