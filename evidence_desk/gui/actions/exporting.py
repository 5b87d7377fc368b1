"""Actions that write papers of the open matter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from evidence_desk.gui.dialogs.form import Field, FormDialog
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.toast import Toast

_PAPER = "matrix"


def export_matrix(ui: Ui, parent: QWidget, toast: Toast) -> None:
    """Ask for format, language and folder, and write the matrix."""
    from evidence_desk.export.papers import paper_formats

    session = ui.bridge.session
    if session is None:
        return
    t, last = ui.t, _last(ui)
    formats = tuple((each, t.word("format", each)) for each in paper_formats()[_PAPER])
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
    values = FormDialog.ask(ui, parent, t("export.title"), fields, t("export.write"))
    if values is not None:
        ui.settings.set_matter(session.path, {**ui.settings.matter(session.path), "export": values})
        _write(ui, toast, values)


def export_last(ui: Ui, parent: QWidget, toast: Toast) -> None:
    """Write the matrix as the last time; ask when there was none."""
    last = _last(ui)
    if last:
        _write(ui, toast, last)
    else:
        export_matrix(ui, parent, toast)


def _last(ui: Ui) -> dict[str, str]:
    session = ui.bridge.session
    found: dict[str, str] = ui.settings.matter(session.path).get("export", {}) if session is not None else {}
    return found


def _write(ui: Ui, toast: Toast, values: dict[str, str]) -> None:
    from evidence_desk.export.papers import export_paper

    session = ui.bridge.session
    if session is None:
        return
    out = Path(values["folder"]) / f"{session.path.stem} {_PAPER}.{values['format']}"
    today = date.today()  # noqa: DTZ011  a paper bears the local date of whoever prints it

    def work(_report: Any, _token: Any) -> Path:
        return export_paper(_PAPER, values["format"], session.read, out, lang=values["lang"], today=today)

    ui.bridge.start_job(ui.t("job.exporting"), work, lambda path: _tell(ui, toast, path))


def _tell(ui: Ui, toast: Toast, path: Path) -> None:
    toast.note(ui.t("export.done", path=path.name), action=ui.t("export.open"), act=_opener(path))


def _opener(path: Path) -> Callable[[], object]:
    return lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
