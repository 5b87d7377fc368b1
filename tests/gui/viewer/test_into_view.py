"""What is gone to comes into view, down and across, at any zoom and turn, and nothing moves that shows already."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.commands.evidence import AddEvidence
from evidence_desk.commands.links import AddCite
from evidence_desk.gui.viewer.panel import ViewerPanel
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import evidence as evidence_queries
from tests.gui.conftest import WAIT, space, trigger

WORDS = (("Alpha", 70, 780), ("Omega", 470, 760), ("Middle", 280, 400), ("Last", 470, 60))
TURNS = (0, 90, 180, 270)


def _paper(path: Path, letter: str) -> Path:
    """Write four words in the corners of each of four pages, turned each its own way."""
    canvas = Canvas(str(path), pagesize=(595, 842))
    for page in range(len(TURNS)):
        for word, x, y in WORDS:
            canvas.drawString(x, y, f"{word}{letter}{page + 1}")
        canvas.showPage()
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(str(path)))
    for page, turn in zip(writer.pages, TURNS, strict=True):
        page.rotate(turn)
    writer.write(str(path))
    return path


@pytest.fixture(scope="module")
def corners(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A matter with an item of two papers, and a cite of each word in it."""
    folder, desk = tmp_path_factory.mktemp("corners"), LocalDesk(actor="tester")
    session = desk.new_matter(folder / "corners.edesk", profile="prc_civil", title="Corners")
    desk.import_paths(session, [_paper(folder / f"{letter}.pdf", letter) for letter in "AB"])
    rows = sorted(session.read(evidence_queries.list_evidence), key=lambda row: row.files[0].name)
    files = [row.files[0].id for row in rows]
    item = session.run(AddEvidence(title="Both", files=files)).created[0].id
    for file, letter in zip(files, "AB", strict=True):
        for page in range(1, len(TURNS) + 1):
            for word, _x, _y in WORDS:
                cite = AddCite(evidence=item, file=file, page=page, quote=f"{word}{letter}{page}")
                session.run(cite)
    session.close()
    yield session.path
    desk.close()


@pytest.fixture
def matter(corners: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(corners, tmp_path / corners.name))


@pytest.fixture
def viewer(window: MainWindow, qtbot: QtBot) -> ViewerPanel:
    """The viewer with both papers."""
    review = space(window).review
    rows = window.ui.bridge.read(evidence_queries.list_evidence)
    review.go_to(next(row.id for row in rows if len(row.files) == 2))
    qtbot.waitUntil(lambda: len(review.viewer._files) == 2, timeout=WAIT)
    qtbot.waitUntil(review.viewer.canvas.geometry_known, timeout=WAIT)
    return review.viewer


def _cite(viewer: ViewerPanel, quote: str) -> str:
    assert viewer._detail is not None
    return next(each.id for each in viewer._detail.cites if each.quote == quote)


def _shows(viewer: ViewerPanel, cite: str) -> bool:
    area = viewer.canvas.cite_place(cite)
    return not area.isEmpty() and QRectF(viewer.canvas.viewport().rect()).contains(area)


def _bars(viewer: ViewerPanel) -> tuple[int, int]:
    canvas = viewer.canvas
    return canvas.horizontalScrollBar().value(), canvas.verticalScrollBar().value()


@pytest.mark.parametrize("turns", [0, 1, 3])
def test_every_cite_comes_into_view_at_a_high_zoom(
    window: MainWindow, viewer: ViewerPanel, qtbot: QtBot, turns: int
) -> None:
    viewer.canvas.set_zoom(4.0)
    for quote in ("OmegaA1", "AlphaA1", "LastA3", "OmegaA2", "AlphaA4", "MiddleA4", "LastA1", "OmegaB3"):
        cite = _cite(viewer, quote)
        viewer.show_cite(cite)
        if quote in ("OmegaA1", "OmegaB3"):  # the other file begins as it asks to be turned
            for _ in range(turns):
                trigger(window, "review", "rotate")
            viewer.show_cite(cite)
        page = int(quote[-1])
        qtbot.waitUntil(lambda page=page: viewer.canvas.geometry_of(page) is not None, timeout=WAIT)
        qtbot.waitUntil(lambda cite=cite: _shows(viewer, cite), timeout=WAIT)
        assert viewer.canvas.zoom == 4.0
        area, room = viewer.canvas.cite_place(cite), viewer.canvas.viewport().rect()
        free = (area.left(), room.width() - area.right())
        assert min(free) >= 15, quote  # not at the very edge


def test_what_shows_already_does_not_move(viewer: ViewerPanel, qtbot: QtBot) -> None:
    canvas = viewer.canvas
    canvas.set_zoom(3.0)
    viewer.show_cite(_cite(viewer, "MiddleA1"))
    canvas.horizontalScrollBar().setValue(canvas.horizontalScrollBar().value() + 25)
    canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().value() + 15)
    before = _bars(viewer)
    viewer.show_cite(_cite(viewer, "MiddleA1"))
    assert _bars(viewer) == before
    viewer.show_cite(_cite(viewer, "OmegaA1"))
    assert _bars(viewer) != before


def test_find_goes_on_through_the_files_of_the_item(
    window: MainWindow, viewer: ViewerPanel, qtbot: QtBot
) -> None:
    bar, canvas = viewer.find_bar, viewer.canvas
    canvas.set_zoom(4.0)
    trigger(window, "review", "find_in_document")
    QTest.keyClicks(bar.field, "omega")
    qtbot.waitUntil(lambda: len(bar.places) == 2 * len(TURNS), timeout=WAIT)

    def check(number: int) -> None:
        letter, page = "AB"[number // len(TURNS)], number % len(TURNS) + 1
        assert bar._count.text() == f"{number + 1} of 8"
        assert canvas.file is not None
        assert (canvas.file.name, canvas.page) == (f"{letter}.pdf", page)
        marks = [each for each in canvas._highlights if each.cite == canvas._current_cite and each.rects]
        assert len(marks) == 1
        assert QRectF(canvas.viewport().rect()).contains(canvas.on_screen(page, marks[0].rects[0]))

    for number in (*range(8), 0):
        qtbot.waitUntil(lambda number=number: check(number) is None, timeout=WAIT)
        QTest.keyClick(bar.field, Qt.Key.Key_Return)
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: check(7) is None, timeout=WAIT)
    assert bar.field.hasFocus()


def test_find_begins_in_the_file_that_shows(window: MainWindow, viewer: ViewerPanel, qtbot: QtBot) -> None:
    viewer.step_file(1)
    qtbot.waitUntil(viewer.canvas.geometry_known, timeout=WAIT)
    viewer.canvas.go_to_page(2)
    trigger(window, "review", "find_in_document")
    QTest.keyClicks(viewer.find_bar.field, "alpha")
    qtbot.waitUntil(lambda: viewer.find_bar._count.text() == "6 of 8", timeout=WAIT)
    assert viewer.canvas.file is not None
    assert (viewer.canvas.file.name, viewer.canvas.page) == ("B.pdf", 2)
