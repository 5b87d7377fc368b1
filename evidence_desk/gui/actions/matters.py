"""Actions that open, make and close matters."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from evidence_desk.gui.dialogs.form import Field, FormDialog, Values, command_of
from evidence_desk.gui.ui import Ui
from evidence_desk.queries.matter import matter as read_matter

SUFFIX = ".edesk"
SAMPLE_FOLDER = "Evidence Desk sample"


def new_matter(ui: Ui, parent: QWidget) -> None:
    """Ask for title, jurisdiction and folder, and make a matter."""
    t = ui.t
    fields = (
        Field("title", t("field.title"), is_required=True, hint=t("new.title_hint")),
        Field("profile", t("field.profile"), value=ui.settings.text("profile"), choices=_profiles(ui)),
        Field("folder", t("field.folder"), value=_folder(ui), is_required=True, is_folder=True),
    )
    FormDialog.ask(ui, parent, t("new.title"), fields, partial(_make, ui), t("new.make"))


def _make(ui: Ui, values: Values, form: FormDialog) -> None:
    """Make a matter; when that fails the form says why."""
    path = Path(values["folder"]).expanduser() / f"{_file_name(values['title'])}{SUFFIX}"

    def work(_report: Any, _token: Any) -> Any:
        return ui.desk.new_matter(path, profile=values["profile"], title=values["title"])

    def then(made: Any) -> None:
        form.finish()
        ui.settings.set_text("profile", values["profile"])
        ui.settings.set_text("folder", str(path.parent))
        ui.bridge.open(made)

    ui.bridge.start_job(ui.t("job.making"), work, then, is_lasting=True, refused=form.refuse)


def edit_matter(ui: Ui, parent: QWidget) -> None:
    """Ask for what the open matter is called, what it is about, and under which rules it runs."""
    from evidence_desk.commands.people import SetMatter

    session, t = ui.bridge.session, ui.t
    if session is None or ui.bridge.is_read_only:
        return
    held = ui.bridge.read(read_matter)
    roles = [(each.id, each.names.in_language(t.language)) for each in session.profile.roles]
    if held.our_side not in dict(roles):
        roles.append((held.our_side, held.our_side or "—"))
    fields = (
        Field("title", t("field.title"), held.title, is_required=True, hint=t("new.title_hint")),
        Field("native_title", t("field.native_title"), held.native_title),
        Field("our_side", t("field.our_side"), held.our_side, choices=tuple(roles)),
        Field("amount", t("field.amount"), held.amount),
        Field("currency", t("field.currency"), held.currency),
        Field("profile", t("field.profile"), held.profile, choices=_profiles(ui)),
        Field("summary", t("field.summary"), held.summary, is_long=True),
    )

    def changed(values: Values) -> Values:
        return {name: value for name, value in values.items() if value != getattr(held, name)}

    def send(values: Values, form: FormDialog) -> None:
        if changed(values):
            command_of(ui, SetMatter, changed)(values, form)
        else:
            form.finish()

    FormDialog.ask(ui, parent, t("matter.edit"), fields, send, t("form.keep"))


def _profiles(ui: Ui) -> tuple[tuple[str, str], ...]:
    from evidence_desk.profiles import load_profile, profile_ids

    return tuple((each, load_profile(each).names.in_language(ui.t.language)) for each in profile_ids())


def open_matter(ui: Ui, parent: QWidget) -> None:
    """Ask for a matter's folder and open it."""
    folder = QFileDialog.getExistingDirectory(parent, ui.t("open.title"), _folder(ui))
    if folder:
        ui.settings.set_text("folder", str(Path(folder).parent))
        open_path(ui, Path(folder))


def open_path(ui: Ui, path: Path, *, read_only: bool = False) -> None:
    """Open the matter in a folder."""
    if ui.bridge.session is not None and ui.bridge.session.path == path:
        return
    ui.bridge.start_job(
        ui.t("job.opening"),
        lambda _report, _token: ui.desk.open_matter(path, read_only=read_only),
        ui.bridge.open,
        is_lasting=True,
    )


def open_sample(ui: Ui) -> None:
    """Open the sample matter, making it first if it is not there."""
    folder = Path(_folder(ui)) / SAMPLE_FOLDER
    made = ui.desk.sample_path(folder)
    if made.exists():
        open_path(ui, made)
        return

    def work(report: Any, token: Any) -> Any:
        return ui.desk.make_sample(folder, on_progress=report, token=token)

    ui.bridge.start_job(ui.t("job.sample"), work, ui.bridge.open, is_lasting=True)


def _folder(ui: Ui) -> str:
    """Return where matters are: the last folder, as long as it is there."""
    last = ui.settings.text("folder")
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return last if last and Path(last).is_dir() else documents or str(Path.home())


def _file_name(title: str) -> str:
    kept = "".join(char if char.isalnum() or char in " .-_()" else " " for char in title)
    return " ".join(kept.split()).strip(". ")[:80] or "matter"
