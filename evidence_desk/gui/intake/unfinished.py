"""Imports that run when a matter is closed, which is asked about, and their rest once it is open again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from evidence_desk.gui.dialogs.question import Question
from evidence_desk.gui.intake.import_sheet import ImportSheet
from evidence_desk.gui.intake.load_file_dialog import LoadFileDialog
from evidence_desk.gui.intake.unfinished_strip import UnfinishedStrip
from evidence_desk.queries.batches import BatchRow, unfinished

if TYPE_CHECKING:
    from evidence_desk.gui.window import MainWindow


class UnfinishedImports(QObject):
    """Looks after the imports of a window."""

    def __init__(self, window: MainWindow) -> None:
        """Have nothing to do yet."""
        super().__init__(window)
        self._window, self._ui = window, window.ui
        self.question: Question | None = None
        self.strip = UnfinishedStrip(self._ui)
        window.add_strip(self.strip)
        self._ui.bridge.closing.connect(self.strip.hide)
        self._ui.bridge.job_ended.connect(self.look_again)

    def ask_before(self, close: Callable[[], object]) -> bool:
        """Return whether nothing is in the way of closing; else ask, and ``close`` once that is wanted."""
        running, waiting = self._count()
        if not running and not waiting:
            return True
        if self.question is None:
            t = self._ui.t
            said = [t("unfinished.text")] if running else []
            said += [t.count("unfinished.waiting", waiting)] if waiting else []
            words, go = (t("unfinished.title"), " ".join(said)), (t("unfinished.stop"), close)
            self.question = Question(self._ui, self._window, words, t("unfinished.stay"), go)
            self.question.finished.connect(self._forget_question)
        self.question.show()
        self.question.raise_()
        return False

    def close_matter(self) -> None:
        """Close the matter; ask first where an import of it runs."""
        if self.ask_before(self._ui.bridge.close):
            self._ui.bridge.close()

    def offer(self) -> None:
        """Say of an open matter that an import of it did not come to its end, and offer to go on."""
        if not self._ui.bridge.is_read_only:
            self._ui.bridge.read_later(self._offer, unfinished)

    def look_again(self) -> None:
        """Offer what there is now, after an import was continued or left elsewhere."""
        if self.strip.isVisible():
            self.offer()

    def _offer(self, runs: list[BatchRow]) -> None:
        from evidence_desk.gui.actions.importing import continue_import, leave_import, show_imports

        session = self._ui.bridge.session
        left = [run for run in runs if session is not None and run.id not in session.imports]
        self.strip.setVisible(bool(left))
        if not left:
            return
        t, window, last = self._ui.t, self._window, left[-1]
        text = t("unfinished.offer", source=last.source)
        if last.left:
            text += f" {t('import.left', n=f'{last.left:,}')}"
        go_on: tuple[str, Callable[[], object]] = (
            t("import.continue"),
            lambda: continue_import(window, last),
        )
        if len(left) > 1:
            go_on = t("import.details"), lambda: show_imports(window, last.id)

        def leave() -> None:
            for run in left:
                leave_import(self._ui, run)

        self.strip.offer(text, go_on, leave)

    def _count(self) -> tuple[int, int]:
        """Return how many imports run, and how many wait in line."""
        session = self._ui.bridge.session
        running = len(session.imports) if session is not None else 0
        sheets = sum(each.is_running for each in self._window.findChildren(ImportSheet))
        loads = sum(each.is_importing for each in self._window.findChildren(LoadFileDialog))
        return running, max(0, sheets + loads - running)

    def _forget_question(self) -> None:
        self.question = None
