"""Which files an item has: attached from the disk or out of the matter, taken off, put into another order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from evidence_desk.commands.command_files import Step
from evidence_desk.commands.evidence import EditEvidence
from evidence_desk.gui.actions.importing import show_imports
from evidence_desk.gui.dialogs.palette import CommandPalette, Entry, Take
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.panel import ViewerPanel
from evidence_desk.gui.views.attached import attached_text
from evidence_desk.gui.views.files_panel import FilesPanel
from evidence_desk.queries.held_files import HeldFile, files_named
from evidence_desk.queries.rows import EvidenceDetail
from evidence_desk.support.errors import UserError

if TYPE_CHECKING:
    from evidence_desk.commands.import_report import ImportReport
    from evidence_desk.gui.window import MainWindow
    from evidence_desk.jobs.progress import CancelToken, OnProgress


class ItemFiles(QObject):
    """Changes the files of the item that shows; what is moved or taken off is the file that shows.

    Attributes:
        picker: asks for a file of the matter.
    """

    def __init__(self, ui: Ui, host: QWidget, viewer: ViewerPanel, panel: FilesPanel) -> None:
        """Follow the viewer and show its item's files in ``panel``; what asks stands over ``host``."""
        super().__init__(host)
        self._ui, self._host, self._viewer, self._panel = ui, host, viewer, panel
        self._detail: EvidenceDetail | None = None
        self._order: list[str] = []
        self.picker = CommandPalette(ui, host)
        panel.file_wanted.connect(self._on_wanted)
        panel.dropped.connect(self.attach_paths)
        panel.action_asked.connect(lambda name: self.handlers()[name]())
        viewer.file_shown.connect(panel.show_place)

    def show_detail(self, detail: EvidenceDetail | None) -> None:
        """Show the files of an item."""
        self._detail = detail
        self._take_order()
        files = detail.row.files if detail is not None else ()
        self._panel.show_files(files, self._viewer.file_place, is_open=not self._ui.bridge.is_read_only)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the actions do, by their names."""
        return {
            "attach_files": self.attach,
            "attach_held": self.attach_held,
            "detach_file": self.detach,
            "file_up": partial(self.move, -1),
            "file_down": partial(self.move, 1),
        }

    def attach(self) -> None:
        """Ask for files of this machine and attach them."""
        settings = self._ui.settings
        if self._can_change():
            title, folder = self._ui.t("files.choose"), settings.text("import_folder")
            names, _filter = QFileDialog.getOpenFileNames(self._host, title, folder)
            if names:
                settings.set_text("import_folder", str(Path(names[0]).parent))
                self.attach_paths([Path(name) for name in names])

    def attach_paths(self, paths: Sequence[Path]) -> None:
        """Take files in as an import does, and put them behind those of the item; one step."""
        bridge, detail = self._ui.bridge, self._detail
        session = bridge.session
        if not self._can_change() or session is None or detail is None:
            return
        desk, item = self._ui.desk, detail.row.id

        def work(on_progress: OnProgress, token: CancelToken) -> Any:
            return desk.import_paths(
                session, paths, onto=item, ocr=False, on_progress=on_progress, token=token
            )

        bridge.start_job(self._ui.t("job.attaching"), work, partial(self._on_attached, _called(detail)))

    def attach_held(self) -> None:
        """Ask for a file the matter holds already, and attach it."""
        if self._can_change():
            self.picker.ask(lambda _words: (), self._find_later, hint=self._ui.t("files.which"))

    def detach(self) -> None:
        """Take the file that shows off the item; it stays in the matter."""
        detail, place = self._detail, self._place()
        if self._can_change() and detail is not None and place >= 0:
            left = [*self._order[:place], *self._order[place + 1 :]]
            name = detail.row.files[self._viewer.file_place].name
            steps = self._ordered(detail, left)
            self._ui.bridge.run_steps(steps, f"Take {name} off {_called(detail)}", refused=self._on_refused)

    def move(self, by: int) -> None:
        """Put the file that shows before the one above it, or behind the one below."""
        detail, order, place = self._detail, list(self._order), self._place()
        if self._can_change() and detail is not None and place >= 0 and 0 <= place + by < len(order):
            order.insert(place + by, order.pop(place))
            steps = self._ordered(detail, order)
            self._ui.bridge.run_steps(
                steps, f"Reorder the files of {_called(detail)}", refused=self._on_refused
            )

    def _place(self) -> int:
        """Return where the file that shows stands in what was asked for last, -1 where it is not any more."""
        place = self._viewer.file_place
        if self._detail is None or place < 0:
            return -1
        file_id = self._detail.row.files[place].id
        if self._order[place : place + 1] == [file_id]:
            return place
        return self._order.index(file_id) if file_id in self._order else -1

    def _ordered(self, detail: EvidenceDetail, order: list[str]) -> list[Step]:
        """Return the step that makes these the files, with those that joined meanwhile.

        What is asked next goes on from them at once.
        """
        step = Step(EditEvidence(evidence=detail.row.id, files=order, files_seen=self._order))
        self._order = order
        return [step]

    def _on_refused(self, error: UserError) -> None:
        self._take_order()
        self._ui.bridge.failed.emit(error)

    def _take_order(self) -> None:
        self._order = [file.id for file in self._detail.row.files] if self._detail is not None else []

    def _can_change(self) -> bool:
        return self._detail is not None and not self._ui.bridge.is_read_only

    def _on_wanted(self, place: int) -> None:
        if place != self._viewer.file_place:
            self._viewer.show_file(place)

    def _on_attached(self, called: str, report: ImportReport) -> None:
        """Say what was attached and, apart from it, what was not or could not be read; it is one step to undo."""
        t, window = self._ui.t, cast("MainWindow", self._host.window())
        toast = window.toast
        told = attached_text(t, report, called)
        if not told.is_attached:
            toast.error(told.words, t("files.left_remedy"))
        elif told.is_whole:
            toast.note(told.words, action=t("action.undo"), act=self._ui.bridge.undo)
        else:
            show = partial(show_imports, window, report.batch)
            toast.offer(told.words, (t("action.undo"), self._ui.bridge.undo), (t("action.imports"), show))

    def _find_later(self, words: str, take: Take) -> None:
        def show(found: list[HeldFile]) -> None:
            take([self._entry(each) for each in found if each.id not in self._order])

        self._ui.bridge.read_later(show, files_named, words)

    def _entry(self, file: HeldFile) -> Entry:
        title, _other = self._ui.t.names(file.title, file.native_title)
        return Entry(file.name, f"{file.exhibit} {title}".strip(), partial(self._attach_held, file))

    def _attach_held(self, file: HeldFile) -> None:
        if (detail := self._detail) is not None:
            steps = self._ordered(detail, [*self._order, file.id])
            self._ui.bridge.run_steps(
                steps, f"Attach {file.name} to {_called(detail)}", refused=self._on_refused
            )


def _called(detail: EvidenceDetail) -> str:
    return detail.row.exhibit or detail.row.title
