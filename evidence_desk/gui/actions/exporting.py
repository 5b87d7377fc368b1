"""Actions that write papers of the open matter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from evidence_desk.gui.dialogs.form import Field, FormDialog, Values
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.toast import Toast

PAPERS = ("matrix", "import-report")


def action_of(paper: str) -> str:
    """Return the name of the action that writes a paper."""
    return f"export_{paper.replace('-', '_')}"


def ask_export(ui: Ui, parent: QWidget, toast: Toast, paper: str) -> None:
    """Ask for format, language and folder, and write a paper."""
    from evidence_desk.export.papers import paper_formats

    session = ui.bridge.session
    if session is None:
        return
    t, last = ui.t, _last(ui)
    formats = tuple((each, t.word("format", each)) for each in paper_formats()[paper])
    fields = (
        Field("format", t("field.format"), value=last.get("format", "xlsx"), choices=formats),
        Field(
            "lang",
            t("field.language"),
            value=last.get("lang", "both"),
            choices=tuple(t.words("paper_language")),
        ),
        Field(
            "folder",
            t("field.folder"),
            value=last.get("folder") or str(session.path.parent),
            is_required=True,
            is_folder=True,
        ),
    )
    title = t(f"action.{action_of(paper)}").rstrip("…")

    def send(values: Values, form: FormDialog) -> None:
        values["paper"] = paper
        ui.settings.set_matter(session.path, {**ui.settings.matter(session.path), "export": values})
        form.hide()  # a large paper takes its time
        _write(ui, toast, values, form)

    FormDialog.ask(ui, parent, title, fields, send, t("export.write"))


def export_last(ui: Ui, parent: QWidget, toast: Toast) -> None:
    """Write the paper of the last time as then; ask how to write the first one when there was none."""
    last = _last(ui)
    if last:
        _write(ui, toast, last)
    else:
        ask_export(ui, parent, toast, PAPERS[0])


def _last(ui: Ui) -> dict[str, str]:
    """Return how the last paper of the open matter was written."""
    session = ui.bridge.session
    found: dict[str, str] = ui.settings.matter(session.path).get("export", {}) if session is not None else {}
    return found


def _write(ui: Ui, toast: Toast, values: dict[str, str], form: FormDialog | None = None) -> None:
    """Write a paper; when that fails the form that asked for it is there again and says why."""
    from evidence_desk.export.papers import export_paper

    session = ui.bridge.session
    if session is None:
        return
    paper = values.get("paper", PAPERS[0])
    out = Path(values["folder"]) / f"{session.path.stem} {paper}.{values['format']}"
    today = date.today()  # noqa: DTZ011  a paper bears the local date of whoever prints it

    def work(_report: Any, _token: Any) -> Path:
        return export_paper(paper, values["format"], session.read, out, lang=values["lang"], today=today)

    def then(path: Path) -> None:
        if form is not None:
            form.finish()
        _tell(ui, toast, path)

    ui.bridge.start_job(ui.t("job.exporting"), work, then, refused=form.refuse if form is not None else None)


def _tell(ui: Ui, toast: Toast, path: Path) -> None:
    toast.note(ui.t("export.done", path=path.name), action=ui.t("export.open"), act=_opener(path))


def _opener(path: Path) -> Callable[[], object]:
    return lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
