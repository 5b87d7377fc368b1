"""What came with a foreign copy is not trusted: places and pictures of pages that are not as they were written."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from evidence_desk.intake.kept_pages import kept_geometry, render_kept
from evidence_desk.support.errors import UserError

_HONEST = {"width_pt": 60.0, "height_pt": 80.0, "rotation": 0, "text": "ab", "char_boxes": [1, 2, 3, 4] * 2}


def kept(folder: Path, **places: Any) -> tuple[str, str]:
    """Write a kept page and return the paths of its places and its picture."""
    folder.joinpath("1.json.gz").write_bytes(gzip.compress(json.dumps({**_HONEST, **places}).encode()))
    Image.new("RGB", (60, 80), "white").save(folder / "1.jpg", "JPEG")
    return str(folder / "1.json.gz"), str(folder / "1.jpg")


def test_a_kept_page_is_read_and_painted(tmp_path: Path) -> None:
    places, picture = kept(tmp_path)
    assert kept_geometry(places).char_boxes == [(1.0, 2.0, 3.0, 4.0)] * 2
    shown = render_kept(picture, scale=0.5, rotation=90)
    assert (shown.width, shown.height) == (40, 30)


def test_damaged_places_are_said(tmp_path: Path) -> None:
    places, picture = kept(tmp_path, text="x" * 500)
    data = bytearray(Path(places).read_bytes())
    data[10:20] = b"\xff" * 10  # behind the head of the packed stream, whose packing is then broken
    Path(places).write_bytes(bytes(data))
    for show in (lambda: kept_geometry(places), lambda: render_kept(picture)):
        with pytest.raises(UserError) as caught:
            show()
        assert caught.value.code == "page_unreadable"


@pytest.mark.parametrize("side", [float("inf"), float("nan"), 1e300, 0.0, -5.0, 10**400])
def test_a_page_of_no_possible_size_is_refused(tmp_path: Path, side: float) -> None:
    _places, picture = kept(tmp_path, width_pt=side)
    with pytest.raises(UserError) as caught:
        render_kept(picture)
    assert caught.value.code == "page_unreadable"


def test_a_page_too_large_to_be_painted_is_refused(tmp_path: Path) -> None:
    _places, picture = kept(tmp_path, width_pt=500_000, height_pt=500_000)
    with pytest.raises(UserError) as caught:
        render_kept(picture)
    assert caught.value.code == "page_too_large"
