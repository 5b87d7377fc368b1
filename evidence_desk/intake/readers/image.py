"""Reads pictures: size, direction and what the camera noted; and opens them for painting."""

from __future__ import annotations

import re
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from evidence_desk.intake.model import Limits, PageText, ReadResult
from evidence_desk.support.errors import UserError

if TYPE_CHECKING:
    from PIL.Image import Image

_SCREEN_DPI = 96.0
_CHECKED = 50  # frames that are decoded to see whether they are whole, besides the last
# What decoders are known to raise on damaged pictures.
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, TypeError, LookupError, struct.error, ArithmeticError)
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "JPEG2000", "MPO")
_FRAMED = ("TIFF", "GIF", "WEBP")  # formats whose frames are pages; MPO keeps only previews there
_TURNED = frozenset({5, 6, 7, 8})  # EXIF orientations whose width and height are exchanged
_EXIF = {"orientation": 0x0112, "artist": 0x013B, "maker": 0x010F, "model": 0x0110, "changed": 0x0132}
_EXIF_IFD, _EXIF_TAKEN, _EXIF_OFFSET, _GPS_IFD = 0x8769, 0x9003, 0x9011, 0x8825
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")


@contextmanager
def opened(path: Path, limits: Limits, frame: int = 0) -> Iterator[Image]:
    """Open one frame of a picture without decoding it.

    Raises UserError: ``image_too_large`` beyond ``limits.pixels``, ``needs_extra`` for HEIC without its
    extra, ``damaged`` for what is no picture.
    """
    from PIL import Image, UnidentifiedImageError

    formats = _formats(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's own, lower limit, and remarks on odd metadata
        try:
            with Image.open(path, formats=formats) as image:
                _check_size(image, limits)
                if frame:
                    image.seek(frame)
                    _check_size(image, limits)
                yield image
        except Image.DecompressionBombError as error:
            raise UserError("image_too_large", "the picture has too many pixels") from error
        except UnidentifiedImageError as error:
            raise UserError("damaged", "the picture cannot be read") from error
        except _BROKEN as error:
            raise UserError("damaged", f"the picture is damaged: {error}") from error


def _check_size(image: Image, limits: Limits) -> None:
    if image.width * image.height > limits.pixels:
        raise UserError("image_too_large", f"the picture has {image.width} x {image.height} pixels")


def _formats(path: Path) -> tuple[str, ...]:
    """Return the formats to try; HEIC is decoded by an extra."""
    with path.open("rb") as file:
        head = file.read(12)
    if head[4:8] != b"ftyp" or head[8:12] not in _HEIF_BRANDS:
        return _FORMATS
    try:
        from pi_heif import register_heif_opener
    except ImportError as error:
        raise UserError(
            "needs_extra", "pictures in HEIC need an addition", 'Install "evidence-desk[heic]".'
        ) from error
    register_heif_opener()
    return ("HEIF",)


def size_in_points(image: Image) -> tuple[float, float]:
    """Return width and height in points as shown upright, at the picture's own resolution or 96 dpi."""
    across, down = resolution(image)
    width, height = image.width * 72 / across, image.height * 72 / down
    return (height, width) if orientation(image) in _TURNED else (width, height)


def resolution(image: Image) -> tuple[float, float]:
    """Return the dots an inch across and down; 96 when the picture names none or an absurd one."""
    try:
        across, down = (float(value) for value in image.info.get("dpi", ()))
    except (TypeError, ValueError, ZeroDivisionError):
        return _SCREEN_DPI, _SCREEN_DPI
    is_sane = 36 <= across <= 4800 and 36 <= down <= 4800
    return (across, down) if is_sane else (_SCREEN_DPI, _SCREEN_DPI)


def orientation(image: Image) -> int:
    """Return the EXIF orientation, 1 to 8."""
    try:
        value = image.getexif().get(_EXIF["orientation"], 1)
    except _BROKEN:
        return 1
    return value if value in range(1, 9) else 1


def read(path: Path, limits: Limits) -> ReadResult:
    """Read a picture: no text, one page a frame of a TIFF, GIF or WebP and one page for all others.

    Where a photograph was taken is not kept, only that it says so (``facts["has_location"]``).
    """
    import PIL

    result = ReadResult(tools={"pillow": PIL.__version__})
    with opened(path, limits) as image:
        count = getattr(image, "n_frames", 1) if image.format in _FRAMED else 1
        result.facts["pixels"] = [image.width, image.height]
        if "dpi" in image.info:
            result.facts["dpi"] = list(resolution(image))
        _read_exif(image, result)
        if count > limits.pages:
            result.warn("pages_truncated", f"only the first {limits.pages} of {count} frames were read")
        last = min(count, limits.pages)
        for number in range(1, last + 1):
            if not _add_frame(image, number, result, limits):
                break
            is_small = image.width * image.height <= limits.pixels
            if is_small and (number <= _CHECKED or number == last):
                _check_whole(image, number, result)
    return result


def _add_frame(image: Image, number: int, result: ReadResult, limits: Limits) -> bool:
    """Add a frame as a page; False when it cannot be reached and so none after it."""
    try:
        if number > 1:
            image.seek(number - 1)
    except _BROKEN as error:
        result.warn("damaged", f"the frames from {number} on cannot be read: {error}")
        return False
    if image.width * image.height > limits.pixels:
        result.warn("image_too_large", f"frame {number} has {image.width} x {image.height} pixels")
    width, height = size_in_points(image)
    result.pages.append(PageText(number, None, "", width, height))
    return True


def _check_whole(image: Image, number: int, result: ReadResult) -> None:
    """Decode a frame, which is the only way to know that all of it is there."""
    try:
        image.load()
    except _BROKEN as error:
        result.warn("damaged", f"a part of the picture is missing (frame {number}): {error}")


@contextmanager
def as_far_as_it_goes() -> Iterator[None]:
    """Let what is left of a cut-off picture be decoded inside; Pillow knows only a switch for all."""
    from PIL import ImageFile

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _read_exif(image: Image, result: ReadResult) -> None:
    try:
        exif = image.getexif()
        inner, place = exif.get_ifd(_EXIF_IFD), exif.get_ifd(_GPS_IFD)
    except _BROKEN:
        result.warn("exif_damaged", "what the camera noted cannot be read")
        return
    if place:
        result.facts["has_location"] = True
    taken = _exif_date(inner.get(_EXIF_TAKEN), inner.get(_EXIF_OFFSET))
    if taken:
        result.dates.append(("exif_taken", taken))
    artist = exif.get(_EXIF["artist"])
    if isinstance(artist, str) and artist.strip(" \x00"):
        result.people.append(artist.strip(" \x00"))
    camera = [
        value.strip(" \x00") for name in ("maker", "model") if isinstance(value := exif.get(_EXIF[name]), str)
    ]
    if any(camera):
        result.facts["camera"] = " ".join(camera)


def _exif_date(value: object, offset: object) -> str | None:
    """Return an EXIF date (``2018:08:21 10:11:12``, Exif 2.32 section 4.6.5) as ISO 8601."""
    match = re.match(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)", value) if isinstance(value, str) else None
    if match is None or match.group(1) == "0000":
        return None
    zone = offset.strip(" \x00") if isinstance(offset, str) else ""
    zone = zone if re.fullmatch(r"[+-]\d\d:\d\d", zone) else ""
    return f"{match.group(1)}-{match.group(2)}-{match.group(3)}T{match.group(4)}{zone}"
