"""The evidence list: columns, order, groups, families and rows as people choose them, and what is remembered."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from evidence_desk.commands.evidence import EditEvidence
from evidence_desk.commands.intake import ImportedItem, ImportFiles
from evidence_desk.commands.stages import EditProceeding
from evidence_desk.gui.app import Program
from evidence_desk.gui.models.arrangement import Listed, is_head, lay_out
from evidence_desk.gui.models.columns import USUAL
from evidence_desk.gui.views.evidence_list import EvidenceList
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import evidence as queries
from evidence_desk.queries.facets import facets
from evidence_desk.queries.listing import GROUPS, Grouped
from evidence_desk.queries.rows import EvidenceRow
from evidence_desk.queries.stages import proceedings
from tests.gui.conftest import WAIT, changing, open_matter, settle, space, trigger


@pytest.fixture
def items(window: MainWindow) -> EvidenceList:
    review = space(window).review
    review._panes.setSizes([130, 600, 290, 240])  # the date has a column of its own
    review.list.view.setFocus()
    return review.list


def _rows(window: MainWindow) -> dict[str, EvidenceRow]:
    return {row.id: row for row in window.ui.bridge.read(queries.list_evidence)}


def _shown(items: EvidenceList) -> list[str]:
    return [each for each in items.model.ids if not is_head(each)]


def _click(
    items: EvidenceList, column: str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    header = items.view.horizontalHeader()
    place = items.layout_.columns.index(column)
    at = QPoint(header.sectionViewportPosition(place) + 6, header.height() // 2)
    QTest.mouseMove(header.viewport(), at)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, modifier, at)


def _family(window: MainWindow, qtbot: QtBot) -> tuple[str, list[str]]:
    """Take in a mail with two attachments, one of them of an earlier date, and return the ids."""
    session = window.ui.bridge.session
    assert session is not None
    hashes = [row.files[0].sha256 for row in _rows(window).values() if row.files][:3]
    parts = [
        ImportedItem(files=[sha], title=title, date=date, parent=parent)
        for sha, title, date, parent in (
            (hashes[0], "Mail", "2019-03-01", ""),
            (hashes[1], "First attachment", "2001-01-01", hashes[0]),
            (hashes[2], "Second attachment", "2019-03-02", hashes[0]),
        )
    ]
    batch = session.new_id()
    changing(window, qtbot, lambda: window.ui.bridge.run(ImportFiles(batch=batch, source="x", items=parts)))
    named = {row.title: row.id for row in _rows(window).values()}
    items = space(window).review.list
    qtbot.waitUntil(lambda: items.model.place_of(named["Mail"]) >= 0, timeout=WAIT)
    return named["Mail"], [named["First attachment"], named["Second attachment"]]


def test_a_click_on_a_heading_orders_and_a_second_one_turns_it_round(
    window: MainWindow, items: EvidenceList, qtbot: QtBot
) -> None:
    rows = _rows(window)
    by_title = sorted(rows, key=lambda each: (rows[each].title.lower(), each))
    _click(items, "title")
    qtbot.waitUntil(lambda: _shown(items) == by_title, timeout=WAIT)
    assert items.model.headings["title"].endswith("▴")
    _click(items, "title")
    qtbot.waitUntil(lambda: items.order == "-title", timeout=WAIT)
    qtbot.waitUntil(
        lambda: (
            [rows[e].title.lower() for e in _shown(items)]
            == sorted((row.title.lower() for row in rows.values()), reverse=True)
        ),
        timeout=WAIT,
    )
    assert items.model.headings["title"].endswith("▾")


def test_shift_orders_what_is_equal_so_far(window: MainWindow, items: EvidenceList, qtbot: QtBot) -> None:
    _click(items, "review")
    _click(items, "date", Qt.KeyboardModifier.ShiftModifier)
    assert items.order == "review,date"
    rows, states = _rows(window), ("unreviewed", "needs_second_look", "reviewed")
    wanted = sorted(rows, key=lambda each: (states.index(rows[each].review), rows[each].date.sort, each))
    qtbot.waitUntil(lambda: _shown(items) == wanted, timeout=WAIT)
    assert items.model.headings["review"].endswith("▴¹")
    assert items.model.headings["date"].endswith("▴²")


@pytest.mark.parametrize("group", GROUPS)
def test_every_grouping_shows_every_item_once_under_a_head_that_counts_it(
    window: MainWindow, items: EvidenceList, qtbot: QtBot, group: str
) -> None:
    whole = set(_rows(window))
    trigger(window, "review", f"group_{group}")
    qtbot.waitUntil(lambda: bool(items.model.listed.heads), timeout=WAIT)
    listed = items.model.listed
    assert sorted(_shown(items)) == sorted(whole)
    assert sum(head.below for head in listed.heads.values()) == len(whole) == listed.items
    for line, head in listed.heads.items():
        below = listed.whole[listed.places[line] + 1 : listed.places[line] + 1 + listed.spans[line]]
        assert not any(map(is_head, below))
        assert items._delegate.head_name(head.key, head.name)
    assert items.current in whole


def test_a_court_whose_names_hold_a_slash_is_the_head_of_its_stages_by_its_whole_name(
    window: MainWindow, items: EvidenceList, qtbot: QtBot
) -> None:
    bridge = window.ui.bridge
    court, native = "Commercial Court / KBD", "商事法院/王座庭"
    for each in bridge.read(proceedings):
        edit = EditProceeding(proceeding=each.id, court=court, court_native=native)
        changing(window, qtbot, lambda edit=edit: bridge.run(edit))  # type: ignore[misc]
    trigger(window, "review", "group_stage")
    qtbot.waitUntil(lambda: bool(items.model.listed.heads), timeout=WAIT)
    heads = [head for head in items.model.listed.heads.values() if head.key]
    assert heads
    for head in heads:
        assert items._delegate.head_name(head.key, head.name).endswith(f" · {court}")


@pytest.mark.parametrize(
    ("group", "section"),
    [("type", "types"), ("kind", "kinds"), ("review", "reviews"), ("tag", "tags"), ("stage", "stages")],
)
def test_heads_count_what_the_filters_count_and_say_how_many_stand_below_where_that_differs(
    window: MainWindow, items: EvidenceList, qtbot: QtBot, group: str, section: str
) -> None:
    _family(window, qtbot)
    trigger(window, "review", f"group_{group}")
    qtbot.waitUntil(lambda: bool(items.model.listed.heads), timeout=WAIT)
    counts = {each.key: each.count for each in getattr(window.ui.bridge.read(facets), section) if each.count}
    heads = {head.key: head for head in items.model.listed.heads.values()}
    assert {key: heads[key].items for key in counts if key in heads} == {
        key: count for key, count in counts.items() if key in heads
    }
    assert set(heads) - {""} <= set(counts)
    for place in range(len(items.model.ids)):
        head = items.model.head(place)
        if head is not None:
            words = str(items.model.index(place, 0).data())
            assert f"   {head.items}" in words
            assert (f"{head.below} listed here" in words) == (head.below != head.items)


def test_all_are_chosen_with_what_is_folded_and_of_a_range_it_says_what_is_not(
    window: MainWindow, items: EvidenceList, qtbot: QtBot
) -> None:
    mail, parts = _family(window, qtbot)
    bar = space(window).review.coding_bar
    items.folding.set_folded([mail], is_folded=True)
    items.view.setFocus()
    QTest.keyClick(items.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    whole = len(_rows(window))
    assert len(items.model.ids) == whole - len(parts)
    assert sorted(items.chosen) == sorted(_rows(window))
    assert bar._chosen.text() == f"All {whole}, 2 folded"
    changing(window, qtbot, lambda: QTest.keyClick(items.view, Qt.Key.Key_3))
    tagged = {row.id for row in _rows(window).values() if "Damages" in row.tags}
    assert len(tagged) in (0, whole)  # on all of them, or off
    assert bar._chosen.text() == f"All {whole}, 2 folded"  # still

    items.go_to(items.model.place_of(mail))
    assert items.chosen == [mail]
    other = Qt.Key.Key_Up if items.model.place_of(mail) else Qt.Key.Key_Down
    QTest.keyClick(items.view, other, Qt.KeyboardModifier.ShiftModifier)
    assert len(items.chosen) == 2
    assert bar._chosen.text() == "2 without 2 folded"
    assert f"2 of {whole} items are chosen; the 2 folded" in bar._chosen.toolTip()
    assert not set(parts) & set(items.chosen)


@pytest.mark.parametrize(
    "choices",
    [("order_title", "order_date"), ("group_type", "group_none"), ("list_reverse", "list_reverse")],
)
def test_the_current_line_stays_in_sight_when_the_list_is_arranged_anew(
    window: MainWindow, items: EvidenceList, qtbot: QtBot, choices: tuple[str, str]
) -> None:
    window.resize(1280, 600)
    qtbot.wait(50)
    for choice, place in zip(choices, (0, len(items.model.ids) - 1), strict=True):
        items.go_to(place)
        if place == 0:
            items.view.verticalScrollBar().setValue(items.view.verticalScrollBar().maximum())  # out of sight
        here, before = items.current, list(items.model.ids)
        trigger(window, "review", choice)
        qtbot.waitUntil(lambda before=before: items.model.ids != before, timeout=WAIT)
        settle(window, qtbot)
        assert items.current == here
        area = items.view.visualRect(items.view.currentIndex())
        assert items.view.viewport().rect().contains(area.center())


def test_the_first_line_is_selected_when_a_matter_is_opened_where_it_is_the_remembered_one(
    window: MainWindow, items: EvidenceList, matter: Path, qtbot: QtBot
) -> None:
    items.go_to(0)
    here = items.current
    window.ui.bridge.close()
    open_matter(window, matter, qtbot)
    qtbot.waitUntil(lambda: items.current == here, timeout=WAIT)
    assert items.view.selectionModel().isRowSelected(0)
    assert items.chosen == [here]


def test_groups_and_families_are_folded_by_keys_and_what_is_gone_to_is_unfolded(
    window: MainWindow, items: EvidenceList, qtbot: QtBot
) -> None:
    mail, parts = _family(window, qtbot)
    assert items.model.place_of(parts[0]) == items.model.place_of(mail) + 1  # whatever its date and number
    items.reveal(mail)
    QTest.keyClick(items.view, Qt.Key.Key_Left)
    assert items.model.place_of(parts[0]) == items.model.place_of(parts[1]) == -1
    assert items.current == mail
    QTest.keyClick(items.view, Qt.Key.Key_Right)
    QTest.keyClick(items.view, Qt.Key.Key_Right)
    assert items.current == parts[0]
    QTest.keyClick(items.view, Qt.Key.Key_Left)
    assert items.current == mail
    QTest.keyClick(items.view, Qt.Key.Key_Left)
    space(window).review.go_to(parts[1])
    assert items.current == parts[1]

    trigger(window, "review", "list_families")
    trigger(window, "review", "order_date")
    qtbot.waitUntil(lambda: items.model.ids[0] == parts[0], timeout=WAIT)
    trigger(window, "review", "group_type")
    qtbot.waitUntil(lambda: bool(items.model.listed.heads), timeout=WAIT)
    trigger(window, "review", "fold_all")
    assert all(map(is_head, items.model.ids))
    trigger(window, "review", "unfold_all")
    assert len(_shown(items)) == len(_rows(window))


def test_the_next_unreviewed_item_is_found_in_what_is_folded(
    window: MainWindow, items: EvidenceList, qtbot: QtBot
) -> None:
    trigger(window, "review", "group_review")
    qtbot.waitUntil(lambda: bool(items.model.listed.heads), timeout=WAIT)
    items.reveal(next(each for each, row in _rows(window).items() if row.review == "reviewed"))
    items.folding.set_folded(["#unreviewed"], is_folded=True)
    trigger(window, "review", "next_unreviewed")
    assert _rows(window)[items.current].review == "unreviewed"


def test_a_click_on_a_head_or_on_the_marker_of_a_family_folds(
    window: MainWindow, items: EvidenceList, qtbot: QtBot
) -> None:
    mail, parts = _family(window, qtbot)
    items.reveal(mail)
    title = items.model.index(items.model.place_of(mail), items.layout_.columns.index("title"))
    area = items.view.visualRect(title)
    at = QPoint(area.left() + 12, area.center().y())
    QTest.mouseClick(items.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert items.model.place_of(parts[0]) == -1
    trigger(window, "review", "group_type")
    qtbot.waitUntil(lambda: bool(items.model.listed.heads), timeout=WAIT)
    first, second = list(items.model.listed.heads)[:2]
    area = items.view.visualRect(items.model.index(0, 2))
    QTest.mouseClick(
        items.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, area.center()
    )
    assert items.model.ids[:2] == [first, second]


def test_heads_are_not_coded_dragged_or_counted(
    window: MainWindow, items: EvidenceList, qtbot: QtBot
) -> None:
    trigger(window, "review", "group_type")
    qtbot.waitUntil(lambda: bool(items.model.listed.heads), timeout=WAIT)
    items.view.selectAll()
    assert sorted(items.chosen) == sorted(_rows(window))
    data = items.model.mimeData([items.model.index(place, 0) for place in range(3)])
    assert not bytes(data.data(items.model.mimeTypes()[0]).data()).startswith(b"#")
    items.go_to(1)
    items.step(-1)
    assert items.model.row(items.view.currentIndex().row()) is not None
    for _ in range(len(items.model.ids) + 2):
        items.step_round(1)
        assert items.model.row(items.view.currentIndex().row()) is not None


def test_columns_widths_groups_rows_and_order_are_remembered_by_matter(
    program: Program, window: MainWindow, items: EvidenceList, matter: Path, qtbot: QtBot
) -> None:
    for name in ("column_author", "column_date", "group_kind", "look_pictures", "order_title"):
        trigger(window, "review", name)
    qtbot.waitUntil(lambda: bool(items.model.listed.heads), timeout=WAIT)
    header, columns = items.view.horizontalHeader(), items.layout_.columns
    assert columns == ("review", "exhibit", "title", "proves", "author")
    header.resizeSection(columns.index("author"), 171)
    header.moveSection(columns.index("author"), 1)
    assert items.layout_.columns == ("review", "author", "exhibit", "title", "proves")
    head = next(iter(items.model.listed.heads))
    items.model.fold([head], is_folded=True)
    window.ui.bridge.close()
    items.layout_.restore({})
    assert items.layout_.columns == USUAL
    open_matter(window, matter, qtbot)
    qtbot.waitUntil(lambda: bool(items.model.listed.heads), timeout=WAIT)
    assert items.layout_.columns == ("review", "author", "exhibit", "title", "proves")
    assert header.sectionSize(1) == 171
    assert (items.layout_.arrangement.group, items.order, items._delegate.look) == (
        "kind",
        "title",
        "pictures",
    )
    assert head in items.model.folded


def test_the_title_takes_the_room_that_is_left(window: MainWindow, items: EvidenceList) -> None:
    header = items.view.horizontalHeader()
    assert header.length() == items.view.viewport().width()
    items.layout_.set_columns(("author", "source", "custodian", "tags", "kind", "type", "native_title"))
    assert "title" in items.layout_.columns
    assert header.sectionSize(items.layout_.columns.index("title")) >= 140


def test_what_changed_flashes_and_leaves_no_clock_behind(
    window: MainWindow, items: EvidenceList, qtbot: QtBot
) -> None:
    chosen = items.current
    items.flash.stop()
    changing(
        window, qtbot, lambda: window.ui.bridge.run(EditEvidence(evidence=chosen, title="Another title"))
    )
    qtbot.waitUntil(lambda: items.flash.strength(chosen) > 0, timeout=WAIT)
    assert items.flash.keys == {chosen}
    qtbot.waitUntil(lambda: not items.flash.keys, timeout=WAIT)
    assert items.flash._fade.state() == items.flash._fade.State.Stopped
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    qtbot.waitUntil(lambda: items.flash.keys == {chosen}, timeout=WAIT)


def test_nothing_fades_where_motion_is_reduced(window: MainWindow, items: EvidenceList, qtbot: QtBot) -> None:
    window.ui.settings.preferences.set("motion", "reduced")
    painted: list[bool] = []
    items.flash.changed.connect(lambda: painted.append(True))
    items.flash.start([items.current])
    assert items.flash.strength(items.current) == 1.0
    qtbot.waitUntil(lambda: not items.flash.keys, timeout=WAIT)
    assert len(painted) == 2  # when it came and when it went


def test_pictures_of_first_pages_come_for_the_lines_that_show(
    window: MainWindow, items: EvidenceList, qtbot: QtBot
) -> None:
    trigger(window, "review", "look_pictures")
    store = space(window).review.viewer.canvas._store
    row = next(row for row in _rows(window).values() if row.files and row.files[0].extension.endswith("png"))
    items.reveal(row.id)
    qtbot.waitUntil(lambda: store.stand_in(row.files[0], 1, 0) is not None, timeout=WAIT)
    assert items.view.rowHeight(0) == items._delegate.height


def test_the_menu_is_opened_by_key_and_ticks_what_holds(window: MainWindow, items: EvidenceList) -> None:
    items.layout_.set_look("plain")
    menu = items.layout_.menu()
    ticked = {
        action.text().casefold()
        for part in menu.findChildren(type(menu))
        for action in part.actions()
        if action.isChecked()
    }
    t = window.ui.t
    words = {t("order.exhibit"), t("group.none"), t("column_name.date"), t("look.plain")}
    assert {word.casefold() for word in words} <= ticked
    menu.deleteLater()
    items.view.setFocus()
    QTest.keyClick(items.view, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    popup.close()


def _tree(draw: st.DrawFn) -> dict[str, str]:
    count = draw(st.integers(1, 12))
    return {f"e{n}": f"e{draw(st.integers(0, count))}" for n in range(count) if draw(st.booleans())}


@given(st.data())
def test_whatever_is_arranged_and_folded_nothing_is_lost_and_families_stand_together(
    data: st.DataObject,
) -> None:
    parents = _tree(data.draw)
    ids = data.draw(st.permutations([f"e{n}" for n in range(12)]))[: data.draw(st.integers(0, 12))]
    keys = {each: data.draw(st.sampled_from(["", "a", "b"])) for each in ids}
    groups = data.draw(st.sampled_from([None, Grouped(keys, ("a", "b"), {})]))
    listed = lay_out(ids, parents, groups)
    assert sorted(each for each in listed.whole if not is_head(each)) == sorted(ids)
    for line, span in listed.spans.items():
        below = listed.whole[listed.places[line] + 1 :][:span]
        assert all(line in listed.above(each) for each in below)
    folded = data.draw(st.sets(st.sampled_from([*listed.spans, "x"])))
    shown = listed.folded(folded)
    hidden = {each for each in listed.whole if set(listed.above(each)) & folded}
    assert shown.ids == [each for each in listed.whole if each not in hidden]
    assert shown.folded(()).ids == listed.whole
    assert Listed.of(ids).folded(folded).ids == ids


def test_the_rest_of_a_click_is_the_views(items: EvidenceList) -> None:
    area = items.view.visualRect(items.model.index(2, 0))
    at = QPointF(area.center()).toPoint()
    QTest.mouseClick(items.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert items.view.currentIndex().row() == 2


def test_keys_code_the_item_that_shows_although_another_is_selected(
    window: MainWindow, items: EvidenceList, qtbot: QtBot
) -> None:
    review = space(window).review
    first, second = items.model.ids[:2]
    items.go_to(0)
    told: list[tuple[int, ...]] = []
    items.choice.changed.connect(lambda *counts: told.append(counts))
    QTest.keyClick(items.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert items.current == second
    assert items.view.selectionModel().isSelected(items.model.index(0, 0))
    assert items.chosen == [second]
    assert items.last_chosen == 1
    changing(window, qtbot, lambda: QTest.keyClick(items.view, Qt.Key.Key_3))
    tagged = {row.id for row in _rows(window).values() if "Damages" in row.tags}
    assert second in tagged
    assert first not in tagged
    assert review.list.current == second

    items.view.selectAll()
    assert told[-1][0] == len(_shown(items))
    at = items.view.visualRect(items.model.index(2, 0)).center()
    control = Qt.KeyboardModifier.ControlModifier
    QTest.mouseClick(items.view.viewport(), Qt.MouseButton.LeftButton, control, at)
    assert items.chosen == [items.model.ids[2]]
    assert told[-1][0] == 1


def test_relevance_has_no_other_way_round(window: MainWindow, items: EvidenceList, qtbot: QtBot) -> None:
    whole = len(items.model.ids)
    window.bar.search.setText("announcement")
    qtbot.waitUntil(lambda: 0 < len(items.model.ids) < whole, timeout=WAIT)
    found = list(items.model.ids)
    assert items.order == "relevance"
    assert window.ui.t("order.reverse") not in _orders_offered(items)
    trigger(window, "review", "list_reverse")
    qtbot.wait(200)
    assert (items.order, items.model.ids) == ("relevance", found)
    for order in ("-relevance", "relevance,date", "date,-relevance"):
        items.restore({"order": order})
        assert items.plain_order == "exhibit"


def _orders_offered(items: EvidenceList) -> list[str]:
    return [word for word, _is_on, _act in items.layout_._choices()["orders"]]


def test_another_column_leaves_the_keyboard_and_what_is_selected_where_they_are(
    window: MainWindow, items: EvidenceList, qtbot: QtBot
) -> None:
    items.go_to(1)
    for _ in range(2):
        QTest.keyClick(items.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    current, chosen = items.current, items.chosen
    assert len(chosen) == 3
    for name in ("side", "side"):
        trigger(window, "review", f"column_{name}")
        assert (items.current, items.chosen) == (current, chosen)
    header = items.view.horizontalHeader()
    header.moveSection(0, 1)
    assert items.layout_.columns != USUAL
    assert (items.current, items.chosen) == (current, chosen)
    assert items.view.selectionModel().isRowSelected(3)
    QTest.keyClick(items.view, Qt.Key.Key_Down)
    assert items.view.currentIndex().row() == 4


@pytest.mark.parametrize("size", [(1280, 720), (1440, 900)])
def test_the_usual_columns_have_room_in_a_window_of_the_usual_sizes(
    program: Program, matter: Path, qtbot: QtBot, size: tuple[int, int]
) -> None:
    program.window.resize(*size)
    open_matter(program.window, matter, qtbot)
    items = space(program.window).review.list
    qtbot.waitUntil(items.view.verticalScrollBar().isVisible, timeout=WAIT)
    qtbot.wait(100)
    assert not items.view.horizontalScrollBar().isVisible()
    assert items.view.horizontalHeader().sectionSize(items.layout_.columns.index("title")) >= 140


def test_choosing_all_asks_nothing_about_every_line(items: EvidenceList, qtbot: QtBot) -> None:
    items.model.set_ids([f"line {number}" for number in range(40_000)])
    items.go_to(3)
    qtbot.wait(50)
    took = []
    for _ in range(3):
        items.go_to(3)
        began = time.thread_time()
        items.choice.choose_all()
        items.view.horizontalHeader().viewport().repaint()
        took.append(time.thread_time() - began)
    assert len(items.chosen) == 40_000
    assert min(took) < 0.05
