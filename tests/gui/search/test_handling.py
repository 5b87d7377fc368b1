"""Searching by hand: chips, bars of the histogram, saved searches, lists of terms, suggestions in the matrix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from evidence_desk.gui.actions.global_actions import show_terms
from evidence_desk.gui.actions.importing import import_load_file
from evidence_desk.gui.dialogs.form import FormDialog
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import links as link_queries
from evidence_desk.queries import matrix as matrix_queries
from evidence_desk.queries.labels import saved_searches
from tests.gui.conftest import WAIT, changing, space, trigger
from tests.gui.search.test_search import _indexed, _matching, _search


def _fill_form(**values: str) -> None:
    """Fill and accept the next form that opens."""

    def accept() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, FormDialog):
            QTimer.singleShot(20, accept)
            return
        for name, value in values.items():
            dialog.edit(name).setText(value)  # type: ignore[union-attr]
        dialog.accept()

    QTimer.singleShot(0, accept)


def _chip(window: MainWindow, text: str) -> QPushButton:
    bar = space(window).review.list.chips  # the last of those that are on their way out and those that stay
    return [each for each in bar.findChildren(QPushButton) if each.text().startswith(text)][-1]


def test_each_chip_takes_off_its_part_and_typing_puts_it_back(window: MainWindow, qtbot: QtBot) -> None:
    _indexed(window, qtbot)
    review = space(window).review
    _search(window, qtbot, '(公告 OR "24 hours") -is:privileged is:linked')
    _chip(window, "-is:privileged").click()
    left = '(公告 OR "24 hours") is:linked'
    assert window.bar.search.text() == left
    qtbot.waitUntil(lambda: review.searching.results.query == left, timeout=WAIT)
    _chip(window, "(公告").click()
    qtbot.waitUntil(lambda: review.searching.results.query == "is:linked", timeout=WAIT)
    qtbot.waitUntil(lambda: set(review.list.model.ids) == _matching(window, "is:linked"), timeout=WAIT)
    edit = window.bar.search
    edit.setFocus()
    edit.end(False)
    QTest.keyClicks(edit, " type:email")
    qtbot.waitUntil(lambda: review.searching.results.query == "is:linked type:email", timeout=WAIT)
    _chip(window, "is:linked")
    _chip(window, "type:email").click()
    qtbot.waitUntil(lambda: review.searching.results.query == "is:linked", timeout=WAIT)


@pytest.mark.parametrize("by_key", [False, True])
def test_a_bar_of_the_histogram_is_chosen_by_mouse_or_key(
    window: MainWindow, qtbot: QtBot, *, by_key: bool
) -> None:
    review = space(window).review
    histogram = review.facets.histogram
    qtbot.waitUntil(lambda: bool(histogram.bars), timeout=WAIT)
    place, (period, count) = next((at, bar) for at, bar in enumerate(histogram.bars) if bar[1])
    if by_key:
        histogram.setFocus()
        for _step in range(place + 1):
            QTest.keyClick(histogram, Qt.Key.Key_Right)
        QTest.keyClick(histogram, Qt.Key.Key_Return)
    else:
        center = histogram._area(place).center().toPoint()
        QTest.mouseClick(
            histogram, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(center.x(), 20)
        )
    qtbot.waitUntil(lambda: review.searching.results.query == f"date:{period}", timeout=WAIT)
    assert window.bar.search.text() == f"date:{period}"
    assert len(review.list.model.ids) >= count


def test_a_saved_search_is_renamed_and_given_a_letter(window: MainWindow, qtbot: QtBot) -> None:
    review = space(window).review
    _search(window, qtbot, "is:unlinked")
    _fill_form(name="Loose ends", key="")
    changing(window, qtbot, lambda: trigger(window, "review", "save_search"))
    (made,) = [each for each in window.ui.bridge.read(saved_searches) if each.name == "Loose ends"]
    qtbot.waitUntil(lambda: review.facets.row_of("saved", "Loose ends") is not None, timeout=WAIT)
    _fill_form(name="Nothing proved")
    changing(window, qtbot, lambda: review.facets.saved_edited.emit(made.id, "rename"))
    qtbot.waitUntil(lambda: review.facets.row_of("saved", "Nothing proved") is not None, timeout=WAIT)
    assert review.facets.row_of("saved", "Loose ends") is None
    _fill_form(key="u")
    changing(window, qtbot, lambda: review.facets.saved_edited.emit(made.id, "key"))
    (now,) = [each for each in window.ui.bridge.read(saved_searches) if each.id == made.id]
    assert (now.name, now.query, now.key) == ("Nothing proved", "is:unlinked", "u")
    _search(window, qtbot, "")
    line = review.facets.row_of("saved", "Nothing proved")
    assert line is not None
    line.click()
    qtbot.waitUntil(lambda: review.searching.results.query == "is:unlinked", timeout=WAIT)


def test_the_name_of_a_saved_search_has_room_beside_its_key(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1280, 800)
    review = space(window).review
    _search(window, qtbot, "is:unlinked")
    _fill_form(name="Announcements", key="7")
    changing(window, qtbot, lambda: trigger(window, "review", "save_search"))
    qtbot.waitUntil(lambda: review.facets.row_of("saved", "Announcements") is not None, timeout=WAIT)
    qtbot.wait(100)
    line = review.facets.row_of("saved", "Announcements")
    assert line is not None
    assert line.shown == "Announcements"
    line.setText("Announced in Beijing")
    assert line.shown.split("\n") == ["Announced in", "Beijing"]
    assert line.heightForWidth(line.width()) > line.sizeHint().height()
    line.updateGeometry()
    qtbot.waitUntil(lambda: line.height() == line.heightForWidth(line.width()), timeout=WAIT)
    beside = line.parentWidget()
    assert beside is not None
    assert [each.text() for each in beside.findChildren(QLabel)] == ["7"]
    assert line.toolTip().endswith("\nis:unlinked\nAlt+7")
    assert "Alt" in [each.text() for each in review.facets.findChildren(QLabel)]


def _answer_file(monkeypatch: pytest.MonkeyPatch, name: str, path: Path) -> None:
    """Let the file dialog of the system, which no test can work, answer with a file."""
    monkeypatch.setattr(QFileDialog, name, staticmethod(lambda *_args: (str(path), "")))


def test_pasted_terms_are_counted_and_exported(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _indexed(window, qtbot)
    dialog = show_terms(window)
    assert dialog is not None
    QApplication.clipboard().setText("apologise\r\n\r\n道歉\r\napologise\r\n(合同 OR\r\n")
    dialog.terms.setFocus()
    dialog.terms.paste()
    dialog.count()
    qtbot.waitUntil(lambda: dialog.table.topLevelItemCount() == 3, timeout=WAIT)
    out = tmp_path / "report.csv"
    _answer_file(monkeypatch, "getSaveFileName", out)
    dialog._export.click()
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert [line.partition(",")[0] for line in lines[1:]] == ["apologise", "道歉", "(合同 OR"]
    found: list[str] = []
    dialog.query_wanted.connect(found.append)
    dialog.table.itemDoubleClicked.emit(dialog.table.topLevelItem(1), 0)
    assert found == ["道歉"]
    dialog.close()


def test_terms_are_taken_from_a_file(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = show_terms(window)
    assert dialog is not None
    listed = tmp_path / "terms.txt"
    listed.write_text("apologise\n道歉\n", encoding="utf-8")
    _answer_file(monkeypatch, "getOpenFileName", listed)
    dialog._ask_list()
    assert dialog.terms.toPlainText() == "apologise\n道歉\n"
    listed.write_bytes(b"\xff\xfe\x00\xd8")
    with qtbot.waitSignal(window.ui.bridge.failed, timeout=WAIT):
        dialog._ask_list()
    dialog.close()


def test_a_list_of_pages_is_picked_for_a_load_file(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "set.dat").write_text("þDOCþ\x14þOddþ\r\nþA1þ\x14þxþ\r\n", encoding="utf-8-sig")
    for name in ("one", "two"):  # two, so that none of them is taken for the sister
        (tmp_path / f"{name}.opt").write_text(f"A1,VOL,{name}.tif,Y,,,1\r\n", encoding="utf-8")
    dialog = import_load_file(window)
    assert dialog is not None
    _answer_file(monkeypatch, "getOpenFileName", tmp_path / "set.dat")
    dialog._paths._ask("load.file")
    qtbot.waitUntil(lambda: dialog._checked is not None and not dialog._is_running, timeout=WAIT)
    assert dialog.images.text() == ""
    _answer_file(monkeypatch, "getOpenFileName", tmp_path / "two.opt")
    with qtbot.waitSignal(window.ui.bridge.job_ended, timeout=WAIT):
        dialog._paths._ask("load.images")
    assert dialog.images.text() == str(tmp_path / "two.opt")
    assert dialog.load_file.text() == str(tmp_path / "set.dat")
    request = dialog._request()
    assert request is not None
    assert (request.load_file, request.images) == (tmp_path / "set.dat", tmp_path / "two.opt")
    dialog.close()


def test_the_matrix_suggests_evidence_and_one_key_links_it(window: MainWindow, qtbot: QtBot) -> None:
    _indexed(window, qtbot)
    window.show_view("matrix")
    matrix = space(window).matrix
    qtbot.waitUntil(lambda: matrix.grid.evidence is not None, timeout=WAIT)
    shown = window.ui.bridge.read(matrix_queries.matrix)
    suggestions = matrix.inspector.suggestions
    for element in (each for claim in shown.claims for each in claim.elements):
        matrix.grid.go_to(element.id, shown.columns[0].id)
        qtbot.wait(400)
        if len(suggestions.found) > 1:
            break
    assert len(suggestions.found) > 1
    assert all(each.why for each in suggestions.found)
    second = suggestions.found[1]
    trigger(window, "matrix", "next_suggestion")
    changing(window, qtbot, lambda: trigger(window, "matrix", "link_suggested"))
    (link,) = window.ui.bridge.read(link_queries.links, evidence=second.evidence)
    assert (link.element, link.stance) == (element.id, "supports")
    qtbot.waitUntil(
        lambda: second.evidence not in {each.evidence for each in suggestions.found}, timeout=WAIT
    )


def test_a_newer_query_breaks_off_the_one_before(window: MainWindow, qtbot: QtBot) -> None:
    _indexed(window, qtbot)
    review = space(window).review
    shown: list[str] = []
    show: Callable[..., None] = review.list.show_results

    def watch(results: object, *, current: str) -> None:
        shown.append(results.query)  # type: ignore[attr-defined]
        show(results, current=current)

    review.list.show_results = watch  # type: ignore[method-assign]
    for query in ("a", "ap", "apologise", "合同", "apologise"):
        window.search_box.set_query(query)
    qtbot.waitUntil(lambda: shown[-2:] == ["apologise", "apologise"], timeout=WAIT)
    assert set(review.list.model.ids) == _matching(window, "apologise")
    assert set(shown) == {"apologise"}
