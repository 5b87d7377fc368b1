"""Pictures of pages kept beside a copy that travels without its files: made, and shown again; in worker processes.

Of every page there are a picture, upright and of bounded size, and where its characters are, so that a page can be
read, searched and cited as if the file were there.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import zlib
from pathlib import Path
from typing import Any

from evidence_desk.intake.geometry import displayed_size
from evidence_desk.intake.model import PageGeometry, RenderedPage
from evidence_desk.intake.pages import check_size, page_geometry, render_page
from evidence_desk.intake.pixels import NO_ROOM, PixelRoom
from evidence_desk.support.errors import UserError

LONGEST = 1800  # pixels, about, along the longer side of a page
_MOST_SCALE = 2.5  # pixels a point, so that small pages are not blown up
_QUALITY = 72
_LONGEST_SIDE = 1e6  # points; no page or picture comes near it
_MOST_BYTES = 1 << 26  # of the places of the characters of one page, unpacked
PICTURE, PLACES = "jpg", "json.gz"


def kept_path(folder: Path, sha256: str, page: int, kind: str) -> Path:
    """Return where the picture or the places of a page (from 1) are: ``pages/ab/abcd…/1.jpg``."""
    return folder / sha256[:2] / sha256 / f"{page}.{kind}"


def keep_page(path: str, media_type: str, sha256: str, page: int, folder: str) -> bool:
    """Write picture and places of a page of a file into ``folder``; return whether there is a picture.

    Raises UserError: what `pages.render_page` raises.
    """
    found = page_geometry(path, media_type, page)
    target = kept_path(Path(folder), sha256, page, PLACES)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(_packed(found))
    longest = max(displayed_size(found.width_pt, found.height_pt, found.rotation))
    scale = min(_MOST_SCALE, LONGEST / longest) if longest > 0 else 1.0
    picture = render_page(path, media_type, page, scale=scale)
    if picture is not None:
        _save(picture, target.with_name(f"{page}.{PICTURE}"))
    return picture is not None


def kept_geometry(path: str) -> PageGeometry:
    """Return where the characters of a kept page are, from its file of places.

    Raises UserError ``page_unreadable`` when the file is not as it was written.
    """
    try:
        with gzip.open(path) as stream:
            values = json.loads(stream.read(_MOST_BYTES))
        boxes = values["char_boxes"]
        return PageGeometry(
            _side(values["width_pt"]),
            _side(values["height_pt"]),
            int(values["rotation"]),
            str(values["text"]),
            [(float(a), float(b), float(c), float(d)) for a, b, c, d in zip(*[iter(boxes)] * 4, strict=True)],
        )
    except (OSError, EOFError, zlib.error, ArithmeticError, ValueError, KeyError, TypeError) as error:
        raise _unreadable() from error


def _side(value: Any) -> float:
    """Return the length of a side of a page in points; raises ValueError for one no page has."""
    length = float(value)
    if not 0 < length <= _LONGEST_SIDE:
        raise ValueError(f"no page is {length} points long")
    return length


def render_kept(
    path: str, *, scale: float = 1.0, rotation: int = 0, room: PixelRoom = NO_ROOM
) -> RenderedPage:
    """Paint a kept page from its picture, with ``scale`` pixels a point, turned by ``rotation`` more, into ``room``.

    Raises UserError ``page_unreadable`` when picture or places are not as they were written, ``page_too_large``.
    """
    from PIL import Image

    found = kept_geometry(path.removesuffix(PICTURE) + PLACES)
    width, height = displayed_size(found.width_pt, found.height_pt, found.rotation)
    check_size(width * scale, height * scale)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    try:
        with Image.open(path, formats=["JPEG"]) as image:
            image.draft("RGB", size)
            upright = image.convert("RGB").resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise _unreadable() from error
    turned = upright.rotate(-rotation, expand=True) if rotation % 360 else upright
    pixels = turned.convert("RGBA").tobytes("raw", "BGRA")
    return room.keep(turned.width, turned.height, 4 * turned.width, pixels)


def _unreadable() -> UserError:
    return UserError("page_unreadable", "the picture of this page is damaged")


def _packed(found: PageGeometry) -> bytes:
    values = {
        "width_pt": found.width_pt,
        "height_pt": found.height_pt,
        "rotation": found.rotation,
        "text": found.text,
        "char_boxes": [round(value, 2) for box in found.char_boxes for value in box],
    }
    return gzip.compress(json.dumps(values, ensure_ascii=False).encode(), mtime=0)


def _save(picture: RenderedPage, target: Path) -> None:
    from PIL import Image

    image = Image.frombuffer(
        "RGBA", (picture.width, picture.height), picture.pixels, "raw", "BGRA", picture.stride, 1
    )
    try:
        image.convert("RGB").save(target, "JPEG", quality=_QUALITY, optimize=True)
    except BaseException:
        with contextlib.suppress(OSError):
            target.unlink()  # half a picture would pass for one
        raise
