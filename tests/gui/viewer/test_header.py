"""The header of the viewer shows numbers whole at any width, and has in its menu what it has no room for."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from evidence_desk.gui.app import Program
from evidence_desk.gui.texts import Texts
from evidence_desk.gui.viewer.header import ViewerHeader
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries.evidence import list_evidence
from evidence_desk.queries.rows import EvidenceRow
from tests.gui.conftest import WAIT, space

WIDTHS = (240, 320, 420, 520, 700, 1000)
TITLE = "Minutes of the meeting of the board about the pumps, the meters and what was agreed there"


@pytest.fixture(params=["en", "zh"])
def header(request: pytest.FixtureRequest, program: Program, qtbot: QtBot) -> ViewerHeader:
    """A header that stands alone, of the third page of a produced item of four files, read off its picture."""
    ui = replace(program.window.ui, t=Texts(request.param))
    host = QWidget()
    qtbot.addWidget(host)
    done: list[str] = []
    names = ("zoom_out", "zoom_in", "fit_width", "fit_page", "rotate", "select_area", "fit_actual")
    more = ("thumbnails", "beside", "find_in_document", "caret")
    made = ViewerHeader(ui, {name: lambda name=name: done.append(name) for name in (*names, *more)}, host)
    made.setParent(host)
    made.done = done  # type: ignore[attr-defined]
    host.resize(1200, 200)
    host.show()
    made.texts = ui.t  # type: ignore[attr-defined]
    return made


def _fill(header: ViewerHeader, window: MainWindow, *, files: int, label: str, is_read_off: bool) -> None:
    item = replace(_row(window), exhibit="PX-12", title=TITLE, native_title="")
    file = item.files[0]
    header.show_item(item)
    header.show_files(tuple(replace(file, name=f"{at}.tif") for at in range(files)))
    header.ocr.is_read_off = is_read_off
    header.ocr.setText("OCR 93 %" if is_read_off else "")
    header.show_place(3, 1000, name=label, zoom=4 / 3)


def _row(window: MainWindow) -> EvidenceRow:
    return next(row for row in window.ui.bridge.read(list_evidence) if row.files)


def _parts(header: ViewerHeader) -> list[QWidget]:
    own = [header._exhibit, header.title, header._files, header.ocr, header.page, header._pages, header._zoom]
    return [each for each in (*own, *header._tools.values(), header._more) if each.isVisible()]


def _menu(header: ViewerHeader) -> list[str]:
    menu = header._more.menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    return [each.text().split("\t")[0] for each in menu.actions() if each.text()]


@pytest.mark.parametrize(("files", "label", "is_read_off"), [(1, "3", False), (4, "SYM-00000002", True)])
def test_nothing_is_cut_and_what_does_not_show_is_in_the_menu(
    window: MainWindow, header: ViewerHeader, files: int, label: str, is_read_off: bool
) -> None:
    _fill(header, window, files=files, label=label, is_read_off=is_read_off)
    seen = []
    for width in WIDTHS:
        header.resize(width, 35)
        QApplication.processEvents()
        parts = _parts(header)
        _check_room(header, parts, width)
        _check_menu(header, files=files)
        assert header.page.shown == label
        seen.append(len(parts))
    assert seen == sorted(seen)
    assert seen[-1] == (12 if files == 1 else 14)
    assert header.title.toolTip() == header._exhibit.toolTip() == TITLE


def _check_room(header: ViewerHeader, parts: list[QWidget], width: int) -> None:
    assert header.page in parts
    assert header._pages in parts
    assert header._exhibit in parts or width < 320
    for part in parts:
        assert QRect(0, 0, width, 35).contains(part.geometry()), part
        if part not in (header.title, header._files, header.page):
            assert part.width() >= part.sizeHint().width(), part
    for before, after in pairwise(parts):
        assert before.geometry().right() < after.geometry().left()


def _check_menu(header: ViewerHeader, *, files: int) -> None:
    words, t = _menu(header), header.texts  # type: ignore[attr-defined]
    for name, tool in header._tools.items():
        assert tool.isVisible() != (t(f"action.{name}") in words), name
    assert (t("viewer.zoom", zoom="100 %") in words) != header._zoom.isVisible()
    if files > 1:
        assert (t("viewer.files") in words) != header._files.isVisible()
        assert (header.ocr.text() in words) != header.ocr.isVisible()


def test_the_menu_does_what_the_tools_do_and_chooses_files(window: MainWindow, header: ViewerHeader) -> None:
    _fill(header, window, files=4, label="SYM-00000002", is_read_off=False)
    header.resize(240, 35)
    header.show_file(1)
    menu, t = header._more.menu(), header.texts  # type: ignore[attr-defined]
    assert _menu(header)
    chosen: list[int] = []
    header.file_chosen.connect(chosen.append)
    actions = {each.text().split("\t")[0]: each for each in menu.actions()}
    for name in ("rotate", "thumbnails"):
        actions[t(f"action.{name}")].trigger()
    assert header.done == ["rotate", "thumbnails"]  # type: ignore[attr-defined]
    submenu = actions[t("viewer.files")].menu()
    assert isinstance(submenu, QMenu)
    assert [each.isChecked() for each in submenu.actions()] == [False, True, False, False]
    submenu.actions()[3].trigger()
    assert chosen == [3]


def test_in_the_window_it_takes_no_more_room_than_there_is(window: MainWindow, qtbot: QtBot) -> None:
    viewer = space(window).review.viewer
    header = viewer.header
    qtbot.waitUntil(header._pages.isVisible, timeout=WAIT)
    for size in ((960, 600), (1100, 720), (1280, 720), (1440, 900)):
        window.resize(*size)
        qtbot.wait(100)
        assert window.width() == size[0]
        assert header.width() == viewer.width()
        _check_room(header, _parts(header), header.width())
        assert header.page.shown == header.page.text()
