"""Back and forward come to the file, the page, the zoom and the place on the page that one left."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.commands.evidence import AddEvidence
from evidence_desk.gui.viewer.panel import ViewerPanel
from evidence_desk.gui.viewer.place import ViewerPlace
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import evidence as evidence_queries
from tests.gui.conftest import WAIT, changing, open_matter, space, trigger
from tests.gui.viewer.papers import write_labelled, write_production


@pytest.fixture(scope="module")
def produced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A matter with a document of four files and a paper of one."""
    folder, desk = tmp_path_factory.mktemp("produced"), LocalDesk(actor="tester")
    session = desk.new_matter(folder / "produced.edesk", profile="us_federal_civil", title="Produced")
    write_production(folder, session, desk)
    desk.import_paths(session, [write_labelled(folder / "leaves.pdf")])
    session.close()
    yield session.path
    desk.close()


@pytest.fixture
def matter(produced: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(produced, tmp_path / produced.name))


def _item(window: MainWindow, name: str) -> str:
    rows = window.ui.bridge.read(evidence_queries.list_evidence)
    return next(row.id for row in rows if row.files and row.files[0].name == name)


@pytest.fixture
def viewer(window: MainWindow, qtbot: QtBot) -> ViewerPanel:
    """The viewer with the document of four files."""
    _show(window, qtbot, "1.tif")
    return space(window).review.viewer


def _show(window: MainWindow, qtbot: QtBot, name: str) -> None:
    review = space(window).review
    review.go_to(_item(window, name))
    canvas = review.viewer.canvas
    qtbot.waitUntil(lambda: canvas.file is not None and canvas.file.name == name, timeout=WAIT)
    qtbot.waitUntil(canvas.geometry_known, timeout=WAIT)


def _go_to_page(viewer: ViewerPanel, qtbot: QtBot, words: str) -> None:
    viewer.header.page.ask()
    QTest.keyClicks(viewer.header.page, words)
    QTest.keyClick(viewer.header.page, Qt.Key.Key_Return)
    canvas = viewer.canvas
    pages = range(1, canvas.file.pages + 1 if canvas.file is not None else 1)
    qtbot.waitUntil(lambda: all(canvas.geometry_of(page) is not None for page in pages), timeout=WAIT)


def _seen(viewer: ViewerPanel) -> tuple[object, ...]:
    canvas = viewer.canvas
    assert canvas.file is not None
    looked_at = canvas.look().anchor
    place = round(looked_at.down, 2), round(looked_at.across, 2)
    return canvas.file.name, canvas.page, round(canvas.zoom, 3), canvas.turn, *place


def _wait_for(viewer: ViewerPanel, qtbot: QtBot, seen: tuple[object, ...]) -> None:
    def check() -> None:
        assert _seen(viewer) == seen

    qtbot.waitUntil(check, timeout=WAIT)


def test_the_way_back_and_forward_goes_through_files_zoom_and_places(
    window: MainWindow, viewer: ViewerPanel, qtbot: QtBot
) -> None:
    canvas, seen = viewer.canvas, []
    _go_to_page(viewer, qtbot, "ABC000003")
    for name in ("zoom_in", "zoom_in", "zoom_in", "rotate"):
        trigger(window, "review", name)
    qtbot.waitUntil(lambda: canvas.verticalScrollBar().maximum() > 0, timeout=WAIT)
    canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().maximum() - 100)
    canvas.horizontalScrollBar().setValue(60)
    seen.append(_seen(viewer))
    _go_to_page(viewer, qtbot, "ABC000005")
    trigger(window, "review", "fit_page")
    seen.append(_seen(viewer))
    space(window).open_proof("")  # over in Claims
    qtbot.waitUntil(space(window).claims.isVisible, timeout=WAIT)
    space(window).open_cite(_item(window, "leaves.pdf"), "")
    qtbot.waitUntil(lambda: canvas.file is not None and canvas.file.name == "leaves.pdf", timeout=WAIT)

    canvas.setFocus()
    trigger(window, "review", "caret")  # whose arrows are others
    QTest.keyClick(canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(space(window).claims.isVisible, timeout=WAIT)
    trigger(window, "global", "back")
    _wait_for(viewer, qtbot, seen[1])
    trigger(window, "global", "back")
    _wait_for(viewer, qtbot, seen[0])
    assert viewer.header._files.currentIndex() == 1
    assert canvas.hasFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    _wait_for(viewer, qtbot, seen[1])
    trigger(window, "global", "forward")
    qtbot.waitUntil(space(window).claims.isVisible, timeout=WAIT)
    trigger(window, "global", "forward")
    qtbot.waitUntil(lambda: canvas.file is not None and canvas.file.name == "leaves.pdf", timeout=WAIT)
    trigger(window, "global", "forward")  # there is nothing after it
    assert canvas.file is not None
    assert canvas.file.name == "leaves.pdf"


def test_a_new_way_ends_the_one_forward(window: MainWindow, viewer: ViewerPanel, qtbot: QtBot) -> None:
    _go_to_page(viewer, qtbot, "ABC000003")
    trigger(window, "global", "back")
    assert viewer.canvas.page == 1
    _go_to_page(viewer, qtbot, "ABC000004")
    here = _seen(viewer)
    trigger(window, "global", "forward")
    assert _seen(viewer) == here


def test_an_item_that_was_taken_back_is_passed_over(
    window: MainWindow, viewer: ViewerPanel, qtbot: QtBot
) -> None:
    review = space(window).review
    _go_to_page(viewer, qtbot, "ABC000004")
    before = _seen(viewer)
    with qtbot.waitSignal(window.ui.bridge.done, timeout=WAIT) as done:
        window.ui.bridge.run(AddEvidence(title="Soon gone"))
    gone = done.args[0].created[0].id
    qtbot.waitUntil(lambda: gone in review.list.model.ids, timeout=WAIT)
    space(window).open_cite(gone, "")
    qtbot.waitUntil(lambda: review.list.current == gone, timeout=WAIT)
    space(window).open_proof("")
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    trigger(window, "global", "back")  # over the item that is gone, to the one before it
    qtbot.waitUntil(review.isVisible, timeout=WAIT)
    qtbot.waitUntil(lambda: viewer.canvas.file is not None, timeout=WAIT)
    _wait_for(viewer, qtbot, before)


def test_the_window_opens_where_it_was_closed(
    window: MainWindow, viewer: ViewerPanel, qtbot: QtBot, matter: Path
) -> None:
    _go_to_page(viewer, qtbot, "ABC000003")
    for _ in range(3):
        trigger(window, "review", "zoom_in")
    viewer.canvas.verticalScrollBar().setValue(viewer.canvas.verticalScrollBar().maximum() - 100)
    seen = _seen(viewer)
    window.ui.bridge.close()
    qtbot.waitUntil(lambda: window.ui.bridge.session is None, timeout=WAIT)
    open_matter(window, matter, qtbot)
    qtbot.waitUntil(lambda: viewer.canvas.file is not None, timeout=WAIT)
    _wait_for(viewer, qtbot, seen)


@pytest.mark.parametrize(
    "state", [None, 3, {}, {"page": 2}, {"page": "x", "cite": "", "file": "", "look": None}]
)
def test_a_place_that_was_kept_otherwise_is_the_beginning(state: object) -> None:
    assert ViewerPlace.of_state(state) == ViewerPlace()


def _shows(viewer: ViewerPanel, qtbot: QtBot, name: str) -> None:
    qtbot.waitUntil(lambda: viewer.canvas.file is not None and viewer.canvas.file.name == name, timeout=WAIT)
    qtbot.waitUntil(viewer.canvas.geometry_known, timeout=WAIT)


def test_a_step_to_another_item_remembers_the_page_that_was_left(
    window: MainWindow, viewer: ViewerPanel, qtbot: QtBot
) -> None:
    review = space(window).review
    _go_to_page(viewer, qtbot, "ABC000003")
    seen = _seen(viewer)
    review.take_focus()
    trigger(window, "review", "next_item")
    trigger(window, "review", "previous_item")  # quick steps are one way, whose beginning counts
    trigger(window, "review", "next_item")
    _shows(viewer, qtbot, "leaves.pdf")
    trigger(window, "global", "back")
    _wait_for(viewer, qtbot, seen)
    trigger(window, "global", "forward")
    _shows(viewer, qtbot, "leaves.pdf")
    trigger(window, "global", "back")
    _wait_for(viewer, qtbot, seen)
    rows = review.list.view
    place = review.list.model.ids.index(_item(window, "leaves.pdf"))
    at = rows.visualRect(rows.model().index(place, 1)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    _shows(viewer, qtbot, "leaves.pdf")
    trigger(window, "global", "back")
    _wait_for(viewer, qtbot, seen)


def test_a_change_of_view_is_gone_back_on(window: MainWindow, viewer: ViewerPanel, qtbot: QtBot) -> None:
    _go_to_page(viewer, qtbot, "ABC000003")
    seen = _seen(viewer)
    trigger(window, "global", "view_claims")
    trigger(window, "global", "view_parties")
    trigger(window, "global", "back")
    assert space(window).current is space(window).claims
    trigger(window, "global", "back")
    assert space(window).current is space(window).review
    _wait_for(viewer, qtbot, seen)
    trigger(window, "global", "forward")
    assert space(window).current is space(window).claims


def test_nothing_to_go_back_to_is_said(window: MainWindow, viewer: ViewerPanel) -> None:
    space(window).begin_trail()
    trigger(window, "global", "back")
    assert window.toast.text == window.ui.t("trail.none_behind")
    trigger(window, "global", "forward")
    assert window.toast.text == window.ui.t("trail.none_ahead")
    assert viewer.canvas.file is not None
