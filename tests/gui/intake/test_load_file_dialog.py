"""How a load file is written in its dialog, what is in the way of an import, and that nothing is imported twice."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from evidence_desk.gui.actions.importing import import_load_file
from evidence_desk.gui.intake.load_file_dialog import LoadFileDialog
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import evidence as evidence_queries
from evidence_desk.queries.batches import batches
from evidence_desk.queries.rows import EvidenceRow
from tests.gui.conftest import WAIT

HEADER = ["DOCID", "TITLE", "NATIVEPATH"]


def _set(folder: Path, *, documents: int, encoding: str = "gb18030") -> Path:
    """Write a production of Chinese titles, its columns apart by bars."""
    folder.mkdir()
    lines = ["|".join(HEADER)]
    for number in range(documents):
        (folder / f"{number}.txt").write_text(f"document {number} of the set", encoding="utf-8")
        lines.append(f"A-{number:04}|合同第{number}号证据材料|{number}.txt")
    (folder / "set.dat").write_bytes("\r\n".join(lines).encode(encoding))
    return folder / "set.dat"


def _dialog(window: MainWindow, qtbot: QtBot, path: Path) -> LoadFileDialog:
    dialog = import_load_file(window, path)
    assert dialog is not None
    _checked(dialog, qtbot)
    return dialog


def _checked(dialog: LoadFileDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: dialog._checked is not None and not dialog._is_running, timeout=WAIT)


def _choose(dialog: LoadFileDialog, qtbot: QtBot, name: str, value: str) -> None:
    choice = dialog.written.choice(name)
    choice.setCurrentIndex(choice.findData(value))
    choice.activated.emit(choice.currentIndex())
    _checked(dialog, qtbot)


def _samples(dialog: LoadFileDialog) -> str:
    found = dialog.columns.item(1, 1)
    return found.text() if found is not None else ""


def _rows(window: MainWindow) -> list[EvidenceRow]:
    found: list[EvidenceRow] = window.ui.bridge.read(evidence_queries.list_evidence)
    return found


def test_the_encoding_shows_can_be_chosen_and_is_tried_out_at_once(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = _dialog(window, qtbot, _set(tmp_path / "set", documents=3))
    assert dialog.written.choice("separator").currentText() == "| (found)"
    assert dialog.written.choice("header").currentText() == "names the columns (found)"
    _choose(dialog, qtbot, "encoding", "utf-8")
    assert dialog.written.notice.isVisible()
    assert "do not fit utf-8" in dialog.written.notice.text()
    assert "合同" not in _samples(dialog)
    _choose(dialog, qtbot, "encoding", "gb18030")
    assert not dialog.written.notice.isVisible()
    assert "合同第0号证据材料" in _samples(dialog)
    assert dialog.combo(0).currentData() == "control_number"
    _choose(dialog, qtbot, "separator", ";")
    assert dialog.columns.rowCount() == 1
    assert not dialog._import.isEnabled()
    _choose(dialog, qtbot, "separator", "")
    assert dialog.columns.rowCount() == 3
    with qtbot.waitSignal(dialog.imported, timeout=WAIT):
        dialog._import.click()
    assert "合同第1号证据材料" in {row.title for row in _rows(window)}
    dialog.close()


def test_a_mark_decides_the_encoding(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = _dialog(window, qtbot, _set(tmp_path / "set", documents=1, encoding="utf-8-sig"))
    encoding = dialog.written.choice("encoding")
    assert encoding.currentText() == "utf-8-sig (found)"
    assert not encoding.isEnabled()
    assert "mark" in encoding.toolTip()
    dialog.close()


def test_what_is_imported_is_not_imported_twice(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = _dialog(window, qtbot, _set(tmp_path / "set", documents=3))
    dialog.options.type.setCurrentIndex(dialog.options.type.findData("contract"))
    with qtbot.waitSignal(dialog.imported, timeout=WAIT) as done:
        dialog._import.click()
    assert len(done.args[0].files) == 3
    qtbot.waitUntil(lambda: not dialog._is_running, timeout=WAIT)
    assert not dialog._import.isEnabled()
    assert "imported" in dialog._import.toolTip()
    assert dialog._report.isVisible()
    runs = len(window.ui.bridge.read(batches))
    dialog.run()
    qtbot.wait(100)
    assert len(window.ui.bridge.read(batches)) == runs
    assert {row.type for row in _rows(window) if row.title.startswith("合同第") or "A-" in row.title} <= {
        "contract"
    }
    dialog.close()


def test_escape_stops_a_check_and_nothing_is_imported_meanwhile(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    before = len(_rows(window))
    path = _set(tmp_path / "set", documents=600)
    dialog = import_load_file(window, path)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog._phase == "load.checking", timeout=WAIT)
    assert not dialog._import.isEnabled()
    dialog.run()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog._is_running, timeout=WAIT)
    assert dialog.isVisible()
    assert dialog._about.text().startswith("Stopped")
    assert len(_rows(window)) == before
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(LoadFileDialog) is None, timeout=WAIT)


def test_a_stopped_production_goes_on(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = _dialog(window, qtbot, _set(tmp_path / "set", documents=600))
    dialog._import.click()
    session = window.ui.bridge.session
    assert session is not None
    qtbot.waitUntil(lambda: bool(session.imports), timeout=WAIT)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog._is_running, timeout=WAIT)
    [run] = (each for each in window.ui.bridge.read(batches) if each.chosen is not None)
    assert f"{run.left} still to do" in dialog._about.text()
    assert dialog._import.text() == "Continue"
    dialog.close()
    again = import_load_file(window)
    assert again is not None
    again.take_chosen(run.chosen)
    _checked(again, qtbot)
    with qtbot.waitSignal(again.imported, timeout=WAIT):
        again._import.click()
    assert sum(row.files[0].name.endswith(".txt") for row in _rows(window) if row.files) >= 600
    assert all(each.chosen is None for each in window.ui.bridge.read(batches))
    again.close()


def _unmapped(folder: Path) -> Path:
    """Write a production whose columns say nothing of what they are."""
    path = _set(folder, documents=2)
    path.write_text(path.read_text("gb18030").replace("|".join(HEADER), "X1|X2|X3"), encoding="utf-8")
    return path


def test_a_column_chosen_is_tried_out_at_once(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = _dialog(window, qtbot, _unmapped(tmp_path / "set"))
    assert not dialog._import.isEnabled()
    combo = dialog.combo(0)
    combo.setFocus()
    combo.setCurrentIndex(combo.findData("control_number"))
    combo.activated.emit(combo.currentIndex())
    assert not dialog._import.isEnabled()  # while that is tried out
    qtbot.waitUntil(dialog._import.isEnabled, timeout=WAIT)
    assert dialog._about.text().startswith("2 documents")
    assert window.ui.t("load.unnamed") not in dialog._about.text()
    assert dialog.combo(0) is combo
    assert dialog.focusWidget() is combo
    dialog.close()


def test_enter_in_a_list_does_not_import(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = _dialog(window, qtbot, _set(tmp_path / "set", documents=2))
    for listed in (dialog.findings, dialog.columns, dialog.combo(0)):
        listed.setFocus()
        QTest.keyClick(listed, Qt.Key.Key_Return)
        assert not dialog.is_importing
    dialog._import.setFocus()
    with qtbot.waitSignal(dialog.imported, timeout=WAIT):
        QTest.keyClick(dialog._import, Qt.Key.Key_Return)
    dialog.close()


def test_what_could_not_be_imported_is_named_in_the_dialog(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = _set(tmp_path / "set", documents=2)
    dialog = _dialog(window, qtbot, path)
    (path.parent / "1.txt").unlink()
    with qtbot.waitSignal(dialog.imported, timeout=WAIT) as done:
        dialog._import.click()
    left = [*done.args[0].failed, *done.args[0].skipped]
    assert left
    lines = [dialog.findings.topLevelItem(at) for at in range(dialog.findings.topLevelItemCount())]
    assert [line.text(0) for line in lines] == [window.ui.t.warning(each.message) for each in left]
    dialog.close()
