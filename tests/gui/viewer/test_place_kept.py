"""The place looked at stays where it is over zoom, fit, turning and room; the current page is never out of view."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.gui.viewer import geometry as geo
from evidence_desk.gui.viewer.page_canvas import PageCanvas
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import evidence as evidence_queries
from tests.gui.conftest import WAIT, space, trigger

LONG = 400
MIXED = ((300, 420), (1190, 1684), (842, 595), (595, 842), (1190, 1684), (298, 210), (595, 842), (1684, 1190))
Open = Callable[[str], PageCanvas]


def _paper(path: Path, sizes: tuple[tuple[int, int], ...], *, turned: int = 0) -> Path:
    """Write pages of given sizes, one of which (from 1) lies on its side."""
    canvas = Canvas(str(path))
    for page, size in enumerate(sizes, 1):
        canvas.setPageSize(size)
        canvas.drawString(72, 100, f"This is leaf {page}")
        canvas.showPage()
    canvas.save()
    if turned:
        writer = PdfWriter(clone_from=PdfReader(str(path)))
        writer.pages[turned - 1].rotate(90)
        writer.write(str(path))
    return path


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A matter with a long paper, a short one, one of many sizes and a wide table."""
    folder, desk = tmp_path_factory.mktemp("papers"), LocalDesk(actor="tester")
    wide = folder / "wide.csv"
    wide.write_text("\n".join(",".join(f"r{row}c{column}" for column in range(120)) for row in range(60)))
    session = desk.new_matter(folder / "papers.edesk", profile="prc_civil", title="Papers")
    files = [
        _paper(folder / "long.pdf", ((595, 842),) * LONG),
        _paper(folder / "short.pdf", ((595, 842),) * 6),
        _paper(folder / "mixed.pdf", MIXED, turned=4),
        wide,
    ]
    desk.import_paths(session, files)
    session.close()
    yield session.path
    desk.close()


@pytest.fixture
def matter(papers: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(papers, tmp_path / papers.name))


@pytest.fixture
def show(window: MainWindow, qtbot: QtBot) -> Open:
    """Show the item of a file by the beginning of its name."""

    def go(name: str) -> PageCanvas:
        review = space(window).review
        rows = window.ui.bridge.read(evidence_queries.list_evidence)
        review.go_to(next(row.id for row in rows if row.files[0].name.startswith(name)))
        canvas = review.viewer.canvas
        qtbot.waitUntil(lambda: canvas.file is not None and canvas.file.name.startswith(name), timeout=WAIT)
        qtbot.waitUntil(canvas.geometry_known, timeout=WAIT)
        return canvas

    return go


def _part(canvas: PageCanvas) -> float:
    """Return how far down its page the place looked at is."""
    _, top, _, bottom = canvas._layout.page_rect(canvas.page - 1)
    line = canvas.verticalScrollBar().value() + canvas.viewport().height() * geo.LOOKED_AT
    return (line - top) / (bottom - top)


def _area(canvas: PageCanvas) -> QRectF:
    return canvas._page_on_screen(canvas.page - 1)


def test_the_page_stays_over_zoom_and_fit(window: MainWindow, show: Open) -> None:
    canvas = show("long")
    canvas.go_to_page(250)
    for names in (
        ("fit_actual", "fit_width"),
        ("fit_actual", "fit_page"),
        ("zoom_out",) * 9,
        ("zoom_in",) * 12,
    ):
        for name in names:
            trigger(window, "review", name)
            assert canvas.page == 250, name
            assert QRectF(canvas.viewport().rect()).intersects(_area(canvas))


def test_the_part_of_the_page_stays_and_comes_back_exactly(
    window: MainWindow, show: Open, qtbot: QtBot
) -> None:
    canvas = show("long")
    trigger(window, "review", "fit_width")
    canvas.go_to_page(250)
    canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().value() + 200)
    place, part = canvas.verticalScrollBar().value(), _part(canvas)
    assert canvas.page == 250
    for name in ("fit_actual", "zoom_out", "zoom_out", "rotate", "zoom_in", "thumbnails"):
        trigger(window, "review", name)
        assert canvas.page == 250, name
        assert _part(canvas) == pytest.approx(part, abs=0.01), name
    for name in ("thumbnails", "rotate", "rotate", "rotate", "fit_width"):
        trigger(window, "review", name)
    qtbot.waitUntil(lambda: canvas.verticalScrollBar().value() == place, timeout=WAIT)


def test_the_last_page_stays_when_the_strip_or_the_room_changes(
    window: MainWindow, show: Open, qtbot: QtBot
) -> None:
    canvas = show("short")
    canvas.go_to_page(6)
    for _ in range(2):
        trigger(window, "review", "thumbnails")
        qtbot.wait(50)
        assert canvas.page == 6
    for width in (900, 1500):
        window.resize(width, 800)
        qtbot.wait(50)
        assert canvas.page == 6


def test_sizes_that_become_known_later_do_not_move_the_page(show: Open, qtbot: QtBot) -> None:
    canvas = show("mixed")
    canvas.go_to_page(7)
    assert canvas.file is not None
    for page in range(1, len(MIXED) + 1):
        canvas.geometry_of(page)
    qtbot.waitUntil(lambda: canvas._layout.pages[1].width == 1190, timeout=WAIT)
    qtbot.waitUntil(lambda: canvas._layout.pages[7].width == 1684, timeout=WAIT)
    assert canvas.page == 7
    assert _area(canvas).top() == pytest.approx(10, abs=1)


@pytest.mark.parametrize("page", range(1, len(MIXED) + 1))
def test_any_page_of_a_mixed_paper_fits_wholly_and_in_the_middle(
    window: MainWindow, show: Open, qtbot: QtBot, page: int
) -> None:
    canvas = show("mixed")
    canvas.go_to_page(page)
    box = MIXED[page - 1] if page != 4 else (842, 595)
    qtbot.waitUntil(lambda: canvas._layout.pages[page - 1].shown == box, timeout=WAIT)
    trigger(window, "review", "fit_page")
    qtbot.waitUntil(lambda: canvas.geometry_of(min(page + 1, len(MIXED))) is not None, timeout=WAIT)
    room = QRectF(canvas.viewport().rect())
    assert canvas.page == page
    assert room.contains(_area(canvas))
    middle = _area(canvas).center() - room.center()
    assert (middle.x(), middle.y()) == pytest.approx((0, 0), abs=1.5)
    trigger(window, "review", "fit_actual")
    shown = room.intersected(_area(canvas))
    assert canvas.page == page
    assert shown.width() >= min(room.width(), _area(canvas).width()) - 20
    trigger(window, "review", "fit_width")
    assert _area(canvas).width() == pytest.approx(min(room.width() - 40, box[0] * 2), abs=20)


def test_a_page_scrolled_to_comes_into_view_across(window: MainWindow, show: Open, qtbot: QtBot) -> None:
    canvas = show("mixed")
    canvas.go_to_page(6)
    canvas.go_to_page(5)
    qtbot.waitUntil(lambda: canvas._layout.pages[4].width == 1190, timeout=WAIT)
    qtbot.waitUntil(lambda: canvas._layout.pages[5].width == 298, timeout=WAIT)
    trigger(window, "review", "fit_actual")
    canvas.horizontalScrollBar().setValue(0)
    while canvas.page == 5:
        canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().value() + 100)
    area, room = _area(canvas), QRectF(canvas.viewport().rect())
    assert canvas.page == 6
    assert area.left() >= 0
    assert area.right() <= room.width()


def test_every_page_of_a_wide_table_is_in_view(window: MainWindow, show: Open, qtbot: QtBot) -> None:
    canvas = show("wide")
    assert canvas.file is not None
    for page in range(1, canvas.file.pages + 1):
        canvas.go_to_page(page)
        qtbot.waitUntil(canvas.geometry_known, timeout=WAIT)
        for name in ("fit_width", "fit_actual", "fit_page"):
            trigger(window, "review", name)
            assert canvas.page == page
            area = _area(canvas)
            shown = QRectF(canvas.viewport().rect()).intersected(area)
            assert shown.width() >= min(canvas.viewport().width() - 40, area.width() - 1)


def test_a_file_of_which_something_else_is_known_now_is_looked_at_where_it_was(
    window: MainWindow, show: Open, qtbot: QtBot
) -> None:
    canvas, viewer = show("short"), space(window).review.viewer
    qtbot.waitUntil(lambda: viewer._detail is not None, timeout=WAIT)
    trigger(window, "review", "find_in_document")
    viewer.find_bar.field.setText("leaf")
    qtbot.waitUntil(lambda: len(viewer.find_bar.places) == 6, timeout=WAIT)
    viewer.find_bar.step(3)
    canvas.go_to_page(3)
    canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().value() + 40)
    qtbot.waitUntil(canvas.geometry_known, timeout=WAIT)
    canvas.keyboard.select_all()
    before = canvas.look(), canvas.page, canvas.selection, viewer.find_bar.at
    detail = viewer._detail
    assert detail is not None
    assert canvas.selection is not None
    file = replace(detail.row.files[0], remarks=(("no_text_layer", "Page 2 is a picture."),))
    viewer.show_detail(replace(detail, row=replace(detail.row, files=(file,))))
    qtbot.wait(300)  # what is looked for again would be found by then
    assert (canvas.look(), canvas.page, canvas.selection, viewer.find_bar.at) == before
    assert canvas.file == file
    assert viewer.file_place == 0
    viewer.show_detail(replace(detail, row=replace(detail.row, files=(replace(file, pages=8),))))
    assert len(canvas._layout.pages) == 8
    assert canvas.page == before[1]
