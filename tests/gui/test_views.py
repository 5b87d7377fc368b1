"""Claims, matrix and court stages in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from evidence_desk.commands.command_files import Step
from evidence_desk.commands.facts import AddFact
from evidence_desk.commands.labels import AddTag
from evidence_desk.commands.links import EditLink, LinkEvidence
from evidence_desk.commands.stages import SetDeadline
from evidence_desk.domain.words import DeadlineSource, Stance
from evidence_desk.gui.app import Program
from evidence_desk.gui.dialogs.form import FormDialog
from evidence_desk.gui.views.matrix_layout import MatrixLayout
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import claims as claim_queries
from evidence_desk.queries import links as link_queries
from evidence_desk.queries import matrix as matrix_queries
from evidence_desk.queries import stages as stage_queries
from evidence_desk.queries.court_rows import DeadlineRow
from evidence_desk.queries.rows import ClaimRow
from evidence_desk.support.texts import visible
from tests.gui.conftest import WAIT, changing, open_matter, space, trigger


def _fill_next_form(**values: str) -> None:
    """Fill the next form that opens, and accept it."""

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, FormDialog):
            QTimer.singleShot(20, fill)
            return
        for name, value in values.items():
            edit = dialog.edit(name)
            if hasattr(edit, "findData"):
                edit.setCurrentIndex(edit.findData(value))
            elif hasattr(edit, "setPlainText"):
                edit.setPlainText(value)
            else:
                edit.setText(value)
        dialog.accept()

    QTimer.singleShot(0, fill)


def _claims(window: MainWindow) -> list[ClaimRow]:
    return window.ui.bridge.read(claim_queries.claims)


def _open_claims(window: MainWindow, qtbot: QtBot) -> None:
    trigger(window, "global", "view_claims")
    qtbot.waitUntil(lambda: bool(space(window).claims._claims), timeout=WAIT)


def test_a_claim_and_an_element_are_added_edited_and_undone(window: MainWindow, qtbot: QtBot) -> None:
    _open_claims(window, qtbot)
    view = space(window).claims
    _fill_next_form(title="Unjust enrichment", amount="1,200.50")
    changing(window, qtbot, view.add_claim)
    made = _claims(window)[-1]
    assert (made.number, made.title, made.amount) == ("4", "Unjust enrichment", "1200.50")
    qtbot.waitUntil(lambda: view._current == made.id and len(view._claims) == 4, timeout=WAIT)

    _fill_next_form(text="A benefit was received")
    changing(window, qtbot, view.add_element)
    element = _claims(window)[-1].elements[0]
    assert (element.number, element.text, element.state) == ("4.1", "A benefit was received", "unproven")

    qtbot.waitUntil(lambda: view._current == element.id and view._thing(element.id) is not None, timeout=WAIT)
    changing(window, qtbot, lambda: view._edit(element.id, "burden", "defendant"))
    assert _claims(window)[-1].elements[0].burden == "defendant"
    for _ in range(3):
        changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert len(_claims(window)) == 3


def test_cards_of_facts_are_made_as_one_scrolls_down_to_them(window: MainWindow, qtbot: QtBot) -> None:
    _open_claims(window, qtbot)
    facts = space(window).claims.facts
    commands = [AddFact(text=f"Something happened for the {number}th time") for number in range(300)]
    changing(window, qtbot, lambda: window.ui.bridge.run_commands(commands, "Add facts"))
    qtbot.waitUntil(lambda: len(space(window).claims._facts) >= 300 and len(facts._cards) > 10, timeout=WAIT)
    qtbot.wait(300)
    shown = len(facts._cards)
    assert shown < 100
    bar = facts._scroller.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: len(facts._cards) > shown, timeout=WAIT)


def test_competing_facts_stand_together_and_a_linked_element_shows_its_evidence(
    window: MainWindow, qtbot: QtBot
) -> None:
    _open_claims(window, qtbot)
    view = space(window).claims
    element = next(e for claim in view._claims for e in claim.elements if e.number == "1.2")
    view.go_to(element.id)
    assert view.tree.current_row == element
    links = element.supports + element.contradicts + element.context
    assert links > 1
    qtbot.waitUntil(lambda: len(view.inspector.links.cards) == links, timeout=WAIT)


def test_deleting_what_others_hang_on_is_refused_with_a_reason(window: MainWindow, qtbot: QtBot) -> None:
    _open_claims(window, qtbot)
    view = space(window).claims
    view.go_to(view._claims[0].id)
    with qtbot.waitSignal(window.ui.bridge.failed, timeout=WAIT):
        view.delete_selected()
    assert len(_claims(window)) == 3
    assert window.toast.text.startswith(f"Claim {view._claims[0].number} is still used: ")
    assert "cascade" not in window.toast.accessibleName()
    assert window.toast._button.text() == window.ui.t("delete.with_it")
    changing(window, qtbot, window.toast._button.click)
    assert len(_claims(window)) == 2
    changing(window, qtbot, window.ui.bridge.undo)
    assert len(_claims(window)) == 3


def test_what_the_window_asked_for_is_refused_without_the_names_of_commands(
    window: MainWindow, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.ui.bridge.failed, timeout=WAIT) as refused:
        window.ui.bridge.run_steps([Step(AddTag(name="Twice")), Step(AddTag(name="Twice"))], "Two tags")
    assert refused.args is not None
    assert refused.args[0].message.startswith("command 2, field")
    assert window.toast.text == refused.args[0].plain
    assert "command" not in window.toast.text


def test_the_matrix_is_worked_with_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    trigger(window, "global", "view_matrix")
    grid = space(window).matrix.grid
    qtbot.waitUntil(lambda: grid.element is not None, timeout=WAIT)
    matrix = window.ui.bridge.read(matrix_queries.matrix)
    causation = next(e for claim in matrix.claims for e in claim.elements if e.number == "3.2")
    grid.go_to(causation.id, matrix.columns[0].id)
    assert grid.cell is None
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.evidence == matrix.columns[1]
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert grid.element is not None
    assert grid.element.number == "3.3"
    QTest.keyClick(grid, Qt.Key.Key_Up)
    QTest.keyClick(grid, Qt.Key.Key_Home)
    assert (grid.element.id, grid.evidence.id) == (causation.id, matrix.columns[0].id)

    grid.setFocus()
    changing(window, qtbot, lambda: QTest.keyClick(grid, Qt.Key.Key_S))
    qtbot.waitUntil(lambda: grid.cell is not None, timeout=WAIT)
    assert grid.cell is not None
    assert grid.cell.stance == "supports"
    changing(window, qtbot, lambda: QTest.keyClick(grid, Qt.Key.Key_D))
    qtbot.waitUntil(lambda: grid.cell is not None and grid.cell.stance == "contradicts", timeout=WAIT)
    changing(window, qtbot, lambda: QTest.keyClick(grid, Qt.Key.Key_Delete))
    qtbot.waitUntil(lambda: grid.cell is None, timeout=WAIT)


def test_enter_in_the_matrix_opens_the_cite_in_review(window: MainWindow, qtbot: QtBot) -> None:
    trigger(window, "global", "view_matrix")
    grid = space(window).matrix.grid
    qtbot.waitUntil(lambda: grid.cell is not None, timeout=WAIT)
    evidence = grid.evidence
    assert evidence is not None
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert space(window).current is space(window).review
    qtbot.waitUntil(lambda: space(window).review.list.current == evidence.id, timeout=WAIT)


def test_only_gaps_leaves_the_elements_with_gaps(window: MainWindow, qtbot: QtBot) -> None:
    trigger(window, "global", "view_matrix")
    view = space(window).matrix
    qtbot.waitUntil(lambda: view.grid.element is not None, timeout=WAIT)
    trigger(window, "matrix", "only_gaps")
    shown = [line.number for line in view.grid._layout.lines if not isinstance(line, ClaimRow)]
    assert shown == [gap.number for gap in window.ui.bridge.read(matrix_queries.matrix).gaps]
    assert shown
    trigger(window, "matrix", "only_gaps")
    assert len(view.grid._layout.lines) > len(shown)


def test_a_stage_event_is_added_and_evidence_tied_to_it(window: MainWindow, qtbot: QtBot) -> None:
    trigger(window, "global", "view_stages")
    view = space(window).stages
    qtbot.waitUntil(lambda: view.path.current is not None, timeout=WAIT)
    _fill_next_form(kind="served", date="unknown", status="planned")
    changing(window, qtbot, view.add_event)
    made = next(s for s in window.ui.bridge.read(stage_queries.stages) if s.kind == "served")
    qtbot.waitUntil(lambda: view.path.current is not None and view.path.current.id == made.id, timeout=WAIT)
    view.tie_evidence()
    QTest.keyClicks(view.picker._field, "ranking")
    qtbot.waitUntil(lambda: view.picker._list.count() == 1, timeout=WAIT)
    _fill_next_form(status="exchanged")
    changing(window, qtbot, lambda: QTest.keyClick(view.picker._field, Qt.Key.Key_Return))
    made = next(s for s in window.ui.bridge.read(stage_queries.stages) if s.kind == "served")
    assert [each.status for each in made.evidence] == ["exchanged"]
    assert "ranking" in made.evidence[0].title


def test_a_day_the_court_set_is_a_time_limit_that_can_be_removed(window: MainWindow, qtbot: QtBot) -> None:
    trigger(window, "global", "view_stages")
    view = space(window).stages
    qtbot.waitUntil(lambda: view.path.current is not None, timeout=WAIT)
    stage, session = view.path.current, window.ui.bridge.session
    assert stage is not None
    assert session is not None
    profile = session.profile

    def limits() -> list[DeadlineRow]:
        return [
            each for each in window.ui.bridge.read(stage_queries.deadlines, profile) if each.stage == stage.id
        ]

    before = limits()
    _fill_next_form(due="2019年3月1日", source="agreed", note="For the reply")
    changing(window, qtbot, lambda: trigger(window, "stages", "set_limit"))
    [made] = [each for each in limits() if each not in before]
    assert (str(made.due), made.source, made.note) == ("2019-03-01", "agreed", "For the reply")

    def remove() -> list[QPushButton]:
        return [
            each for each in view.strip.findChildren(QPushButton) if "For the reply" in each.accessibleName()
        ]

    qtbot.waitUntil(lambda: len(remove()) == 1, timeout=WAIT)
    changing(window, qtbot, remove()[0].click)
    assert limits() == before
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert made in limits()
    limit = SetDeadline(stage=stage.id, source=DeadlineSource.AGREED, due="2019-03-02")
    assert session.run(limit).summary == "Set time limit 2019-03-02"

    def names() -> set[str]:
        return {visible(each.text()) for each in view.strip.findChildren(QLabel)}

    qtbot.waitUntil(lambda: "Time limit (agreed)" in names(), timeout=WAIT)


def test_the_path_is_walked_with_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    trigger(window, "global", "view_stages")
    path = space(window).stages.path
    qtbot.waitUntil(lambda: path.current is not None, timeout=WAIT)
    assert path.current is not None
    start = path.current
    assert start.kind == "not_accepted"
    QTest.keyClick(path, Qt.Key.Key_Down)
    assert path.current.court_native == "北京市第一中级人民法院"
    QTest.keyClick(path, Qt.Key.Key_Up)
    QTest.keyClick(path, Qt.Key.Key_Left)
    assert path.current.kind == "filed"
    QTest.keyClick(path, Qt.Key.Key_Left)
    assert path.current.kind == "filed"


@pytest.mark.parametrize("held", [False, True], ids=["fresh", "one is linked already"])
def test_evidence_dropped_on_an_element_is_linked_to_it(
    window: MainWindow, qtbot: QtBot, *, held: bool
) -> None:
    model = space(window).review.list.model
    data = model.mimeData([model.index(0, 0), model.index(1, 0)])
    _open_claims(window, qtbot)
    tree = space(window).claims.tree
    causation = next(e for claim in space(window).claims._claims for e in claim.elements if e.number == "3.2")
    space(window).claims.go_to(causation.id)
    tree.scrollTo(tree.currentIndex())
    place = QPointF(tree.visualRect(tree.currentIndex()).center())
    what = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    if held:
        link = LinkEvidence(evidence=model.ids[0], element=causation.id, stance=Stance.SUPPORTS)
        changing(window, qtbot, lambda: window.ui.bridge.run(link))
    changing(window, qtbot, lambda: tree.dropEvent(QDropEvent(place, *what)))
    linked = next(e for claim in _claims(window) for e in claim.elements if e.number == "3.2")
    assert linked.supports == 2
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert next(e for claim in _claims(window) for e in claim.elements if e.number == "3.2").supports == held


def test_a_matrix_without_columns_has_a_low_header_and_the_current_line_is_bright_to_its_end(
    window: MainWindow, qtbot: QtBot
) -> None:
    trigger(window, "global", "view_matrix")
    grid = space(window).matrix.grid
    qtbot.waitUntil(lambda: grid.element is not None, timeout=WAIT)
    layout, line = grid._layout, grid._line
    y = layout.header + layout.tops[line] - grid.verticalScrollBar().value() + 3
    picture = grid.viewport().grab().toImage()
    ratio = picture.devicePixelRatio()
    colors = {
        picture.pixelColor(int(x * ratio), int(y * ratio)).name() for x in (2, grid.viewport().width() - 3)
    }
    assert colors == {window.ui.theme.color("accent_faint").name()}
    assert MatrixLayout(layout.lines).header < layout.header / 3


def test_words_typed_in_the_matrix_stay_while_the_cell_changes_and_go_to_their_own_cell(
    window: MainWindow, qtbot: QtBot
) -> None:
    trigger(window, "global", "view_matrix")
    view = space(window).matrix
    qtbot.waitUntil(lambda: view.grid.element is not None, timeout=WAIT)
    matrix = window.ui.bridge.read(matrix_queries.matrix)
    element = next(e for claim in matrix.claims for e in claim.elements if e.number == "1.2")
    item = next(each for each in matrix.columns if each.exhibit == "A-9")
    view.grid.go_to(element.id, item.id)
    qtbot.waitUntil(lambda: bool(view.inspector.links), timeout=WAIT)
    link, shown = next(iter(view.inspector.links.items()))
    field = shown.fields["purpose"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "Half a thou")
    changing(window, qtbot, lambda: window.ui.bridge.run(EditLink(link=link, weight=1)))
    qtbot.waitUntil(lambda: view.grid.cell is not None and view.grid.cell.links[0].weight == 1, timeout=WAIT)
    qtbot.wait(100)
    assert field.hasFocus()
    QTest.keyClicks(field, "ght")
    changing(window, qtbot, lambda: view.grid.go_to(element.id, matrix.columns[0].id))
    kept = next(each for each in window.ui.bridge.read(link_queries.links) if each.id == link)
    assert kept.purpose == "Half a thought"


def test_the_court_stages_of_the_sample_have_room_in_a_small_window(
    program: Program, matter: Path, qtbot: QtBot
) -> None:
    program.window.resize(1280, 720)
    open_matter(program.window, matter, qtbot)
    trigger(program.window, "global", "view_stages")
    path = space(program.window).stages.path
    qtbot.waitUntil(lambda: path.current is not None, timeout=WAIT)
    qtbot.wait(100)
    bars = (path.horizontalScrollBar(), path.verticalScrollBar())
    assert [each.maximum() for each in bars] == [0, 0]
