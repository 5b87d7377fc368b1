"""A produced document of several files is read through page by page, and each page is found by its number."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.gui.viewer.page_field import PageField
from evidence_desk.gui.viewer.panel import ViewerPanel
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import evidence as evidence_queries
from tests.gui.conftest import WAIT, space, trigger
from tests.gui.viewer.papers import FILES, write_production


@pytest.fixture(scope="module")
def produced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A matter with one document of four files, the second of which holds two pages."""
    folder, desk = tmp_path_factory.mktemp("produced"), LocalDesk(actor="tester")
    session = desk.new_matter(folder / "produced.edesk", profile="us_federal_civil", title="Produced")
    write_production(folder, session, desk)
    session.close()
    yield session.path
    desk.close()


@pytest.fixture
def matter(produced: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(produced, tmp_path / produced.name))


@pytest.fixture
def viewer(window: MainWindow, qtbot: QtBot) -> ViewerPanel:
    """The viewer with the document."""
    review = space(window).review
    (row,) = window.ui.bridge.read(evidence_queries.list_evidence)
    assert [file.pages for file in row.files] == [1, 2, 1, 1]
    review.go_to(row.id)
    qtbot.waitUntil(lambda: review.viewer.canvas.file is not None, timeout=WAIT)
    qtbot.waitUntil(review.viewer.canvas.geometry_known, timeout=WAIT)
    return review.viewer


def _place(viewer: ViewerPanel) -> tuple[str, int]:
    assert viewer.canvas.file is not None
    return viewer.canvas.file.name, viewer.canvas.page


PLACES = [("1.tif", 1), ("2.tif", 1), ("2.tif", 2), ("3.tif", 1), ("4.tif", 1)]


def test_the_next_page_goes_on_into_the_next_file(window: MainWindow, viewer: ViewerPanel) -> None:
    seen = [_place(viewer)]
    for _ in range(5):
        trigger(window, "review", "next_page")
        seen.append(_place(viewer))
    assert seen == [*PLACES, PLACES[-1]]
    back = [_place(viewer)]
    for _ in range(5):
        trigger(window, "review", "previous_page")
        back.append(_place(viewer))
    assert back == [*reversed(PLACES), PLACES[0]]


def test_files_are_stepped_through_and_counted(window: MainWindow, viewer: ViewerPanel) -> None:
    head = viewer.header._files
    assert head.shown.startswith("file 1 of 4")
    seen = []
    for name in ("next_file", "next_file", "next_file", "next_file", "previous_file", "previous_file"):
        trigger(window, "review", name)
        seen.append(_place(viewer))
    names = ("2.tif", "3.tif", "4.tif", "4.tif", "3.tif", "2.tif")
    assert seen == [(name, 1) for name in names]
    assert head.shown.startswith("file 2 of 4")
    assert head.currentText() == "file 2 of 4 · 2.tif"


def test_scrolling_by_the_page_goes_on_into_the_next_file(viewer: ViewerPanel) -> None:
    canvas = viewer.canvas
    for key, last in ((Qt.Key.Key_PageDown, "4.tif"), (Qt.Key.Key_PageUp, "1.tif")):
        names = []
        for _ in range(12):
            QTest.keyClick(canvas, key)
            names.append(_place(viewer)[0])
        assert len(set(names)) >= FILES - 1
        assert names[-1] == last


def test_a_page_of_another_file_is_gone_to_by_its_number(window: MainWindow, viewer: ViewerPanel) -> None:
    for words, place in (
        ("ABC000004", ("3.tif", 1)),
        ("abc000005", ("4.tif", 1)),
        ("ABC000003", ("2.tif", 2)),
        ("ABC000001", ("1.tif", 1)),
    ):
        _ask(window, viewer, words)
        assert viewer.canvas.hasFocus()
        assert _place(viewer) == place
    field = _ask(window, viewer, "ABC000009")
    assert field.hasFocus()
    assert "ABC000009" in field.problem.text()
    assert _place(viewer) == ("1.tif", 1)


def test_the_numbers_of_all_files_complete_what_is_typed(
    window: MainWindow, viewer: ViewerPanel, qtbot: QtBot
) -> None:
    field = viewer.header.page
    trigger(window, "review", "go_to_page")
    qtbot.waitUntil(lambda: len(field._names) == 5, timeout=WAIT)
    QTest.keyClicks(field, "abc")
    lines = [field.list.item(at).text() for at in range(field.list.count())]
    files = ("1.tif", "2.tif", "2.tif", "3.tif", "4.tif")
    assert lines == [f"ABC00000{at}  ·  {name}" for at, name in enumerate(files, 1)]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Return):
        QTest.keyClick(field, key)
    assert _place(viewer) == ("4.tif", 1)
    qtbot.waitUntil(lambda: field.text() == "ABC000005", timeout=WAIT)
    trigger(window, "review", "go_to_page")
    QTest.keyClicks(field, "0003")  # the end of one number alone
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert _place(viewer) == ("2.tif", 2)


def _ask(window: MainWindow, viewer: ViewerPanel, words: str) -> PageField:
    field = viewer.header.page
    trigger(window, "review", "go_to_page")
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Qt.Key.Key_Return)
    return field


def test_the_strip_has_the_pages_of_all_files(window: MainWindow, viewer: ViewerPanel, qtbot: QtBot) -> None:
    trigger(window, "review", "thumbnails")
    strip = viewer.thumbnails
    assert strip.isVisible()

    def labels() -> list[str]:
        return [str(strip.model().index(row, 0).data()) for row in range(strip.model().rowCount())]

    qtbot.waitUntil(lambda: labels() == [f"ABC00000{n}" for n in range(1, 6)], timeout=WAIT)
    seen = []
    for _ in range(4):
        QTest.keyClick(strip, Qt.Key.Key_Down)
        seen.append(_place(viewer))
    assert seen == PLACES[1:]
    trigger(window, "review", "previous_page")
    assert strip.currentIndex().row() == 3
    assert _place(viewer) == PLACES[3]


def test_pages_are_counted_and_gone_to_through_the_document(
    window: MainWindow, viewer: ViewerPanel, qtbot: QtBot
) -> None:
    for number, place in enumerate(PLACES, 1):
        _ask(window, viewer, str(number))
        assert _place(viewer) == place
        name = f"ABC00000{number}"
        qtbot.waitUntil(lambda name=name: viewer.header.page.text() == name, timeout=WAIT)  # type: ignore[misc]
        assert viewer.header._pages.text() == f"{number} / 5"
    assert "6" in _ask(window, viewer, "6").problem.text()
    assert _place(viewer) == PLACES[-1]
