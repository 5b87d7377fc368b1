"""Measures one file of a production: its size, the hashes asked for, what it is, and its pages. Runs in a worker."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evidence_desk.intake.recognise import recognise

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Measured:
    """What a file really is.

    Attributes:
        size: bytes.
        hashes: algorithm -> hexadecimal, lower case.
        media_type: by its content.
        pages: how many pages or frames it has, where that was asked for and is known.
        problem: why it could not be read, or empty.
    """

    size: int = 0
    hashes: dict[str, str] = field(default_factory=dict)
    media_type: str = ""
    pages: int | None = None
    problem: str = ""

    @property
    def is_image(self) -> bool:
        """Whether it can stand for pages: a picture or a PDF."""
        return self.media_type.startswith("image/") or self.media_type == "application/pdf"


def measure(path: str, algorithms: Sequence[str], are_pages_counted: bool = False) -> Measured:
    """Measure a file; never raises for a bad one."""
    try:
        size, hashes = _hashed(Path(path), algorithms)
        media_type = recognise(path).media_type
    except OSError as error:
        return Measured(problem=error.strerror or str(error))
    pages = _pages(path, media_type) if are_pages_counted else None
    return Measured(size, hashes, media_type, pages)


def _hashed(path: Path, algorithms: Sequence[str]) -> tuple[int, dict[str, str]]:
    if not algorithms:
        return path.stat().st_size, {}
    sums = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}
    size = 0
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            for one in sums.values():
                one.update(chunk)
    return size, {name: one.hexdigest() for name, one in sums.items()}


def _pages(path: str, media_type: str) -> int | None:
    """Return how many pages a file has; None when that cannot be told."""
    if media_type == "application/pdf":
        return _pdf_pages(path)
    if not media_type.startswith("image/"):
        return None
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as image:
                return int(getattr(image, "n_frames", 1))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _pdf_pages(path: str) -> int | None:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as document:
            return len(document)
    except pypdfium2.PdfiumError:
        return None
