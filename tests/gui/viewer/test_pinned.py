"""The head of a table and its first column stay in view while the rest is scrolled, and cover nothing gone to."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.gui.viewer import pinned
from evidence_desk.gui.viewer.page_canvas import PageCanvas
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import evidence as evidence_queries
from tests.gui.conftest import WAIT, space, trigger

ROWS, COLUMNS = 120, 30


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A matter with a workbook of two sheets, each of several pages."""
    folder, desk = tmp_path_factory.mktemp("ledgers"), LocalDesk(actor="tester")
    book = Workbook()
    assert book.active is not None
    for name, sheet in (("Debit", book.active), ("Credit", book.create_sheet())):
        sheet.title = name
        sheet.append(["No.", *(f"{name} column {at}" for at in range(1, COLUMNS))])
        for row in range(1, ROWS + 1):
            sheet.append([f"{name[0]}{row}", *(f"{name} {row}.{at} paid" for at in range(1, COLUMNS))])
    book.save(folder / "ledgers.xlsx")
    session = desk.new_matter(folder / "ledgers.edesk", profile="prc_civil", title="Ledgers")
    desk.import_paths(session, [folder / "ledgers.xlsx"])
    session.close()
    yield session.path
    desk.close()


@pytest.fixture
def matter(ledgers: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ledgers, tmp_path / ledgers.name))


@pytest.fixture
def canvas(window: MainWindow, qtbot: QtBot) -> PageCanvas:
    review = space(window).review
    (row,) = window.ui.bridge.read(evidence_queries.list_evidence)
    review.go_to(row.id)
    found = review.viewer.canvas
    qtbot.waitUntil(found.geometry_known, timeout=WAIT)
    qtbot.waitUntil(lambda: review.viewer._called(1) == "Debit", timeout=WAIT)
    return found


def _kept(canvas: PageCanvas, qtbot: QtBot, page: int) -> list[pinned.Pinned]:
    qtbot.waitUntil(lambda: canvas.geometry_of(page) is not None, timeout=WAIT)
    qtbot.waitUntil(lambda: canvas.geometry_of(canvas.table_start(page)) is not None, timeout=WAIT)
    return canvas._pinned(page, pinned.head_height(canvas.zoom))


def test_nothing_is_kept_while_the_head_and_the_first_column_show(canvas: PageCanvas, qtbot: QtBot) -> None:
    assert _kept(canvas, qtbot, 1) == []


def test_head_and_first_column_stay_at_the_edges(canvas: PageCanvas, qtbot: QtBot) -> None:
    canvas.verticalScrollBar().setValue(200)
    heads = _kept(canvas, qtbot, 1)
    assert [each.words for each in heads] == ["No.", *(f"Debit column {at}" for at in range(1, COLUMNS))]
    assert {each.area.top() for each in heads} == {0.0}
    first = canvas.geometry_of(1)
    assert first is not None
    for each, cell in zip(heads, pinned.first_row(first), strict=True):
        assert each.area.left() == canvas.on_screen(1, cell).left()
    canvas.horizontalScrollBar().setValue(900)
    kept = _kept(canvas, qtbot, 1)
    rows = [each for each in kept if each.words.startswith("D") and each.area.left() == 0]
    assert [each.words for each in rows][:3] == ["D1", "D2", "D3"]
    assert kept[-1].words == "No."
    assert kept[-1].area.topLeft().isNull()


def test_the_pages_after_the_first_have_the_head_of_their_own_sheet(
    window: MainWindow, canvas: PageCanvas, qtbot: QtBot
) -> None:
    facts = space(window).review.viewer.facts
    assert canvas.file is not None
    names = [facts.label(canvas.file.id, page) for page in range(1, canvas.file.pages + 1)]
    credit = names.index("Credit") + 1
    assert (facts.table_start(credit - 1), facts.table_start(credit + 1)) == (1, credit)
    for page, name in ((2, "Debit"), (credit + 1, "Credit")):
        canvas.go_to_page(page)
        heads = _kept(canvas, qtbot, page)
        assert heads[1].words == f"{name} column 1"
        found = canvas.geometry_of(page)
        assert found is not None
        row = canvas.on_screen(page, pinned.first_row(found)[0])
        assert heads[0].area.bottom() <= row.top() + 0.5 or heads[0].area.top() == 0


def test_a_place_gone_to_is_not_covered(window: MainWindow, canvas: PageCanvas, qtbot: QtBot) -> None:
    bar = space(window).review.viewer.find_bar
    trigger(window, "review", "find_in_document")
    for words in ("Debit 15.20", "Debit 9.6 paid", "Debit 100.3 paid", "Debit 99.25", "Debit 100.1 paid"):
        bar.field.clear()
        QTest.keyClicks(bar.field, words)
        qtbot.waitUntil(lambda: len(bar.places) == 1, timeout=WAIT)
        qtbot.waitUntil(lambda: not bar._is_awaited, timeout=WAIT)
        place = bar.places[0]
        mark = next(each for each in canvas._highlights if each.cite.startswith("found"))
        area = canvas.on_screen(place.page, mark.rects[0])
        assert QRectF(canvas.viewport().rect()).contains(area), words
        for each in _kept(canvas, qtbot, place.page):
            assert not each.area.intersects(area), (words, each)


def test_the_caret_is_not_covered(window: MainWindow, canvas: PageCanvas, qtbot: QtBot) -> None:
    canvas.set_zoom(2.0)
    canvas.setFocus()
    trigger(window, "review", "caret")
    found = canvas.geometry_of(1)
    assert found is not None
    for key, times in (
        (Qt.Key.Key_Down, 30),
        (Qt.Key.Key_End, 1),
        (Qt.Key.Key_Up, 25),
        (Qt.Key.Key_Left, 30),
    ):
        for _ in range(times):
            QTest.keyClick(canvas, key)
        caret = canvas.on_screen(1, canvas.keyboard._rect(found))
        assert QRectF(canvas.viewport().rect()).intersects(caret)
        for each in _kept(canvas, qtbot, 1):
            assert not each.area.intersects(caret), (key, each)


def test_small_tables_are_as_they_are(canvas: PageCanvas, qtbot: QtBot) -> None:
    canvas.fit("page")
    canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().maximum())
    assert pinned.head_height(canvas.zoom) == 0.0
    assert canvas._covered(1).isNull()
