"""Pages of text turn with their marks, tables stay readable, late sizes hold for the others, long files scroll."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage, QTransform
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.gui.viewer.page_canvas import PageCanvas
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import evidence as evidence_queries
from tests.gui.conftest import WAIT, space, trigger
from tests.gui.watchdog import Watchdog

PAGES, SIZE = 400, (420, 595)
LIMIT_MS = 50.0
Open = Callable[[str], PageCanvas]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A matter with a long paper, a long text and a wide table."""
    folder, desk = tmp_path_factory.mktemp("many"), LocalDesk(actor="tester")
    canvas = Canvas(str(folder / "long.pdf"), pagesize=SIZE)
    for page in range(1, PAGES + 1):
        for line in range(30):
            canvas.drawString(60, 550 - 16 * line, f"Leaf {page} line {line} about the pump")
        canvas.showPage()
    canvas.save()
    text = "\n".join(f"第{n}条　甲方 shall pay what is due on the day it is due." for n in range(1, 2000))
    (folder / "long.txt").write_text(text, "utf-8")
    book = Workbook()
    assert book.active is not None
    for row in range(300):
        book.active.append([f"value {row}.{column} of the table" for column in range(16)])
    book.save(folder / "wide.xlsx")
    session = desk.new_matter(folder / "many.edesk", profile="prc_civil", title="Many")
    desk.import_paths(session, [folder / name for name in ("long.pdf", "long.txt", "wide.xlsx")])
    session.close()
    yield session.path
    desk.close()


@pytest.fixture
def matter(many: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(many, tmp_path / many.name))


@pytest.fixture
def show(window: MainWindow, qtbot: QtBot) -> Open:
    """Opens a document by the name of its file."""

    def go(name: str) -> PageCanvas:
        review = space(window).review
        rows = window.ui.bridge.read(evidence_queries.list_evidence)
        review.go_to(next(row.id for row in rows if row.files[0].name == name))
        canvas = review.viewer.canvas
        qtbot.waitUntil(lambda: canvas.file is not None and canvas.file.name == name, timeout=WAIT)
        qtbot.waitUntil(canvas.geometry_known, timeout=WAIT)
        return canvas

    return go


def _page(canvas: PageCanvas) -> QImage:
    """Return the page that shows, as it shows."""
    area = canvas._page_on_screen(canvas.page - 1).toRect()
    return canvas.viewport().grab(area).toImage().convertToFormat(QImage.Format.Format_Grayscale8)


def _ink(image: QImage) -> set[tuple[int, int]]:
    """Return the squares of eight pixels of a picture that hold something dark."""
    return {
        (x // 8, y // 8)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).lightness() < 120
    }


def test_a_page_of_text_is_turned_as_its_marks_are(window: MainWindow, show: Open, qtbot: QtBot) -> None:
    canvas = show("long.txt")
    trigger(window, "review", "fit_page")
    qtbot.wait(50)
    upright = _page(canvas)
    trigger(window, "review", "rotate")
    trigger(window, "review", "rotate")
    qtbot.wait(50)
    assert canvas.turn == 180
    turned = _page(canvas).transformed(QTransform().rotate(180))
    before, after = _ink(upright), _ink(turned)
    assert len(before) > 300
    assert len(before & after) > 0.8 * len(before | after)
    assert len(before & _ink(_page(canvas))) < 0.8 * len(before)


def test_a_table_is_not_shrunk_to_a_page_because_the_document_before_was(
    window: MainWindow, show: Open
) -> None:
    show("long.pdf")
    trigger(window, "review", "fit_page")
    canvas = show("wide.xlsx")
    assert canvas.zoom >= 1.0
    assert canvas._page_on_screen(0).top() == pytest.approx(10, abs=1)
    trigger(window, "review", "fit_page")  # now it is asked for
    assert canvas.zoom < 0.5
    assert show("long.pdf")._is_whole


def test_the_pages_nobody_has_seen_look_like_the_one_that_came_first(show: Open, qtbot: QtBot) -> None:
    canvas = show("long.pdf")
    qtbot.waitUntil(lambda: canvas._layout.pages[0].shown == SIZE, timeout=WAIT)
    assert {page.shown for page in canvas._layout.pages} == {SIZE}
    assert canvas.horizontalScrollBar().maximum() == 0
    canvas._measured.clear()
    canvas._take_size(7, canvas._layout.pages[6].turned(90))  # as if page 7 had been the first to come
    assert {page.shown for page in canvas._layout.pages} == {SIZE[::-1]}
    canvas._take_size(1, canvas._layout.pages[0].turned(90))
    assert canvas._layout.pages[6].shown == SIZE[::-1]
    assert {page.shown for at, page in enumerate(canvas._layout.pages) if at != 6} == {SIZE}


@pytest.mark.parametrize(("name", "words"), [("long.pdf", "pump"), ("long.txt", ""), ("wide.xlsx", "table")])
def test_long_documents_scroll_without_holding_up_the_window(
    window: MainWindow, show: Open, qtbot: QtBot, name: str, words: str
) -> None:
    canvas, bar = show(name), space(window).review.viewer.find_bar
    if words:
        trigger(window, "review", "find_in_document")
        bar.field.setText(words)
        qtbot.waitUntil(lambda: len(bar.places) > 1000, timeout=WAIT)
    down = canvas.verticalScrollBar()
    going, dog = QTimer(canvas), Watchdog(canvas)
    going.timeout.connect(lambda: down.setValue((down.value() + 400) % max(1, down.maximum())))
    dog.start()
    going.start(30)
    qtbot.wait(3000)
    going.stop()
    dog.stop()
    print(f"{name}: {dog.most()} in {len(dog.gaps)} turns")
    assert len(dog.gaps) > 100
    late = [each for each in dog.working if each > LIMIT_MS]
    assert len(late) <= 1, late
    assert max(late, default=0) <= 2 * LIMIT_MS
    qtbot.waitUntil(canvas.geometry_known, timeout=WAIT)  # what shows now does not wait for what was passed
