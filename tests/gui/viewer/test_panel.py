"""The viewer around the pages: strip of pages, going to a page, fitting, a mail beside its attachment, copying."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.gui.viewer.panel import ACTUAL, ViewerPanel
from evidence_desk.gui.viewer.selection import Passage, Selection
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import evidence as evidence_queries
from tests.gui.conftest import WAIT, space, trigger
from tests.gui.viewer.papers import PAGES, write_labelled


def _mail(path: Path, attachment: Path) -> Path:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "The leaves", "a@example.org", "b@example.org"
    mail.set_content("See the attachment.")
    mail.add_attachment(attachment.read_bytes(), maintype="application", subtype="pdf", filename="leaves.pdf")
    path.write_bytes(bytes(mail))
    return path


@pytest.fixture(scope="module")
def leaves(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A matter with a mail that holds a paper of several sizes of pages."""
    folder, desk = tmp_path_factory.mktemp("leaves"), LocalDesk(actor="tester")
    session = desk.new_matter(folder / "leaves.edesk", profile="prc_civil", title="Leaves")
    desk.import_paths(session, [_mail(folder / "mail.eml", write_labelled(folder / "leaves.pdf"))])
    session.close()
    yield session.path
    desk.close()


@pytest.fixture
def matter(leaves: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(leaves, tmp_path / leaves.name))


@pytest.fixture
def viewer(window: MainWindow, qtbot: QtBot) -> ViewerPanel:
    """The viewer with the paper."""
    review = space(window).review
    rows = window.ui.bridge.read(evidence_queries.list_evidence)
    review.go_to(next(row.id for row in rows if row.parent))
    qtbot.waitUntil(review.viewer.canvas.geometry_known, timeout=WAIT)
    qtbot.waitUntil(lambda: review.viewer.header.page.text() == "i", timeout=WAIT)
    return review.viewer


def test_a_page_of_several_numbers_is_found_by_each(viewer: ViewerPanel) -> None:
    facts, second = viewer.facts, viewer.facts.source(2)
    assert second is not None
    facts._sources[2] = dataclasses.replace(second, label="A-3, A-5", names=("A-3, A-5", "A-3", "A-5"))
    assert [facts.page_of(words, PAGES) for words in ("A-3", "a-5", "A-3, A-5", "A-4", "")] == [2, 2, 2, 0, 0]


def test_the_strip_shows_pages_marks_the_current_one_and_goes_to_others(
    window: MainWindow, viewer: ViewerPanel, qtbot: QtBot
) -> None:
    strip = viewer.thumbnails
    assert not strip.isVisible()
    trigger(window, "review", "thumbnails")
    assert strip.isVisible()
    assert strip.hasFocus()
    assert strip.model().rowCount() == PAGES
    assert strip.currentIndex().row() == 0
    assert viewer.canvas.file is not None
    qtbot.waitUntil(lambda: viewer._store.is_measured(viewer.canvas.file, 3), timeout=WAIT)  # type: ignore[arg-type]
    assert not viewer._store.is_measured(viewer.canvas.file, PAGES)  # nobody has looked there yet
    QTest.keyClick(strip, Qt.Key.Key_Down)
    assert viewer.canvas.page == 2
    place = strip.visualRect(strip.model().index(2, 0)).center()
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert viewer.canvas.page == 3
    viewer.canvas.go_to_page(9)
    assert strip.currentIndex().row() == 8
    assert strip.model().index(8, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Page 6"
    assert viewer.state()["thumbnails"]
    trigger(window, "review", "thumbnails")
    assert not strip.isVisible()
    viewer.restore({"thumbnails": True})
    assert strip.isVisible()


def test_pages_of_mixed_sizes_fit_width_page_and_actual_size(
    window: MainWindow, viewer: ViewerPanel, qtbot: QtBot
) -> None:
    canvas = viewer.canvas
    canvas.go_to_page(4)
    qtbot.waitUntil(lambda: canvas._layout.pages[3].shown == (842, 595), timeout=WAIT)
    canvas.go_to_page(5)
    qtbot.waitUntil(lambda: canvas._layout.pages[4].shown == (420, 595), timeout=WAIT)
    trigger(window, "review", "fit_width")
    room = canvas.viewport().width()
    assert abs(420 * canvas.zoom - (room - 40)) < 1
    trigger(window, "review", "fit_page")
    left, top, right, bottom = canvas._layout.page_rect(canvas.page - 1)
    assert right - left <= room
    assert bottom - top <= canvas.viewport().height()
    trigger(window, "review", "fit_actual")
    assert canvas.zoom == ACTUAL
    assert viewer.header._zoom.text() == "100 %"


def test_scrolling_goes_through_all_pages(viewer: ViewerPanel) -> None:
    canvas, seen = viewer.canvas, []
    canvas.page_changed.connect(seen.append)
    bar = canvas.verticalScrollBar()
    for value in range(0, bar.maximum() + 200, 200):
        bar.setValue(value)
    assert seen == sorted(seen)
    assert set(range(2, PAGES)) <= set(seen)


def test_what_has_no_family_is_said_to_have_none_and_nothing_is_switched(
    window: MainWindow, desk: LocalDesk, viewer: ViewerPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "alone.txt").write_text("Nobody came with it", encoding="utf-8")
    session, review = window.ui.bridge.session, space(window).review
    assert session is not None
    desk.import_paths(session, [tmp_path / "alone.txt"])
    rows = window.ui.bridge.read(evidence_queries.list_evidence)
    alone = next(row.id for row in rows if row.files[0].name == "alone.txt")
    qtbot.waitUntil(lambda: review.list.model.place_of(alone) >= 0, timeout=WAIT)
    review.go_to(alone)
    qtbot.waitUntil(lambda: viewer._detail is not None and viewer._detail.row.id == alone, timeout=WAIT)
    for _ in range(2):
        window.toast.hide()
        trigger(window, "review", "beside")
        qtbot.waitUntil(window.toast.isVisible, timeout=WAIT)
        assert window.toast.text == "Nothing came with this item that could stand beside it."
        assert not viewer.beside.is_on
    review.go_to(next(row.id for row in rows if row.parent))
    trigger(window, "review", "beside")
    qtbot.waitUntil(viewer.beside.isVisible, timeout=WAIT)


def test_a_mail_stands_beside_its_attachment(window: MainWindow, viewer: ViewerPanel, qtbot: QtBot) -> None:
    review = space(window).review
    attachment = review.list.current
    trigger(window, "review", "beside")
    qtbot.waitUntil(viewer.beside.isVisible, timeout=WAIT)
    shown = viewer.beside.pages.file
    assert shown is not None
    assert shown.name == "mail.eml"
    viewer.beside._go()
    assert review.list.current != attachment
    qtbot.waitUntil(
        lambda: viewer.beside.pages.file is not None and viewer.beside.pages.file.name == "leaves.pdf"
    )
    assert viewer.canvas.file is not None
    assert viewer.canvas.file.name == "mail.eml"
    here = review.list.current
    review.ask("zebra")  # finds nothing
    qtbot.waitUntil(lambda: not viewer.beside.isVisible(), timeout=WAIT)
    review.ask("")
    qtbot.waitUntil(lambda: review.list.current != "", timeout=WAIT)
    review.go_to(here)
    qtbot.waitUntil(viewer.beside.isVisible, timeout=WAIT)
    trigger(window, "review", "beside")
    assert not viewer.beside.isVisible()


def test_a_selection_is_copied_with_exhibit_and_page(
    window: MainWindow, viewer: ViewerPanel, qtbot: QtBot
) -> None:
    title = space(window).review._detail.row.title  # type: ignore[union-attr]
    leaf, area = (
        Passage(page, words, ((70.0, 330.0, 150.0, 345.0),))
        for page, words in ((2, "This is leaf 2"), (6, ""))
    )
    viewer.canvas.select(Selection((leaf,)))
    trigger(window, "review", "copy_cite")
    assert QGuiApplication.clipboard().text() == f"“This is leaf 2” ({title}, p. ii)"
    viewer.canvas.select(Selection((area,)))
    trigger(window, "review", "copy_cite")
    assert QGuiApplication.clipboard().text() == f"{title}, p. 3"
    viewer.canvas.select(Selection((leaf, area)))
    trigger(window, "review", "copy_cite")
    assert QGuiApplication.clipboard().text() == f"“This is leaf 2” ({title}, pp. ii–3)"
