"""Intake in the window: the import sheet, import runs, load files, OCR, and where an item comes from."""

from __future__ import annotations

import json
from email.message import EmailMessage
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from evidence_desk.cli.listing import KINDS
from evidence_desk.gui.actions.importing import ask_import, import_load_file, show_imports, show_near
from evidence_desk.gui.app import Program
from evidence_desk.gui.dialogs.form import FormDialog
from evidence_desk.gui.intake.batch_lines import HASH, WHERE, WHY
from evidence_desk.gui.intake.batches_dialog import BatchesDialog
from evidence_desk.gui.intake.import_options import ImportOptions
from evidence_desk.gui.intake.import_sheet import ImportSheet
from evidence_desk.gui.intake.load_file_dialog import LoadFileDialog
from evidence_desk.gui.viewer.page_store import NO_PICTURE
from evidence_desk.gui.viewer.page_view import ACTUAL
from evidence_desk.gui.viewer.problem_card import ProblemCard
from evidence_desk.gui.widgets.basics import ElidedLabel
from evidence_desk.gui.window import MainWindow
from evidence_desk.intake.ocr import is_available
from evidence_desk.queries import evidence as evidence_queries
from evidence_desk.queries.duplicates import near_duplicates
from evidence_desk.queries.labels import tags
from evidence_desk.queries.rows import EvidenceRow
from tests.gui.conftest import WAIT, changing, space, trigger
from tests.intake.loadfiles.write import write_dat


def _mail(path: Path) -> Path:
    mail = EmailMessage()
    mail["From"], mail["To"] = "anna@example.org", "ben@example.org"
    mail["Subject"], mail["Date"] = "The cooling pumps", "Mon, 06 Aug 2018 10:00:00 +0800"
    mail.set_content("The pumps failed on Friday.")
    mail.add_attachment(b"Pump log: failed at noon.", maintype="text", subtype="plain", filename="log.txt")
    path.write_bytes(bytes(mail))
    return path


def _rows(window: MainWindow) -> list[EvidenceRow]:
    return window.ui.bridge.read(evidence_queries.list_evidence)


def _import(window: MainWindow, qtbot: QtBot, *paths: Path) -> str:
    """Import with the sheet; returns what it says afterwards."""
    sheet = ask_import(window, list(paths))
    assert sheet is not None
    sheet.start()
    qtbot.waitUntil(lambda: bool(sheet._batch), timeout=WAIT)
    said = sheet.summary.text()
    sheet.close()
    return said


def test_the_sheet_imports_with_tags_and_type_and_says_what_came_of_it(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    mail = _mail(tmp_path / "pumps.eml")
    sheet = ask_import(window, [mail])
    assert sheet is not None
    tag = window.ui.bridge.read(tags)[0]
    sheet.options.chip(tag.id).click()
    assert sheet.options.ocr.isEnabled() == is_available()
    sheet.start()
    assert sheet._running.isVisible()
    qtbot.waitUntil(lambda: bool(sheet._batch), timeout=WAIT)
    assert sheet.summary.isVisible()
    assert "2" in sheet.summary.text()
    made = next(row for row in _rows(window) if row.title == "The cooling pumps")
    assert tag.name in made.tags
    with qtbot.waitSignal(sheet.report_asked, timeout=WAIT):
        sheet._report.click()
    sheet.close()


def test_runs_are_listed_filtered_and_exported(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    _import(window, qtbot, _mail(tmp_path / "pumps.eml"))
    _import(window, qtbot, tmp_path / "pumps.eml")
    dialog = show_imports(window)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.runs.count() >= 2, timeout=WAIT)
    dialog.outcome.setCurrentIndex(dialog.outcome.findData("duplicate"))
    qtbot.waitUntil(lambda: dialog.table.topLevelItemCount() >= 1, timeout=WAIT)
    dialog.outcome.setCurrentIndex(0)
    dialog.runs.setCurrentRow(1)
    dialog.words.setText("log")
    qtbot.waitUntil(lambda: dialog.table.topLevelItemCount() == 1, timeout=WAIT)
    item = dialog.table.topLevelItem(0)
    assert item is not None
    with qtbot.waitSignal(dialog.evidence_wanted, timeout=WAIT):
        dialog.table.itemActivated.emit(item, 0)
    out = tmp_path / "report.json"
    dialog.export("json", out)
    qtbot.waitUntil(out.is_file, timeout=WAIT)
    assert len(json.loads(out.read_text(encoding="utf-8"))["batches"]) == dialog.runs.count()
    dialog.close()


def test_a_damaged_file_is_marked_listed_and_not_called_of_an_unknown_kind(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    broken = tmp_path / "garbage.pdf"
    broken.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 8)
    _import(window, qtbot, broken)
    review = space(window).review
    (row,) = (each for each in _rows(window) if each.files and each.files[0].name == "garbage.pdf")
    model = review.list.model
    qtbot.waitUntil(lambda: model.place_of(row.id) >= 0, timeout=WAIT)
    place = model.index(model.place_of(row.id), 2)
    said = "the document is damaged and no page of it can be read"
    assert said in model.data(place, Qt.ItemDataRole.ToolTipRole)
    assert said in model.data(place, Qt.ItemDataRole.AccessibleTextRole)
    assert [code for code, _words in row.remarks] == ["damaged"]
    card = ProblemCard(window.ui)
    qtbot.addWidget(card)
    card.show_problem(row.files[0], NO_PICTURE)
    assert card.reason.text() == f"The file is damaged and cannot be shown here: {said}"
    dialog = show_imports(window)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.runs.count() >= 1, timeout=WAIT)
    qtbot.waitUntil(lambda: "1 with remarks" in dialog._about.text(), timeout=WAIT)
    dialog.close()


def test_findings_of_a_production_are_listed_with_its_run(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "a.txt").write_text("The first document", encoding="utf-8")
    header, values = ["DOCID", "NATIVEPATH", "FILESIZE"], ["A1", "a.txt", "4"]
    (folder / "set.dat").write_bytes(write_dat(header, [values]))
    dialog = import_load_file(window)
    assert dialog is not None
    dialog.choose(folder / "set.dat")
    _checked(dialog, qtbot)
    with qtbot.waitSignal(dialog.imported, timeout=WAIT):
        dialog.run()
    dialog.close()
    runs = show_imports(window)
    assert runs is not None
    qtbot.waitUntil(lambda: runs.runs.count() >= 1, timeout=WAIT)
    qtbot.waitUntil(lambda: "findings in the load file: 1" in runs._about.text(), timeout=WAIT)
    runs.outcome.setCurrentIndex(runs.outcome.findData("finding"))
    qtbot.waitUntil(lambda: runs.table.topLevelItemCount() == 1, timeout=WAIT)
    line = runs.table.topLevelItem(0)
    assert line is not None
    assert line.text(1) == "set.dat:2"
    assert "A1" in line.text(WHY)
    runs.close()


def test_the_inspector_shows_family_provenance_and_guesses_until_they_are_edited(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    _import(window, qtbot, _mail(tmp_path / "pumps.eml"))
    review = space(window).review
    rows = {row.title: row for row in _rows(window)}
    mail = rows["The cooling pumps"]
    (child,) = (row for row in rows.values() if row.parent == mail.id)
    qtbot.waitUntil(lambda: review.list.model.place_of(mail.id) >= 0, timeout=WAIT)
    review.go_to(mail.id)
    origin, form = review.inspector.origin, review.inspector._form

    def _jump() -> QPushButton | None:
        found = (each for each in origin.findChildren(QPushButton) if child.title in each.toolTip())
        return next((each for each in found if each.isVisible()), None)

    qtbot.waitUntil(lambda: _jump() is not None, timeout=WAIT)
    assert form.edit("title").property("guess") == "true"
    assert "subject" in form.edit("title").toolTip()
    changing(window, qtbot, lambda: review._edit_field(mail.id, "title", "Mail about the pumps"))
    qtbot.waitUntil(lambda: not form.edit("title").property("guess"), timeout=WAIT)
    qtbot.waitUntil(lambda: _jump() is not None, timeout=WAIT)
    jump = _jump()
    assert jump is not None
    jump.click()
    qtbot.waitUntil(lambda: review.list.current == child.id, timeout=WAIT)


def test_an_import_whose_sheet_was_closed_goes_on_and_is_said_at_the_end(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    sheet = ask_import(window, [_mail(tmp_path / "pumps.eml")])
    assert sheet is not None
    sheet.start()
    sheet.close()
    assert not sheet.isVisible()
    qtbot.waitUntil(lambda: window.toast.isVisible() and "Imported 2" in window.toast.text, timeout=WAIT)
    assert any(row.title == "The cooling pumps" for row in _rows(window))
    window.toast._button.click()
    qtbot.waitUntil(lambda: window.findChild(BatchesDialog) is not None, timeout=WAIT)
    dialog = window.findChild(BatchesDialog)
    assert dialog is not None
    assert dialog.windowTitle() == "Imports"
    dialog.close()


def test_closing_the_matter_takes_a_running_sheet_along(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    sheet = ask_import(window, [_mail(tmp_path / "pumps.eml")])
    assert sheet is not None
    sheet.start()
    window.ui.bridge.close()
    qtbot.waitUntil(lambda: window.findChild(ImportSheet) is None, timeout=WAIT)


def test_escape_stops_a_running_import(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(150):
        (folder / f"{number}.txt").write_text(f"Statement {number}", encoding="utf-8")
    sheet = ask_import(window, [folder])
    assert sheet is not None
    with qtbot.waitSignal(window.ui.bridge.job_progress, timeout=WAIT):
        sheet.start()
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not sheet._is_running, timeout=WAIT)
    assert sheet.summary.isVisible()
    sheet.close()


def _production(folder: Path) -> Path:
    """Write a load file with a column of a name nobody knows, and one file that is missing."""
    folder.mkdir()
    (folder / "a.txt").write_text("The first document", encoding="utf-8")
    lines = ["þDOCþ\x14þNATIVEPATHþ\x14þOddþ", "þA1þ\x14þa.txtþ\x14þxþ", "þA2þ\x14þb.txtþ\x14þyþ"]
    (folder / "set.dat").write_text("\r\n".join(lines) + "\r\n", encoding="utf-8-sig")
    return folder / "set.dat"


def _checked(dialog: LoadFileDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: dialog._checked is not None and not dialog._is_running, timeout=WAIT)


def test_a_load_file_has_the_folder_of_its_set(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    path = _production(tmp_path / "VOL001").rename(tmp_path / "elsewhere" / "set.dat")
    dialog = import_load_file(window)
    assert dialog is not None
    dialog.choose(path)
    _checked(dialog, qtbot)
    assert dialog.folder.text() == str(tmp_path / "elsewhere")
    dialog.combo(0).setCurrentIndex(dialog.combo(0).findData("control_number"))
    with qtbot.waitSignal(window.ui.bridge.job_ended, timeout=WAIT):
        dialog.choose_folder(tmp_path / "VOL001")
    _checked(dialog, qtbot)
    assert dialog._checked is not None
    assert (dialog._checked.natives.named, dialog._checked.natives.present) == (2, 1)
    dialog.choose(path)
    assert dialog.folder.text() == str(tmp_path / "elsewhere")
    dialog.close()


def test_a_load_file_is_checked_mapped_and_imported(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = import_load_file(window)
    assert dialog is not None
    dialog.choose(_production(tmp_path / "set"))
    _checked(dialog, qtbot)
    assert dialog.columns.rowCount() == 3
    assert dialog.combo(1).currentData() == "native_path"
    dialog.combo(0).setCurrentIndex(dialog.combo(0).findData("control_number"))
    dialog.combo(2).setCurrentIndex(dialog.combo(2).findData("custodian"))
    kept = tmp_path / "mapping.json"
    dialog.keep_mapping(kept)
    mapping = json.loads(kept.read_text(encoding="utf-8"))
    assert mapping["found"]["separator"] == "\x14"
    assert [each["field"] for each in mapping["columns"]] == [
        "control_number",
        "native_path",
        "custodian",
    ]
    before = len(_rows(window))
    with qtbot.waitSignal(window.ui.bridge.job_ended, timeout=WAIT):
        dialog.check()
    _checked(dialog, qtbot)
    qtbot.waitUntil(dialog._import.isEnabled, timeout=WAIT)
    assert dialog.findings.findItems("b.txt", Qt.MatchFlag.MatchContains)
    with qtbot.waitSignal(dialog.imported, timeout=WAIT) as done:
        dialog.run()
    assert len(done.args[0].files) == 1
    assert len(_rows(window)) == before + 1
    dialog.close()
    origin = space(window).review.inspector.origin
    (made,) = (row for row in _rows(window) if row.title == "A1")
    space(window).review.go_to(made.id)
    said = window.ui.t("origin.produced", numbers="A1")
    qtbot.waitUntil(
        lambda: said in [each.toolTip() for each in origin.findChildren(ElidedLabel)], timeout=WAIT
    )


@pytest.mark.skipif(is_available(), reason="the extra is installed")
def test_without_the_extra_ocr_says_how_to_get_it(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.ui.bridge.failed, timeout=WAIT) as failed:
        trigger(window, "review", "read_pictures")
    assert ".[ocr]" in failed.args[0].remedy


def test_near_duplicates_are_shown_in_groups_and_lead_to_their_items(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    words = [f"clause {number} binds party {number * 7}" for number in range(100)]
    (tmp_path / "draft.txt").write_text("\n".join(words), encoding="utf-8")
    (tmp_path / "final.txt").write_text("\n".join([*words[:99], "signed in Beijing"]), encoding="utf-8")
    _import(window, qtbot, tmp_path / "draft.txt", tmp_path / "final.txt")
    dialog = show_near(window)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.tree.topLevelItemCount() == 1, timeout=WAIT)
    group = dialog.tree.topLevelItem(0)
    assert group is not None
    assert {group.child(at).text(0) for at in range(group.childCount())} == {"draft", "final"}
    (found,) = window.ui.bridge.read(near_duplicates)
    said = KINDS["near-duplicates"].columns["Alike"](found)
    assert f"{said.removesuffix('%')} %" in group.text(0)  # as the command line says it
    dialog.tree.itemActivated.emit(group.child(1), 0)
    review = space(window).review
    wanted = group.child(1).data(0, Qt.ItemDataRole.UserRole)
    qtbot.waitUntil(lambda: review.list.current == wanted, timeout=WAIT)
    dialog.close()


def test_the_imports_window_fits_copies_hashes_and_keeps_its_columns(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    _import(window, qtbot, _mail(tmp_path / "pumps\u202egpj.eml"))
    dialog = show_imports(window)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.table.topLevelItemCount() == 2, timeout=WAIT)
    table = dialog.table
    assert table.horizontalScrollBar().maximum() == 0
    line = table.topLevelItem(0)
    assert line is not None
    whole = line.toolTip(HASH)
    assert len(whole) == 64
    assert line.text(HASH) == f"{whole[:12]}…"
    assert "pumps⟨U+202E⟩gpj.eml" in line.text(WHERE)
    table.selectAll()
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert len(copied.splitlines()) == 2
    assert whole in copied
    table.clearSelection()
    line.setSelected(True)
    table.copy(WHERE)
    assert QGuiApplication.clipboard().text().endswith("pumps\u202egpj.eml")
    table.setColumnWidth(WHERE, 222)
    dialog.close()
    again = show_imports(window)
    assert again is not None
    assert again.table.columnWidth(WHERE) == 222
    again.close()


def test_the_sheet_offers_to_convert_and_says_why_it_cannot(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    options = ImportOptions(window.ui)
    assert options.convert.isEnabled()
    assert not options.convert.isChecked()
    assert options.limits().convert_with == ""
    options.convert.setChecked(True)
    assert options.limits().convert_with == str(program)
    options.deleteLater()
    monkeypatch.setenv("PATH", "")
    options = ImportOptions(window.ui)
    assert not options.convert.isEnabled()
    said = " ".join(each.text() for each in options.findChildren(QLabel))
    assert "LibreOffice was not found" in said.replace("\u200b", "")
    options.deleteLater()


def test_without_parties_the_assessment_says_what_to_do(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    window = program.window
    desk = window.ui.desk
    desk.new_matter(tmp_path / "bare.edesk", profile="us_federal_civil", title="Bare").close()
    from evidence_desk.gui.actions.matters import open_path

    with qtbot.waitSignal(window.ui.bridge.opened, timeout=WAIT):
        open_path(window.ui, tmp_path / "bare.edesk")
    _import(window, qtbot, _mail(tmp_path / "pumps.eml"))
    review = space(window).review
    qtbot.waitUntil(lambda: bool(review.list.current), timeout=WAIT)
    panel = review.inspector.assessment

    def _link() -> QPushButton | None:
        return next((each for each in panel.findChildren(QPushButton) if "Add party" in each.text()), None)

    qtbot.waitUntil(lambda: _link() is not None, timeout=WAIT)
    link = _link()
    assert link is not None
    link.click()
    assert space(window).current.name == "parties"
    form = window.findChild(FormDialog)
    assert form is not None
    form.close()


def test_a_wide_table_opens_at_full_size(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    lines = [
        f"{n},2018-08-{n:02},北京她拍科技有限公司,云服务器与人脸融合服务费用,按合同第三条支付"
        for n in range(1, 25)
    ]
    (tmp_path / "gb.csv").write_bytes("\r\n".join(["序号,日期,对方,名称,备注", *lines]).encode("gbk"))
    _import(window, qtbot, tmp_path / "gb.csv")
    review = space(window).review
    (made,) = (row for row in _rows(window) if row.title == "gb")
    qtbot.waitUntil(lambda: review.list.model.place_of(made.id) >= 0, timeout=WAIT)
    review.go_to(made.id)
    canvas = review.viewer.canvas
    qtbot.waitUntil(lambda: canvas.geometry_known() and review.list.current == made.id, timeout=WAIT)
    qtbot.waitUntil(lambda: canvas.zoom == ACTUAL, timeout=WAIT)
