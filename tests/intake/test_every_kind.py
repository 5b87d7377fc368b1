"""What holds for every kind of file: recognised by content, drawn where the text says, never fatal."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence_desk.intake.guess import guess
from evidence_desk.intake.model import Limits
from evidence_desk.intake.pages import page_geometry, render_page
from evidence_desk.intake.readers.registry import READERS, is_drawn, read_file
from evidence_desk.intake.recognise import recognise
from evidence_desk.support.errors import UserError

SMALL = Limits(pages=50, characters=100_000, pixels=4_000_000, unpacked=1 << 22)


def test_every_reader_has_a_sample(samples: dict[str, bytes]) -> None:
    by_others = {"application/mbox", "application/zip", "application/vnd.ms-outlook"}
    not_made_here = {"application/vnd.ms-excel", "image/heic", "image/avif"}
    assert set(READERS) - by_others - not_made_here == set(samples)


def test_content_tells_every_kind(samples: dict[str, bytes], tmp_path: Path) -> None:
    found = {}
    for media_type, data in samples.items():
        path = tmp_path / ("table.csv" if media_type == "text/csv" else "named.xyz")
        path.write_bytes(data)
        found[media_type] = recognise(path).media_type
    assert found == {media_type: media_type for media_type in samples}


def test_geometry_speaks_of_the_same_text_and_pages_are_painted(
    samples: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "file"
    for media_type, data in samples.items():
        path.write_bytes(data)
        result = read_file(path, media_type)
        assert result.pages, media_type
        assert result.tools, media_type
        for page in result.pages:
            geometry = page_geometry(str(path), media_type, page.number)
            assert geometry.text == page.text, media_type
            assert len(geometry.char_boxes) in (0, len(page.text))
            assert (geometry.width_pt, geometry.height_pt) == (page.width_pt, page.height_pt)
            painted = render_page(str(path), media_type, page.number)
            assert (painted is not None) == is_drawn(media_type), media_type


@given(
    which=st.integers(0, 200),
    changes=st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=8),
    percent=st.integers(1, 200),
)
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_changed_bytes_never_raise(
    samples: dict[str, bytes], tmp_path: Path, which: int, changes: list[tuple[int, int]], percent: int
) -> None:
    media_type = sorted(samples)[which % len(samples)]
    changed = bytearray(samples[media_type])
    for place, byte in changes:  # places are taken modulo, since samples differ in size from run to run
        changed[place % len(changed)] = byte
    cut = len(changed) * percent // 100
    path = tmp_path / "file"
    path.write_bytes(bytes(changed[:cut]))
    begin = time.monotonic()
    for kind in {media_type, recognise(path).media_type}:
        result = read_file(path, kind, SMALL)
        guess("file", kind, result)
        assert result.pages or result.warnings
        for page in result.pages[:2]:
            try:
                assert page_geometry(str(path), kind, page.number, SMALL).text == page.text
                render_page(str(path), kind, page.number, scale=0.2)
            except UserError:
                assert result.warnings
    assert time.monotonic() - begin < 5


@given(data=st.binary(max_size=300))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rubbish_is_recognised_as_something(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    found = recognise(path)
    assert "/" in found.media_type
    read_file(path, found.media_type, SMALL)


@pytest.mark.parametrize("media_type", sorted(READERS))
@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 100, b"%PDF-1.4 nothing", b"PK\x03\x04", b"<html", b"{\\rtf1"]
)
def test_no_reader_raises_for_rubbish(tmp_path: Path, media_type: str, data: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    result = read_file(path, media_type)
    assert result.warnings or result.pages
