"""Takes the files out that are attached to a PDF: to the document, or to a place on a page (ISO 32000-1, 7.11.4)."""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from evidence_desk.intake.containers.names import last_part, name_warnings, tidy
from evidence_desk.intake.containers.unpack import Member, MemberError, Warn
from evidence_desk.intake.model import LeftOut, Limits, ReadResult

_CHUNK = 256 * 1024
# Attached bytes are never within an object stream, but the entry that leads to them may be.
_SIGNS = (b"/EmbeddedFile", b"/EF", b"/ObjStm")
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)(\d\d)?(\d\d)?(\d\d)?(Z|[+-]\d\d'?\d\d)?")


def may_hold(path: Path, _result: ReadResult) -> bool:
    """Tell whether the bytes of a document speak of attached files."""
    if path.stat().st_size == 0:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return any(data.find(sign) >= 0 for sign in _SIGNS)


def members(path: Path, limits: Limits, warn: Warn) -> Iterator[Member | LeftOut]:
    """Yield the attached files of a document, each once, however many places lead to it."""
    import pikepdf

    document = _opened(path, limits)
    if document is None:
        return
    with document:
        seen: set[Any] = set()
        number = 0
        try:
            for given, spec in _specs(document):
                stream = _stream(spec)
                if stream is None or stream.objgen in seen:
                    continue
                seen.add(stream.objgen)
                number += 1
                yield _member(given, spec, stream, number)
        except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, LookupError, RecursionError) as error:
            warn("damaged", f"the list of attached files is broken: {' '.join(str(error).split())[:200]}")


def _opened(path: Path, limits: Limits) -> Any:
    """Open a document with the passwords there are; None for one whose own reader says what is wrong with it."""
    import pikepdf

    for password in ("", *limits.passwords):
        try:
            return pikepdf.open(path, password=password, suppress_warnings=True)
        except pikepdf.PasswordError:
            continue
        except (pikepdf.PdfError, RuntimeError, ValueError, OSError, RecursionError):
            return None
    return None


def _specs(document: Any) -> Iterator[tuple[str, Any]]:
    import pikepdf

    names = document.Root.get("/Names", {}).get("/EmbeddedFiles")
    if names is not None:
        for name, spec in pikepdf.NameTree(names).items():
            yield str(name), spec
    for spec in document.Root.get("/AF", ()):
        yield "", spec
    for page in document.pages:
        for note in page.obj.get("/Annots", ()):
            if note.get("/Subtype") == "/FileAttachment" and "/FS" in note:
                yield "", note.FS


def _stream(spec: Any) -> Any:
    import pikepdf

    files = spec.get("/EF") if isinstance(spec, pikepdf.Dictionary) else None
    if files is None:
        return None
    found = (files.get(key) for key in ("/UF", "/F", "/Unix", "/Mac", "/DOS"))
    return next((stream for stream in found if isinstance(stream, pikepdf.Stream)), None)


def _member(given: str, spec: Any, stream: Any, number: int) -> Member:
    named = (str(spec[key]) for key in ("/UF", "/F") if key in spec)
    name = next((text for text in named if text.strip()), given)
    dates = stream.get("/Params", {})
    return Member(
        inner_path=f"{number}/{tidy(name)}",
        name=last_part(name) if name else f"part-{number}",
        chunks=partial(_chunks, stream),
        packed=int(stream.get("/Length", 0)),
        modified=_date(str(dates.get("/ModDate", dates.get("/CreationDate", "")))),
        kind="attachment",
        warnings=name_warnings(name),
    )


def _chunks(stream: Any) -> Iterator[bytes]:
    import pikepdf

    try:
        if stream.get("/Filter") == "/FlateDecode" and "/DecodeParms" not in stream:
            yield from _inflated(bytes(stream.read_raw_bytes()))
        else:
            yield bytes(stream.read_bytes())
    except (pikepdf.PdfError, RuntimeError) as error:
        raise MemberError(
            "damaged", f"it cannot be unpacked: {' '.join(str(error).split())[:200]}"
        ) from error


def _inflated(data: bytes) -> Iterator[bytes]:
    """Inflate step by step, so that a small stream that becomes a huge one is stopped on its way."""
    inflater = zlib.decompressobj()
    while data and not inflater.eof:
        yield inflater.decompress(data, _CHUNK)
        data = inflater.unconsumed_tail
    yield inflater.flush()


def _date(text: str) -> str:
    """Return a PDF date (7.9.4) as ISO 8601, as much of it as there is."""
    match = _DATE.match(text)
    if match is None:
        return ""
    year, month, day, hour, minute, second, zone = match.groups()
    zone = {"Z": "+00:00", None: ""}.get(zone) if zone in ("Z", None) else f"{zone[:3]}:{zone[-2:]}"
    return f"{year}-{month}-{day}T{hour or '00'}:{minute or '00'}:{second or '00'}{zone}"
