"""What is selected on a page lies over its ink, however the page is cropped, turned and zoomed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject
from reportlab.pdfgen.canvas import Canvas

from evidence_desk.gui.viewer import geometry as geo
from evidence_desk.gui.viewer.selection import select_span
from evidence_desk.intake.model import Rect
from evidence_desk.intake.pages import page_geometry, render_page

WORD = "Notice"
SIZES = ((595, 842), (842, 595), (300, 1000))
crops = st.tuples(*[st.integers(0, 60)] * 4)


def _paper(path: Path, rotation: int, crop: tuple[int, ...], size: tuple[int, int]) -> str:
    """Write a page with one word in it, cropped on all sides and turned."""
    canvas = Canvas(str(path), pagesize=size)
    canvas.setFont("Helvetica", 24)
    canvas.drawString(110, 200, WORD)
    canvas.showPage()
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(str(path)))
    left, bottom, right, top = crop
    page = writer.pages[0]
    page.cropbox = RectangleObject((left, bottom, size[0] - right, size[1] - top))
    page.rotate(rotation)
    writer.write(str(path))
    return str(path)


def _ink(path: str, scale: float, turn: int) -> Rect:
    """Return where the picture of the page is not white."""
    made = render_page(path, "application/pdf", 1, scale=scale, rotation=turn)
    assert made is not None
    picture = Image.frombytes("RGB", (made.width, made.height), made.pixels, "raw", "BGRX", made.stride)
    found = ImageChops.invert(picture).convert("L").point(lambda value: 255 * (value > 40)).getbbox()
    assert found is not None
    return found


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([0, 90, 180, 270]),
    crops,
    st.sampled_from(SIZES),
    st.floats(0.4, 3.0),
    st.sampled_from([0, 90, 180, 270]),
)
def test_a_cite_lies_over_its_words(
    tmp_path: Path, rotation: int, crop: tuple[int, ...], size: tuple[int, int], zoom: float, turn: int
) -> None:
    path = _paper(tmp_path / "word.pdf", rotation, crop, size)
    found = page_geometry(path, "application/pdf", 1)
    assert (found.width_pt, found.height_pt) == (size[0] - crop[0] - crop[2], size[1] - crop[1] - crop[3])
    at = found.text.index(WORD)
    cite = select_span(1, found, at, at + len(WORD))
    assert cite is not None
    box = geo.PageBox(found.width_pt, found.height_pt, found.rotation).turned(turn)
    layout = geo.Layout((geo.PageBox(420, 595), box), zoom, 900)
    page = layout.page_rect(1)
    (rect,) = cite.passages[0].rects
    x0, y0, x1, y1 = layout.to_view(1, rect)
    shown = (x0 - page[0], y0 - page[1], x1 - page[0], y1 - page[1])
    ink = _ink(path, zoom, turn)
    slack = 2 + 3 * zoom
    assert shown[0] - slack <= ink[0]
    assert shown[1] - slack <= ink[1]
    assert ink[2] <= shown[2] + slack
    assert ink[3] <= shown[3] + slack
    covered = (shown[2] - shown[0]) * (shown[3] - shown[1])
    assert (ink[2] - ink[0]) * (ink[3] - ink[1]) == pytest.approx(covered, rel=0.75)
