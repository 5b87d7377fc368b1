"""The inspector of Review: every field in place, notes with a few marks, stages, positions, what flashes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from evidence_desk.commands.evidence import EditEvidence
from evidence_desk.commands.labels import AddNote, AddTag
from evidence_desk.commands.stages import AddStageEvent
from evidence_desk.gui.dialogs.form import FormDialog
from evidence_desk.gui.views.inspector import Inspector
from evidence_desk.gui.views.notes_panel import _Note
from evidence_desk.gui.widgets.basics import ElidedLabel
from evidence_desk.gui.widgets.inline_field import InlineChoice, InlineLine, InlineText
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import evidence as queries
from evidence_desk.queries import stages as stage_queries
from evidence_desk.queries.origin import origin
from evidence_desk.queries.rows import EvidenceDetail
from tests.gui.conftest import WAIT, changing, space, trigger

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def item(window: MainWindow, qtbot: QtBot) -> str:
    rows = window.ui.bridge.read(queries.list_evidence)
    found = next(row.id for row in rows if row.exhibit == "A-6")
    space(window).review.go_to(found)
    review = space(window).review
    qtbot.waitUntil(
        lambda: review.coder.detail is not None and review.coder.detail.row.id == found, timeout=WAIT
    )
    for panel in (review.inspector.assessment, review.inspector.stages):
        qtbot.waitUntil(lambda panel=panel: bool(panel.findChildren(InlineChoice)), timeout=WAIT)
    qtbot.wait(100)  # until what showed the item before is gone
    return found


@pytest.fixture
def inspector(window: MainWindow, item: str) -> Inspector:
    return space(window).review.inspector


def _detail(window: MainWindow, item: str) -> EvidenceDetail:
    found: EvidenceDetail = window.ui.bridge.read(queries.evidence_detail, item)
    return found


def _value(detail: EvidenceDetail, name: str) -> str:
    if name == "date":
        return detail.row.date.text
    return str(getattr(detail if hasattr(detail, name) else detail.row, name))


def test_every_field_is_edited_in_place_and_each_change_is_undone(
    window: MainWindow, item: str, inspector: Inspector, qtbot: QtBot
) -> None:
    before = _detail(window, item)
    names = inspector._form.names
    for name in names:
        field = inspector._form.edit(name)
        text = "2017-03" if name == "date" else f"New {name}"
        if isinstance(field, InlineChoice):
            place = next(
                n for n in range(field.count()) if field.itemData(n) not in ("", field.currentData())
            )
            text = str(field.itemData(place))
            field.setCurrentIndex(place)
            changing(window, qtbot, lambda field=field, place=place: field.activated.emit(place))
        else:
            field.setFocus()
            field.selectAll()
            QTest.keyClicks(field, text)
            assert isinstance(field, InlineLine | InlineText)
            changing(window, qtbot, lambda field=field: QTest.keyClick(field, Qt.Key.Key_Return, CTRL))
        assert _value(_detail(window, item), name) == text
    for _ in names:
        changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert _detail(window, item) == before


def test_a_field_that_undo_changed_flashes(
    window: MainWindow, item: str, inspector: Inspector, qtbot: QtBot
) -> None:
    changing(window, qtbot, lambda: inspector._form.committed.emit(item, "author", "Somebody"))
    qtbot.waitUntil(lambda: inspector._form.edit("author").text() == "Somebody", timeout=WAIT)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: not inspector._form.flash.keys, timeout=WAIT)
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    qtbot.waitUntil(lambda: inspector._form.flash.keys == {"author"}, timeout=WAIT)
    assert inspector._form.edit("author").property("flash")
    qtbot.waitUntil(lambda: not inspector._form.edit("author").property("flash"), timeout=WAIT)


def test_a_note_is_written_read_with_its_marks_changed_and_deleted(
    window: MainWindow, item: str, inspector: Inspector, qtbot: QtBot
) -> None:
    trigger(window, "review", "cite_note")
    field = inspector.notes.new
    qtbot.waitUntil(field.hasFocus, timeout=WAIT)
    QTest.keyClicks(field, "See **page 2** at https://example.org/x <img src=y>")
    changing(window, qtbot, lambda: QTest.keyClick(field, Qt.Key.Key_Return, CTRL))
    assert field.toPlainText() == ""
    qtbot.waitUntil(lambda: len(_shown(inspector)) == 1, timeout=WAIT)
    (note,) = _shown(inspector)
    assert "<b>page 2</b>" in note.words.text()
    assert "<img" not in note.words.text()
    assert not note.words.openExternalLinks()
    note.words.linkActivated.emit("https://example.org/x")
    assert window.ui.bridge.session is not None
    (kept,) = _detail(window, item).remarks
    assert kept.author == window.ui.bridge.session.actor

    _press(note, "Edit")
    note.edit.selectAll()
    QTest.keyClicks(note.edit, "Other words")
    changing(window, qtbot, lambda: QTest.keyClick(note.edit, Qt.Key.Key_Return, CTRL))
    qtbot.waitUntil(
        lambda: [n.words.text() for n in _shown(inspector)] == ["<p>Other words</p>"], timeout=WAIT
    )
    changing(window, qtbot, lambda: _press(_shown(inspector)[0], "Delete"))
    qtbot.waitUntil(lambda: not _shown(inspector), timeout=WAIT)
    for _ in range(2):
        changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert [each.text for each in _detail(window, item).remarks] == [kept.text]


def _shown(inspector: Inspector) -> list[_Note]:
    return [note for note in inspector.notes.findChildren(_Note) if not note.isHidden()]


def _press(note: _Note, word: str) -> None:
    next(each for each in note.findChildren(QPushButton) if each.text() == word).click()


def _choices(inspector: Inspector, name: str) -> InlineChoice:
    return next(
        each
        for each in inspector.findChildren(InlineChoice)
        if each.accessibleName().startswith(name) and not each.isHidden()
    )


def _pick(choice: InlineChoice, value: str) -> None:
    place = choice.findData(value)
    choice.setCurrentIndex(place)
    choice.activated.emit(place)


def test_a_use_at_a_stage_is_added_changed_and_removed(
    window: MainWindow, item: str, inspector: Inspector, qtbot: QtBot
) -> None:
    before = {use.id for use in _detail(window, item).stages}
    chooser = _choices(inspector, "+ Used at a court stage")
    used = {use.stage for use in _detail(window, item).stages}
    stage = next(
        str(chooser.itemData(n)) for n in range(1, chooser.count()) if chooser.itemData(n) not in used
    )
    changing(window, qtbot, lambda: _pick(chooser, stage))
    made = next(use for use in _detail(window, item).stages if use.id not in before)
    assert (made.stage, made.status) == (stage, "filed")
    qtbot.waitUntil(lambda: len(inspector.stages.findChildren(QPushButton)) == len(before) + 1, timeout=WAIT)
    again = _choices(inspector, "+ Used at a court stage")
    with qtbot.waitSignal(window.ui.bridge.failed, timeout=WAIT):
        _pick(again, stage)
    assert again.currentIndex() == 0
    status = [
        each for each in inspector.stages.findChildren(InlineChoice) if each.findData("withdrawn") >= 0
    ][-1]
    changing(window, qtbot, lambda: _pick(status, "withdrawn"))
    uses = {use.id: use.status for use in _detail(window, item).stages}
    assert "withdrawn" in uses.values()
    qtbot.waitUntil(lambda: len(inspector.stages.findChildren(InlineLine)) == len(uses), timeout=WAIT)
    note = inspector.stages.findChildren(InlineLine)[-1]
    note.setFocus()
    QTest.keyClicks(note, "Copy only")
    changing(window, qtbot, lambda: QTest.keyClick(note, Qt.Key.Key_Return))
    assert [use.note for use in _detail(window, item).stages if use.status == "withdrawn"] == ["Copy only"]
    qtbot.waitUntil(lambda: inspector.stages.findChildren(InlineLine)[-1].text() == "Copy only", timeout=WAIT)
    remove = inspector.stages.findChildren(QPushButton)[-1]
    changing(window, qtbot, remove.click)
    assert len(_detail(window, item).stages) == len(before)


def test_a_partys_position_is_set_reasoned_and_taken_back_in_place(
    window: MainWindow, item: str, inspector: Inspector, qtbot: QtBot
) -> None:
    before = _detail(window, item).assessments
    (dimension, name, positions) = space(window).review.inspector.assessment._vocabulary.dimensions()[0]
    *_gone, choice = (
        each
        for each in inspector.assessment.findChildren(InlineChoice)
        if each.accessibleName() == name and not each.currentData()
    )
    changing(window, qtbot, lambda: _pick(choice, positions[0][0]))
    made = next(each for each in _detail(window, item).assessments if each not in before)
    assert (made.dimension, made.position) == (dimension, positions[0][0])
    qtbot.waitUntil(lambda: bool(inspector.assessment.findChildren(InlineLine)), timeout=WAIT)
    reason = inspector.assessment.findChildren(InlineLine)[-1]
    reason.setFocus()
    QTest.keyClicks(reason, "Notarised")
    changing(window, qtbot, lambda: QTest.keyClick(reason, Qt.Key.Key_Return))
    assert next(e for e in _detail(window, item).assessments if e.id == made.id).reason == "Notarised"
    for _ in range(2):
        changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert _detail(window, item).assessments == before


@pytest.mark.parametrize("width", [240, 258])
def test_nothing_in_the_inspector_is_wider_than_its_room(
    window: MainWindow, item: str, inspector: Inspector, qtbot: QtBot, width: int
) -> None:
    long = "Unbreakable_" * 20
    for command in (
        EditEvidence(evidence=item, author=long, source=long, custodian=long),
        AddTag(name=long),
        AddNote(on=item, text=f"See https://example.org/{long}?a=1&b=2 and {long}"),
    ):
        changing(window, qtbot, lambda command=command: window.ui.bridge.run(command))
    found = window.ui.bridge.read(origin, item, [])
    file = replace(found.files[0], name=long, problem="broken", warnings=(("", "broken"), ("", long)))
    file = replace(file, first=replace(file.first, path=f"/{long}", by=long, source=long))
    inspector.setFixedWidth(width)
    qtbot.waitUntil(lambda: inspector.width() == width, timeout=WAIT)
    qtbot.waitUntil(lambda: len(_shown(inspector)) == 1, timeout=WAIT)
    qtbot.wait(400)  # the history of the item comes late
    inspector.origin._fill(replace(found, files=[file], children=[_detail(window, item).row]))
    qtbot.wait(100)
    room = inspector._scroll.viewport().width()
    shown = [each for each in inspector._content.findChildren(QWidget) if each.isVisible()]
    assert len(shown) > 60
    cut_off = [each for each in shown if each.mapTo(inspector._content, QPoint(each.width(), 0)).x() > room]
    assert cut_off == []
    assert inspector._content.minimumSizeHint().width() <= room  # else heights are reckoned for another width
    labels = [each for each in shown if isinstance(each, QLabel) and not isinstance(each, ElidedLabel)]
    assert [each.text() for each in labels if each.minimumSizeHint().width() > each.width()] == []


def test_an_inspector_of_nothing_has_no_scroll_bar(
    window: MainWindow, inspector: Inspector, qtbot: QtBot
) -> None:
    qtbot.waitUntil(inspector._scroll.verticalScrollBar().isVisible, timeout=WAIT)
    space(window).review.ask("nosuchwordanywhere")
    qtbot.waitUntil(lambda: not inspector._scroll.verticalScrollBar().isVisible(), timeout=WAIT)


def test_the_keyboard_stays_on_a_position_that_is_set_and_on_another_one_gone_to(
    window: MainWindow, item: str, inspector: Inspector, qtbot: QtBot
) -> None:
    panel = inspector.assessment
    name, positions = panel._vocabulary.dimensions()[0][1:]
    choice = _choices(inspector, name)
    choice.setFocus(Qt.FocusReason.TabFocusReason)
    changing(window, qtbot, lambda: _pick(choice, positions[0][0]))
    qtbot.waitUntil(lambda: bool(panel.findChildren(InlineLine)), timeout=WAIT)
    focused = window.focusWidget()
    assert isinstance(focused, InlineChoice)
    assert focused is not choice
    assert (focused.accessibleName(), focused.currentData()) == (name, positions[0][0])

    changing(window, qtbot, lambda: inspector._form.committed.emit(item, "author", "Somebody"))
    qtbot.waitUntil(lambda: inspector._form.edit("author").text() == "Somebody", timeout=WAIT)  # type: ignore[union-attr]
    assert window.focusWidget() is focused, "nothing of the positions changed"


def test_the_keyboard_stays_on_the_status_at_a_stage(
    window: MainWindow, item: str, inspector: Inspector, qtbot: QtBot
) -> None:
    status = next(
        each for each in inspector.stages.findChildren(InlineChoice) if each.findData("withdrawn") >= 0
    )
    name = status.accessibleName()
    status.setFocus(Qt.FocusReason.TabFocusReason)
    changing(window, qtbot, lambda: _pick(status, "withdrawn"))

    def _is_back() -> bool:
        focused = window.focusWidget()
        return (
            isinstance(focused, InlineChoice) and focused is not status and focused.accessibleName() == name
        )

    qtbot.waitUntil(_is_back, timeout=WAIT)
    assert _choices(inspector, name).currentData() == "withdrawn"


def test_a_new_stage_can_be_chosen_at_once_and_stages_are_read_beside_the_window(
    window: MainWindow, item: str, inspector: Inspector, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_here: list[object] = []
    whole = window.ui.bridge.read
    monkeypatch.setattr(
        window.ui.bridge,
        "read",
        lambda query, *args, **kw: read_here.append(query) or whole(query, *args, **kw),
    )
    known = whole(stage_queries.stages)
    made = AddStageEvent(proceeding=known[0].proceeding, kind=known[0].kind, date="2031-05-06")
    changing(window, qtbot, lambda: window.ui.bridge.run(made))

    def _offered() -> set[str]:
        chooser = _choices(inspector, "+ Used at a court stage")
        return {str(chooser.itemData(n)) for n in range(chooser.count())}

    ids = {stage.id for stage in whole(stage_queries.stages)}
    qtbot.waitUntil(lambda: ids <= _offered(), timeout=WAIT)
    assert stage_queries.stages not in read_here


def _form(qtbot: QtBot) -> FormDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), FormDialog), timeout=WAIT)
    form = QApplication.activeModalWidget()
    assert isinstance(form, FormDialog)
    return form


def _write(form: FormDialog, **values: str) -> None:
    for name, value in values.items():
        edit = form.edit(name)
        assert isinstance(edit, QLineEdit)
        edit.setText(value)


def test_a_group_is_made_for_what_is_chosen_renamed_and_offered(
    window: MainWindow, item: str, inspector: Inspector, qtbot: QtBot
) -> None:
    before = _detail(window, item).row.group
    trigger(window, "review", "add_group")
    form = _form(qtbot)
    _write(form, number="7", title="Traffic")
    changing(window, qtbot, form.accept)
    group = _detail(window, item).row.group
    assert group != before
    field = inspector._form.edit("group")
    assert isinstance(field, InlineChoice)
    qtbot.waitUntil(lambda: (field.currentData(), field.currentText()) == (group, "7 Traffic"), timeout=WAIT)
    trigger(window, "review", "edit_group")
    form = _form(qtbot)
    _write(form, title="Traffic and income")
    changing(window, qtbot, form.accept)
    qtbot.waitUntil(lambda: field.currentText() == "7 Traffic and income", timeout=WAIT)
    for _ in range(2):
        changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert _detail(window, item).row.group == before
    qtbot.waitUntil(lambda: field.findText("7 Traffic") < 0, timeout=WAIT)


def test_a_tag_is_renamed_and_deleted_from_its_chip_and_undone(
    window: MainWindow, item: str, inspector: Inspector, qtbot: QtBot
) -> None:
    tag = next(each for each in space(window).review.coder.tags if each.name == "Damages")
    edit, delete = inspector._chips[tag.id].actions()
    edit.trigger()
    form = _form(qtbot)
    assert (form.values()["name"], form.values()["key"]) == ("Damages", tag.key)
    _write(form, name="Loss")
    changing(window, qtbot, form.accept)
    qtbot.waitUntil(lambda: any("Loss" in chip.text() for chip in inspector._chips.values()), timeout=WAIT)
    edit, delete = inspector._chips[tag.id].actions()
    changing(window, qtbot, delete.trigger)
    qtbot.waitUntil(lambda: tag.id not in inspector._chips, timeout=WAIT)
    for _ in range(2):
        changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    qtbot.waitUntil(lambda: any("Damages" in chip.text() for chip in inspector._chips.values()), timeout=WAIT)
