"""OCR with the engine itself in the window: the badge with its confidence, and a cite of words read off a picture."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from evidence_desk.gui.actions.importing import ask_import
from evidence_desk.gui.viewer.ocr_mark import OcrMark
from evidence_desk.gui.window import MainWindow
from evidence_desk.intake.ocr import is_available
from evidence_desk.queries.links import links
from evidence_desk.support.resources import resource
from tests.gui.conftest import WAIT, changing, drag, space, trigger

pytestmark = pytest.mark.skipif(not is_available(), reason="the extra 'ocr' is not installed")
LONGEST = 240_000
PICTURE, WORDS = "her-face-main-screen", "Upload a photo"


def _import(window: MainWindow, qtbot: QtBot, tmp_path: Path, *, tick: bool | None = None) -> str:
    """Import a copy of the picture that the matter does not hold yet, and return its id once it shows."""
    from PIL import Image

    path = tmp_path / "picture.png"
    with Image.open(resource("demo", "documents", f"{PICTURE}.png")) as whole:
        whole.save(path, compress_level=1)
    sheet = ask_import(window, [path])
    assert sheet is not None
    if tick is not None:
        sheet.options.ocr.setChecked(tick)
    sheet.start()
    qtbot.waitUntil(lambda: bool(sheet._batch), timeout=LONGEST)
    sheet.close()
    review = space(window).review
    rows = review.list.model
    qtbot.waitUntil(lambda: any(row.title == "picture" for row in _rows(window)), timeout=WAIT)
    made = next(row.id for row in _rows(window) if row.title == "picture")
    qtbot.waitUntil(lambda: rows.place_of(made) >= 0, timeout=WAIT)
    review.go_to(made)
    qtbot.waitUntil(lambda: review.list.current == made, timeout=WAIT)
    qtbot.waitUntil(review.viewer.canvas.geometry_known, timeout=LONGEST)
    return str(made)


def _rows(window: MainWindow) -> list:  # type: ignore[type-arg]
    from evidence_desk.queries.evidence import list_evidence

    return list(window.ui.bridge.read(list_evidence))


def _text(window: MainWindow) -> str:
    canvas = space(window).review.viewer.canvas
    found = canvas.geometry_of(1)
    return found.text if found is not None else ""


def _mark(window: MainWindow) -> OcrMark:
    found = space(window).review.viewer.findChild(OcrMark)
    assert found is not None
    return found


def test_words_of_a_picture_are_marked_selected_and_cited(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    made = _import(window, qtbot, tmp_path, tick=True)
    review = space(window).review
    canvas = review.viewer.canvas
    qtbot.waitUntil(_mark(window).isVisible, timeout=WAIT)
    assert int("".join(filter(str.isdigit, _mark(window).text()))) > 80
    trigger(window, "review", "fit_page")
    qtbot.wait(200)
    found = canvas.geometry_of(1)
    assert found is not None
    at = found.text.index(WORDS)
    first, last = found.char_boxes[at], found.char_boxes[at + len(WORDS) - 1]
    middle = (first[1] + first[3]) / 2
    begin = canvas.on_screen(1, (first[0], middle, first[0] + 1, middle)).topLeft().toPoint()
    end = canvas.on_screen(1, (last[2] - 1, middle, last[2], middle)).topRight().toPoint()
    drag(window, begin + QPoint(0, 0), end + QPoint(2, 0))
    selection = review.viewer.selection
    assert selection is not None
    assert " ".join(selection.quote.split()) == WORDS
    picker = review.linker.picker
    trigger(window, "review", "cite_supports")
    QTest.keyClicks(picker._field, "3.1")
    changing(window, qtbot, lambda: QTest.keyClick(picker._field, Qt.Key.Key_Return))
    (link,) = [each for each in window.ui.bridge.read(links) if each.evidence == made]
    (cite,) = link.cites
    assert (cite.quote, cite.state) == (WORDS, "ok")
    assert cite.rects


def test_the_setting_ticks_the_box_and_without_either_nothing_is_read(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.ui.settings.preferences.set("ocr", "pages_without_text")
    sheet = ask_import(window, [tmp_path])
    assert sheet is not None
    assert sheet.options.ocr.isChecked()
    sheet.close()
    window.ui.settings.preferences.reset("ocr")
    _import(window, qtbot, tmp_path)
    assert _text(window) == ""
    assert not _mark(window).isVisible()
    with qtbot.waitSignal(window.ui.bridge.job_ended, timeout=LONGEST):
        trigger(window, "review", "read_pictures")
    qtbot.waitUntil(lambda: WORDS in _text(window), timeout=WAIT)
    qtbot.waitUntil(_mark(window).isVisible, timeout=WAIT)
