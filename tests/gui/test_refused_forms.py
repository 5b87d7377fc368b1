"""Forms whose command is refused: they stay with all words in them and say why, and are sent again when mended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evidence_desk.commands.base import Command
from evidence_desk.commands.claims import AddClaim
from evidence_desk.commands.evidence import AddEvidence
from evidence_desk.commands.labels import AddTag
from evidence_desk.commands.searches import SaveSearch
from evidence_desk.gui.dialogs.form import FormDialog
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import claims as claim_queries
from evidence_desk.queries import stages as stage_queries
from tests.gui.conftest import WAIT, changing, space, trigger


def _form(qtbot: QtBot) -> FormDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), FormDialog), timeout=WAIT)
    form = QApplication.activeModalWidget()
    assert isinstance(form, FormDialog)
    return form


def _fill(form: FormDialog, **values: str) -> None:
    for name, value in values.items():
        edit = form.edit(name)
        if hasattr(edit, "setPlainText"):
            edit.setPlainText(value)
        else:
            edit.setText(value)  # type: ignore[union-attr]


def _tag(window: MainWindow) -> None:
    space(window).review.coder.add_tag()


_FORMS: dict[str, tuple[Callable[[MainWindow], object], Command, dict[str, str], dict[str, str]]] = {
    "claim": (
        lambda window: space(window).claims.add_claim(),
        AddClaim(number="77", title="Taken"),
        {"number": "77", "title": "Words", "amount": "1,200"},
        {"number": "78"},
    ),
    "evidence": (
        lambda window: trigger(window, "review", "add_evidence"),
        AddEvidence(exhibit="Z-77", title="Taken"),
        {"exhibit": "Z-77", "title": "Words", "date": "2018"},
        {"exhibit": "Z-78"},
    ),
    "tag": (
        _tag,
        AddTag(name="Taken"),
        {"name": "Taken", "key": ""},
        {"name": "Free"},
    ),
    "search": (
        lambda window: space(window).review.saved.save("contract"),
        SaveSearch(name="Taken", query="x"),
        {"name": "Taken", "query": "contract", "key": ""},
        {"name": "Free"},
    ),
}


@pytest.mark.parametrize("name", _FORMS)
def test_a_refused_form_stays_says_why_and_is_sent_again(window: MainWindow, qtbot: QtBot, name: str) -> None:
    ask, taken, values, mended = _FORMS[name]
    changing(window, qtbot, lambda: window.ui.bridge.run(taken))
    toasts: list[object] = []
    window.ui.bridge.failed.connect(toasts.append)
    ask(window)
    form = _form(qtbot)
    _fill(form, **values)
    form.accept()
    qtbot.waitUntil(form.problem.isVisible, timeout=WAIT)
    assert {**form.values(), **values} == form.values()
    assert any(value in form.problem.text() for value in values.values() if value)
    assert toasts == [], "it is said in the form, not behind it"
    wrong = next(iter(mended))
    assert form.edit(wrong).hasFocus()
    _fill(form, **mended)
    changing(window, qtbot, form.accept)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None, timeout=WAIT)


def test_an_event_with_a_date_that_is_none_keeps_its_words(window: MainWindow, qtbot: QtBot) -> None:
    trigger(window, "global", "view_stages")
    qtbot.waitUntil(lambda: bool(space(window).stages._proceedings), timeout=WAIT)
    before = len(window.ui.bridge.read(stage_queries.stages))
    trigger(window, "stages", "add_event")
    form = _form(qtbot)
    _fill(form, date="the day before", outcome="Adjourned")
    form.accept()
    qtbot.waitUntil(form.problem.isVisible, timeout=WAIT)
    assert "the day before" in form.problem.text()
    assert form.values()["outcome"] == "Adjourned"
    assert form.edit("date").hasFocus()
    form.reject()
    qtbot.wait(50)
    assert len(window.ui.bridge.read(stage_queries.stages)) == before


def test_what_a_given_up_form_sent_is_refused_in_the_window(window: MainWindow, qtbot: QtBot) -> None:
    space(window).claims.add_claim()
    form = _form(qtbot)
    _fill(form, number="1", title="Words")
    with qtbot.waitSignal(window.ui.bridge.failed, timeout=WAIT):
        form.accept()
        form.reject()
    assert len(window.ui.bridge.read(claim_queries.claims)) == 3


def test_a_paper_that_cannot_be_written_brings_its_form_back(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    trigger(window, "global", "export_matrix")
    form = _form(qtbot)
    _fill(form, folder=str(tmp_path / "file"))
    form.accept()
    qtbot.waitUntil(form.problem.isVisible, timeout=WAIT)
    assert form.isVisible()
    good = tmp_path / "good"
    good.mkdir()
    _fill(form, folder=str(good))
    form.accept()
    qtbot.waitUntil(lambda: bool(list(good.iterdir())), timeout=WAIT)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None, timeout=WAIT)


def test_a_field_of_a_proceeding_can_be_emptied(window: MainWindow, qtbot: QtBot) -> None:
    trigger(window, "global", "view_stages")
    view = space(window).stages
    qtbot.waitUntil(lambda: bool(view._proceedings), timeout=WAIT)
    proceeding = next(each for each in view._proceedings if each.court_native and each.from_)
    view.edit_proceeding(proceeding)
    form = _form(qtbot)
    _fill(form, court_native="", case_number="(2019) 1")
    changing(window, qtbot, form.accept)
    found = next(
        each for each in window.ui.bridge.read(stage_queries.proceedings) if each.id == proceeding.id
    )
    assert (found.court_native, found.case_number, found.from_) == ("", "(2019) 1", proceeding.from_)


def test_what_is_asked_twice_is_done_once(window: MainWindow, qtbot: QtBot) -> None:
    space(window).claims.add_claim()
    form = _form(qtbot)
    _fill(form, number="9", title="Once")
    with qtbot.waitSignal(window.ui.bridge.done, timeout=WAIT):
        form.accept()
        form.accept()
    qtbot.wait(200)
    titles = [each.title for each in window.ui.bridge.read(claim_queries.claims)]
    assert titles.count("Once") == 1
