"""What an import asks before it runs, how far it is while it runs, and what came of it; never in the way."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QFrame,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QWidget,
)  # fmt: skip

from evidence_desk.gui.job import Job
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.basics import ElidedLabel, button, column, key_cap, label, row
from evidence_desk.gui.widgets.choice import Choice
from evidence_desk.gui.widgets.flow_layout import FlowLayout
from evidence_desk.intake.ocr import is_available
from evidence_desk.queries.labels import tags as read_tags

if TYPE_CHECKING:
    from evidence_desk.commands.importing import ImportReport
    from evidence_desk.jobs.progress import CancelToken, OnProgress, Progress

_SOON = 3.0


class ImportSheet(QDialog):
    """A sheet beside the window for one import.

    Signals:
        report_asked: id of the run whose report shall be shown.
        done_unseen: the ImportReport of an import that went on after the sheet was closed.
        load_file_wanted: path of a load file that shall be imported as a production instead.
    """

    report_asked = Signal(str)
    done_unseen = Signal(object)
    load_file_wanted = Signal(object)

    def __init__(
        self, ui: Ui, parent: QWidget, paths: Sequence[Path], *, load_file: Path | None = None
    ) -> None:
        """Ask how to import ``paths``, and whether rather as a production where a load file is among them."""
        super().__init__(parent)
        self._ui, self._paths = ui, list(paths)
        self._batch, self._began, self._is_running = "", 0.0, False
        self._job: Job | None = None
        t = ui.t
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("import.title"))
        self.setFixedWidth(520)
        self._tags: dict[str, QPushButton] = {}
        self._options = self._make_options(load_file)
        self._progress, self._bar = ElidedLabel(), QProgressBar()
        self._bar.setTextVisible(False)
        self._running = QWidget()
        running = column(self._running, spacing=6)
        running.addWidget(self._progress)
        running.addWidget(self._bar)
        self._summary = label(wraps=True)
        self._start = button(t("import.start"), self.start, "primary")
        self._start.setDefault(True)
        stop = button(t("import.stop"), self._stop_job)
        self._report = button(t("import.show_report"), lambda: self.report_asked.emit(self._batch))
        self._close = button(t("form.close"), self.close)
        for each in (stop, self._report, self._close):
            each.setAutoDefault(False)
        layout = column(self, margins=(22, 18, 22, 16), spacing=12)
        layout.addWidget(label(t("import.title"), "title"))
        layout.addWidget(ElidedLabel(", ".join(path.name or str(path) for path in self._paths), "muted"))
        for widget in (self._options, self._running, self._summary):
            layout.addWidget(widget)
        self._stop = row(stop, key_cap(ui.key("global", "stop")), spacing=4)
        layout.addWidget(row(self._stop, None, self._report, self._close, self._start, spacing=8))
        for hidden in (self._running, self._summary, self._stop, self._report):
            hidden.hide()
        ui.bridge.closing.connect(self._on_closing)

    def start(self) -> None:
        """Import on the job thread; the list of the window fills meanwhile."""
        bridge, session = self._ui.bridge, self._ui.bridge.session
        if session is None or self._is_running:
            return
        options: dict[str, Any] = {
            "tags": [tag for tag, made in self._tags.items() if made.isChecked()],
            "type": str(self.type.currentData() or ""),
            "ocr": self.ocr.isChecked(),
            "limits": self._ui.desk.limits(self._given_passwords()),
        }
        self._is_running, self._began = True, time.monotonic()
        for widget, is_shown in (
            (self._options, False),
            (self._start, False),
            (self._running, True),
            (self._stop, True),
        ):
            widget.setVisible(is_shown)
        self._progress.set_text(self._ui.t("import.waiting"))
        self.adjustSize()
        desk, paths = self._ui.desk, self._paths

        def work(on_progress: OnProgress, token: CancelToken) -> ImportReport:
            return desk.import_paths(session, paths, on_progress=on_progress, token=token, **options)

        self._job = bridge.start_job(
            self._ui.t("job.importing"),
            work,
            self._on_done,
            on_progress=self._on_progress,
            on_end=self._on_ended,
        )

    def reject(self) -> None:
        """Let Escape stop a running import, and otherwise close the sheet."""
        if self._is_running:
            self._stop_job()
        else:
            super().reject()

    def _stop_job(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Go out of the way of an import that runs, which the status line shows; without one, go for good."""
        if self._is_running:
            event.ignore()
            self.hide()
        else:
            super().closeEvent(event)

    def _make_options(self, load_file: Path | None) -> QWidget:
        t, made = self._ui.t, QWidget()
        form = QFormLayout(made)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        types = Vocabulary(self._ui.bridge, t).types()
        self.type = Choice(t("field.type"), [("", t("import.type_guessed")), *types])
        self.ocr = QCheckBox(t("import.ocr"))
        self.ocr.setEnabled(is_available())
        self.ocr.setChecked(is_available() and self._ui.settings.preferences["ocr"] != "never")
        self.passwords = QPlainTextEdit()
        self.passwords.setPlaceholderText(t("import.passwords_hint"))
        self.passwords.setAccessibleName(t("import.passwords"))
        self.passwords.setTabChangesFocus(True)
        self.passwords.setFixedHeight(58)
        if load_file is not None:
            form.addRow(self._offer(load_file))
        chips = self._tag_chips()
        if self._tags:
            form.addRow(label(t("import.tags"), "secondary"), chips)
        form.addRow(label(t("field.type"), "secondary"), self.type)
        form.addRow(label(t("import.pictures"), "secondary"), self.ocr)
        if not is_available():
            form.addRow("", label(t("import.ocr_missing"), "small", wraps=True))
        form.addRow(label(t("import.passwords"), "secondary"), self.passwords)
        return made

    def _offer(self, load_file: Path) -> QWidget:
        """Offer to import a production with its load file."""
        t = self._ui.t

        def take() -> None:
            self.close()
            self.load_file_wanted.emit(load_file)

        self.as_production = button(t("action.import_load_file"), take)
        self.as_production.setAutoDefault(False)
        card = QFrame()
        card.setObjectName("card")
        body = column(card, margins=(12, 10, 12, 10), spacing=8)
        body.addWidget(label(t("import.load_file_there", name=load_file.name), wraps=True))
        body.addWidget(row(self.as_production, None))
        return card

    def _tag_chips(self) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box)
        for tag in self._ui.bridge.read(read_tags):
            chip = QPushButton(tag.name)
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chip.setAutoDefault(False)
            self._tags[tag.id] = chip
            flow.addWidget(chip)
        return box

    def _given_passwords(self) -> list[str]:
        return [line for line in self.passwords.toPlainText().splitlines() if line]

    def _on_progress(self, progress: Progress) -> None:
        t, done = self._ui.t, f"{progress.done:,}"
        name = t.word("phase", progress.phase)
        if progress.total:
            text = t("status.progress", name=name, done=done, total=f"{progress.total:,}")
            text += self._time_left(progress.done, progress.total)
        else:
            text = t("status.counting", name=name, done=done)
        self._progress.set_text(f"{text} · {progress.detail}" if progress.detail else text)
        self._bar.setMaximum(progress.total or 0)
        self._bar.setValue(progress.done)

    def _time_left(self, done: int, total: int) -> str:
        passed = time.monotonic() - self._began
        if passed < _SOON or not done:
            return ""
        seconds = round(passed / done * (total - done))
        if seconds >= 90:
            return " · " + self._ui.t("status.minutes_left", n=round(seconds / 60))
        return " · " + self._ui.t("status.seconds_left", n=seconds)

    def _on_done(self, report: Any) -> None:
        t = self._ui.t
        parts = [t("import.done", n=len(report.files))]
        names = ("duplicates", "failed", "skipped")
        parts += [t(f"import.{name}", n=len(getattr(report, name))) for name in names]
        parts += [t("import.read_anew", n=len(report.read_anew))] if report.read_anew else []
        self._batch = report.batch
        self._say(f"{t('import.seen', n=report.seen)}: " + " · ".join(parts))
        self._report.show()
        self._report.setDefault(True)
        if not self.isVisible():
            self.done_unseen.emit(report)
            self.close()

    def _on_closing(self) -> None:
        """Go with the matter, also while the import is being stopped."""
        self._is_running = False
        self.close()

    def _on_ended(self) -> None:
        """Say that it was stopped, unless it came to its end."""
        if self._is_running:
            self._say(self._ui.t("import.ended"))
            if not self.isVisible():
                self.close()

    def _say(self, text: str) -> None:
        self._is_running = False
        for widget in (self._running, self._stop):
            widget.hide()
        self._summary.setText(text)
        self._summary.show()
        self.adjustSize()
