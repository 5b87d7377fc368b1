"""One key a document: presets, repeating, saving what was done, copies along, many at once, the queue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from evidence_desk.commands.bulk import EditItems
from evidence_desk.commands.evidence import AddEvidence
from evidence_desk.gui.dialogs.form import FormDialog
from evidence_desk.gui.dialogs.preset_form import PresetDialog
from evidence_desk.gui.viewer.outside import outside_copy
from evidence_desk.gui.viewer.selection import Passage, Selection
from evidence_desk.gui.views.review import ReviewView
from evidence_desk.gui.views.review_queue import Pace, ReviewQueue
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import evidence as evidence_queries
from evidence_desk.queries import labels as label_queries
from evidence_desk.queries import stages as stage_queries
from evidence_desk.queries.rows import EvidenceRow
from tests.gui.conftest import WAIT, changing, space, trigger

NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def review(window: MainWindow, qtbot: QtBot) -> ReviewView:
    """Review with the keyboard in the list and the keys of the presets there."""
    made = space(window).review
    qtbot.waitUntil(lambda: bool(made.coder.presets), timeout=WAIT)
    made.list.view.setFocus()
    return made


def _rows(window: MainWindow) -> dict[str, EvidenceRow]:
    return {row.id: row for row in window.ui.bridge.read(evidence_queries.list_evidence)}


def _show(window: MainWindow, qtbot: QtBot, exhibit: str) -> str:
    evidence = next(row.id for row in _rows(window).values() if row.exhibit == exhibit)
    review = space(window).review
    review.go_to(evidence)
    qtbot.waitUntil(lambda: review._detail is not None and review._detail.row.id == evidence, timeout=WAIT)
    review.list.view.setFocus()
    return evidence


def _key(window: MainWindow, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    changing(window, qtbot, lambda: QTest.keyClick(space(window).review.list.view, key, modifier))


def _answer(kind: type, act: Callable[[object], None]) -> None:
    """Answer a dialog of a kind as soon as it shows."""

    def look() -> None:
        found = [
            each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()
        ]
        if not found:
            QTimer.singleShot(20, look)
            return
        act(found[0])

    QTimer.singleShot(0, look)


def test_one_key_codes_the_document_and_shows_the_next_unreviewed_one(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    evidence = _show(window, qtbot, "A-6")
    before = _rows(window)
    _key(window, qtbot, Qt.Key.Key_7)
    row = _rows(window)[evidence]
    assert "UI similarity" in row.tags
    assert (row.review, row.supports) == ("reviewed", before[evidence].supports + 1)
    assert review.list.current != evidence
    assert _rows(window)[review.list.current].review == "unreviewed"
    assert "to 1 item" in window.toast.text
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert _rows(window) == before


def test_shift_and_the_key_codes_without_going_on(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    evidence = _show(window, qtbot, "A-6")
    _key(window, qtbot, Qt.Key.Key_7, SHIFT)
    assert review.list.current == evidence
    assert _rows(window)[evidence].review == "reviewed"


def test_a_dot_repeats_the_last_preset_or_the_single_steps_of_the_last_item(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    _show(window, qtbot, "A-6")
    _key(window, qtbot, Qt.Key.Key_7)
    second = review.list.current
    _key(window, qtbot, Qt.Key.Key_Period)
    assert "UI similarity" in _rows(window)[second].tags
    assert review.list.current != second

    third = review.list.current
    qtbot.waitUntil(lambda: review._detail is not None and review._detail.row.id == third, timeout=WAIT)
    had = set(_rows(window)[third].tags)
    _key(window, qtbot, Qt.Key.Key_3)
    _key(window, qtbot, Qt.Key.Key_6)
    review.list.step(1)
    fourth = review.list.current
    _key(window, qtbot, Qt.Key.Key_Period, SHIFT)
    assert {"Damages", "Notarise"} - had <= set(_rows(window)[fourth].tags)
    assert review.list.current == fourth


def test_nothing_to_repeat_is_said(window: MainWindow, review: ReviewView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.ui.bridge.failed, timeout=WAIT):
        trigger(window, "review", "repeat")
    assert window.toast.isVisible()


def test_what_was_done_becomes_a_preset_with_its_own_key_that_can_be_changed_and_deleted(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    evidence = _show(window, qtbot, "A-6")
    for key in (Qt.Key.Key_3, Qt.Key.Key_6):
        _key(window, qtbot, key)
    changing(window, qtbot, lambda: QTest.keyClick(review.list.view, Qt.Key.Key_Space))
    _show(window, qtbot, "A-6")

    def fill(dialog: object) -> None:
        assert isinstance(dialog, PresetDialog)
        dialog.edit("name").setText("Loss to notarise")  # type: ignore[union-attr]
        dialog.edit("key").setText("J")  # type: ignore[union-attr]
        assert not dialog._accept.isEnabled()  # J is taken
        assert "Next item" in dialog._taken.text()
        dialog.edit("key").setText("X")  # type: ignore[union-attr]
        assert dialog._accept.isEnabled()
        dialog.accept()

    _answer(PresetDialog, fill)
    changing(window, qtbot, lambda: trigger(window, "review", "save_preset"))
    made = next(p for p in window.ui.bridge.read(label_queries.presets) if p.key == "X")
    assert (len(made.actions["tags"]), made.actions["review"]) == (2, "reviewed")

    other = next(
        row.id for row in _rows(window).values() if row.review == "unreviewed" and row.id != evidence
    )
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
    review.go_to(other)
    review.list.view.setFocus()
    qtbot.waitUntil(lambda: any(p.key == "X" for p in review.coder.presets), timeout=WAIT)
    _key(window, qtbot, Qt.Key.Key_X)
    assert {"Damages", "Notarise"} <= set(_rows(window)[other].tags)

    def rename(dialog: object) -> None:
        assert isinstance(dialog, PresetDialog)
        dialog.edit("name").setText("Loss")  # type: ignore[union-attr]
        dialog.boxes[0][0].setChecked(False)
        dialog.accept()

    _answer(PresetDialog, rename)
    changing(window, qtbot, lambda: review.coder.edit_preset(made.id))
    edited = next(p for p in window.ui.bridge.read(label_queries.presets) if p.id == made.id)
    assert (edited.name, len(edited.actions["tags"])) == ("Loss", 1)
    changing(window, qtbot, lambda: review.coder.delete(made.id))
    assert made.id not in {p.id for p in window.ui.bridge.read(label_queries.presets)}
    qtbot.waitUntil(lambda: not review.coder.keys.taken_by("X", besides=""), timeout=WAIT)  # type: ignore[union-attr]


def test_exact_copies_are_coded_along_when_chosen_and_it_says_to_how_many(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    evidence = _show(window, qtbot, "A-6")
    file = _rows(window)[evidence].files[0].id
    for title in ("First copy", "Second copy"):
        changing(
            window, qtbot, lambda title=title: window.ui.bridge.run(AddEvidence(title=title, files=[file]))
        )
    _show(window, qtbot, "A-6")
    review.coding_bar.set_spread(["duplicates"])
    _key(window, qtbot, Qt.Key.Key_7)
    assert "1 item and 2 exact copies" in window.toast.text
    copies = [row for row in _rows(window).values() if row.title.endswith(" copy")]
    assert [row.review for row in copies] == ["reviewed", "reviewed"]
    assert review.state()["spread"] == ["duplicates"]


def test_several_items_are_coded_in_one_step(window: MainWindow, review: ReviewView, qtbot: QtBot) -> None:
    _show(window, qtbot, "A-3")
    before = _rows(window)
    for _ in range(2):
        QTest.keyClick(review.list.view, Qt.Key.Key_Down, SHIFT)
    chosen = review.list.chosen
    assert len(chosen) == 3
    assert review.coding_bar._chosen.toolTip()
    _key(window, qtbot, Qt.Key.Key_7, SHIFT)
    assert all("UI similarity" in _rows(window)[each].tags for each in chosen)
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert _rows(window) == before


def test_the_whole_list_is_chosen_and_edited_together(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    before = _rows(window)
    QTest.keyClick(review.list.view, Qt.Key.Key_A, CTRL)
    assert review.list.chosen == review.list.model.ids

    def fill(dialog: object) -> None:
        assert isinstance(dialog, FormDialog)
        dialog.edit("custodian").setText("Archive")  # type: ignore[union-attr]
        dialog.accept()

    _answer(FormDialog, fill)
    changing(window, qtbot, lambda: trigger(window, "review", "edit_items"))
    read = window.ui.bridge.read
    assert {read(evidence_queries.evidence_detail, each).row.custodian for each in before} == {"Archive"}
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert "Archive" not in {read(evidence_queries.evidence_detail, each).row.custodian for each in before}


def test_the_queue_goes_on_from_the_top_and_follows_what_is_done() -> None:
    queue, ids = ReviewQueue(), ["a", "b", "c", "d"]
    queue.take({"b", "d"})
    assert [queue.after(ids, place) for place in (-1, 1, 3)] == [1, 3, 1]
    queue.note(["b"], "reviewed")
    assert queue.after(ids, 3) == -1
    queue.note(["a"], None)
    queue.note(["c"], "unreviewed")
    assert queue.after(ids, 3) == 2


def test_pauses_do_not_slow_the_pace() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    for step, item in enumerate(["a", "b", "c", "d", "d"]):
        now[0] += 10_000 if step == 2 else 60
        pace.note([item])
    # 60 + 300 (the pause counts as five minutes) + 60 + 60 seconds for four documents
    assert pace.per_hour == 30


def test_the_status_line_tells_the_pace(window: MainWindow, review: ReviewView, qtbot: QtBot) -> None:
    assert window.status._pace.isHidden()
    trigger(window, "review", "next_unreviewed")
    for _ in range(3):
        _key(window, qtbot, Qt.Key.Key_7)
    assert not window.status._pace.isHidden()


def test_one_step_of_an_item_is_put_back_from_its_history(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    evidence = _show(window, qtbot, "A-6")
    _key(window, qtbot, Qt.Key.Key_6)
    _key(window, qtbot, Qt.Key.Key_7, SHIFT)
    history = review.inspector.history
    qtbot.waitUntil(lambda: any("Notarise" in step.summary for step in history.steps), timeout=WAIT)
    step = next(step for step in history.steps if "Notarise" in step.summary)
    name = f"Put this back: {step.summary}"
    back = next(each for each in history.findChildren(QPushButton) if each.accessibleName() == name)
    changing(window, qtbot, back.click)
    row = _rows(window)[evidence]
    assert "Notarise" not in row.tags
    assert "UI similarity" in row.tags
    assert window.toast.text == f"Put back: {step.summary}"
    qtbot.waitUntil(
        lambda: any(each.seq == step.seq and each.is_taken_back for each in history.steps), timeout=WAIT
    )
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert "Notarise" in _rows(window)[evidence].tags


def test_a_selection_becomes_a_note_or_a_link_to_a_fact(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    evidence = _show(window, qtbot, "A-2")
    qtbot.waitUntil(review.viewer.canvas.geometry_known, timeout=WAIT)
    review.viewer.canvas.select(Selection((Passage(1, "apologise", ((50.0, 50.0, 90.0, 60.0),)),)))

    review.viewer.more_asked.emit("cite_note")
    field = review.inspector.notes.new
    qtbot.waitUntil(field.hasFocus, timeout=WAIT)
    QTest.keyClicks(field, "Admission")
    changing(window, qtbot, lambda: QTest.keyClick(field, Qt.Key.Key_Return, CTRL))
    notes = window.ui.bridge.read(label_queries.notes_on, evidence)
    assert [note.text for note in notes] == ["p. 1: “apologise”\nAdmission"]
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert window.ui.bridge.read(label_queries.notes_on, evidence) == []
    trigger(window, "review", "cite_fact")
    assert {target.kind for target in review.linker.picker._targets} == {"fact"}


def test_a_selection_is_tied_to_a_court_stage(window: MainWindow, review: ReviewView, qtbot: QtBot) -> None:
    evidence = _show(window, qtbot, "A-6")
    before = window.ui.bridge.read(evidence_queries.evidence_detail, evidence).stages
    stages = window.ui.bridge.read(stage_queries.stages)
    qtbot.waitUntil(review.viewer.canvas.geometry_known, timeout=WAIT)
    review.viewer.canvas.select(Selection((Passage(1, "ranking", ((50.0, 50.0, 90.0, 60.0),)),)))
    picker = review.linker.picker
    review.viewer.canvas.setFocus()
    QTest.keyClick(review.viewer.canvas, Qt.Key.Key_T)
    qtbot.waitUntil(picker.isVisible, timeout=WAIT)
    assert not picker.isModal()
    assert [picker._list.item(at).text().split()[0] for at in range(picker._list.count())] == [
        str(number) for number in range(1, len(stages) + 1)
    ]
    QTest.keyClick(picker._field, Qt.Key.Key_Tab)
    assert picker._status.text() == "exchanged"
    QTest.keyClicks(picker._field, str(len(stages)))
    changing(window, qtbot, lambda: QTest.keyClick(picker._field, Qt.Key.Key_Return))
    (use,) = set(window.ui.bridge.read(evidence_queries.evidence_detail, evidence).stages) - set(before)
    assert (use.stage, use.status, use.note) == (stages[-1].id, "exchanged", "p. 1: “ranking”")

    trigger(window, "review", "cite_stage")
    qtbot.waitUntil(picker.isVisible, timeout=WAIT)
    assert picker._list.item(0).text().startswith(f"{len(stages)} ")  # used last
    assert picker._status.text() == "filed"
    QTest.keyClick(picker._field, Qt.Key.Key_Escape)
    assert not picker.isVisible()
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert window.ui.bridge.read(evidence_queries.evidence_detail, evidence).stages == before


def test_a_page_whose_reader_dies_shows_why_and_opens_outside_as_a_copy(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    _show(window, qtbot, "A-1")
    viewer = review.viewer
    file = viewer.canvas.file
    assert file is not None
    assert viewer._problem.isHidden()
    viewer._store._no_image[(file.sha256, 1)] = "the reader stopped"
    viewer._store.ready.emit(file.sha256, 1)
    assert "the reader stopped" in viewer._problem.reason.text()
    session = window.ui.bridge.session
    assert session is not None
    copy = outside_copy(session, file)
    assert copy.read_bytes() == session.file_path(file.sha256).read_bytes()
    assert copy.name == file.name
    review.list.step(1)
    assert viewer._problem.isHidden()


def test_a_key_of_the_program_is_refused_by_name_and_stays_the_programs(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    _show(window, qtbot, "A-6")

    def fill(dialog: object) -> None:
        assert isinstance(dialog, FormDialog)
        edits = dialog.edit("name"), dialog.edit("key")
        for edit, text in zip(edits, ("Keep", "K"), strict=True):
            assert isinstance(edit, QLineEdit)
            edit.setText(text)
        dialog.accept()

    _answer(FormDialog, fill)
    review.coder.add_tag()
    form = next(each for each in review.findChildren(FormDialog) if each.isVisible())
    qtbot.waitUntil(form.problem.isVisible, timeout=WAIT)
    assert "previous item" in form.problem.text()
    form.reject()
    tag = next(iter(review.coder.tags))
    assert review.coder.keys is not None
    review.coder.keys.show([replace(tag, key="K")], [])  # as a matter may hold it from before
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
    review.list.go_to(2)
    review.list.view.setFocus()
    QTest.keyClick(review.list.view, Qt.Key.Key_K)
    assert review.list.view.currentIndex().row() == 1


def _held(window: MainWindow) -> set[str]:
    return {each for each, row in _rows(window).items() if row.custodian == "Archive 9"}


def test_a_step_that_changed_other_items_too_is_put_back_only_after_saying_how_many(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    evidence = _show(window, qtbot, "A-6")
    others = [each for each in _rows(window) if each != evidence][:2]
    command = EditItems(evidence=[evidence, *others], custodian="Archive 9")
    changing(window, qtbot, lambda: window.ui.bridge.run(command))
    history = review.inspector.history
    qtbot.waitUntil(lambda: any(step.items == 3 for step in history.steps), timeout=WAIT)
    step = next(step for step in history.steps if step.items == 3)
    name = f"Put this back: {step.summary}"
    back = next(each for each in history.findChildren(QPushButton) if each.accessibleName() == name)
    back.click()
    form = next(each for each in window.findChildren(FormDialog) if each.isVisible())
    assert any("changed 3 items" in each.text() for each in form.findChildren(QLabel))
    assert _held(window) == {evidence, *others}
    changing(window, qtbot, form.accept)
    assert _held(window) == set()
