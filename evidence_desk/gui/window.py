"""The main window: a shell that paints at once, and the workspace that is loaded behind it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTime, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QPaintEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QWidget

from evidence_desk.gui.actions.registry import Actions
from evidence_desk.gui.placing import centred, on_screen
from evidence_desk.gui.start_page import StartPage
from evidence_desk.gui.theme.manager import SCHEMES
from evidence_desk.gui.top_bar import TopBar
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import column
from evidence_desk.gui.widgets.inline_field import Unsaved
from evidence_desk.gui.widgets.rail import Rail
from evidence_desk.gui.widgets.status_line import StatusLine
from evidence_desk.support.errors import UserError

if TYPE_CHECKING:
    from evidence_desk.gui.copies.keeper import CopiesKeeper
    from evidence_desk.gui.intake.unfinished import UnfinishedImports
    from evidence_desk.gui.search.box import SearchBox
    from evidence_desk.gui.search.index_keeper import IndexKeeper
    from evidence_desk.gui.widgets.drop_hint import DropHint
    from evidence_desk.gui.widgets.toast import Toast
    from evidence_desk.gui.workspace import Workspace

VIEWS = (
    ("review", "file-text"),
    ("claims", "scale"),
    ("matrix", "grid-3x3"),
    ("stages", "route"),
    ("parties", "users"),
)
_SIZE = (1440, 900)
_PAUSE_MS = 120
_MOST_TOLD = 6


class MainWindow(QMainWindow):
    """The window of the program.

    Attributes:
        workspace: the views, once they are loaded.
        toast: the messages at the bottom, once they are loaded.
        registry: every action of the window.

    Signals:
        painted: the shell was painted for the first time.
        loaded: the views are there.
        language_chosen: the window shall be made again in another language.
    """

    toast: Toast
    drop_hint: DropHint
    search_box: SearchBox
    index: IndexKeeper
    copies: CopiesKeeper
    unfinished: UnfinishedImports
    painted = Signal()
    loaded = Signal()
    language_chosen = Signal(str)

    def __init__(self, ui: Ui) -> None:
        """Build the shell: bar, navigation, start page, status line."""
        super().__init__()
        self.ui = ui
        self.workspace: Workspace | None = None
        self._is_painted = self._is_ending = False
        self.registry = Actions(ui)
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.timeout.connect(self._read_matter)
        self.setWindowTitle(ui.t("app.name"))
        self.setAcceptDrops(True)
        self.setMinimumSize(960, 600)
        self.bar = TopBar(ui)
        self.rail = Rail(ui, VIEWS)
        self.start = StartPage(ui)
        self.status = StatusLine(ui)
        Unsaved(self).changed.connect(self.status.show_unsaved)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start)
        self._lay_out()
        self._place()
        self.rail.hide()
        self.start.show_recent(ui.settings.recent())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell when the window is on the screen for the first time."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go on with Tab in the order of reading."""
        from evidence_desk.gui.widgets.tab_order import go_on

        return go_on(self, forward=forward) or super().focusNextPrevChild(forward)

    def load(self) -> None:
        """Import and make everything behind the shell, and connect it."""
        from evidence_desk.gui.actions.global_actions import add_global_actions
        from evidence_desk.gui.copies.keeper import CopiesKeeper
        from evidence_desk.gui.file_drops import FileDrops
        from evidence_desk.gui.intake.unfinished import UnfinishedImports
        from evidence_desk.gui.search.box import SearchBox
        from evidence_desk.gui.search.index_keeper import IndexKeeper
        from evidence_desk.gui.widgets.drop_hint import DropHint
        from evidence_desk.gui.widgets.toast import Toast
        from evidence_desk.gui.workspace import Workspace

        self.toast = Toast(self.ui, self._center)
        self.drop_hint = DropHint(self._center)
        FileDrops(self, self.drop_hint)
        self.unfinished = UnfinishedImports(self)
        add_global_actions(self)
        self.workspace = Workspace(self.ui, self.registry)
        self.stack.addWidget(self.workspace)
        self.search_box = SearchBox(self.ui, self.bar.search, self._center)
        self.index = IndexKeeper(self.ui, self)
        self.copies = CopiesKeeper(self)
        self._connect()
        if self.ui.bridge.session is not None:
            self._on_opened()
        self._tell_problems()
        self.loaded.emit()

    def let_go(self) -> None:
        """Keep what to remember of the matter, and hear no more of it; another window takes over."""
        self._on_closing()
        self.ui.bridge.disconnect(self)
        self.ui.bridge.disconnect(self.search_box)
        self.index.let_go()
        self.copies.let_go()
        if self.workspace is not None:
            for view in self.workspace.views.values():
                self.ui.bridge.disconnect(view)

    def add_strip(self, strip: QWidget) -> None:
        """Put a line between the bar at the top and the content."""
        self._body.insertWidget(1, strip)

    def show_view(self, name: str) -> None:
        """Show a view of the open matter."""
        if self.workspace is not None and self.ui.bridge.session is not None:
            self.rail.select(name)
            self.workspace.show_view(name)

    def choose_theme(self, choice: str) -> None:
        """Use the light, the dark or the system's theme, and remember it."""
        if choice in SCHEMES:
            self.ui.settings.preferences.set("theme", choice)
            self.ui.theme.apply(choice)

    def main_menu(self) -> QMenu:
        """Return the menu of the program."""
        from evidence_desk.gui.actions.exporting import PAPERS, action_of
        from evidence_desk.gui.actions.importing import IMPORTS

        menu = QMenu(self)
        find = self.registry.find
        for group in (
            ("new_matter", "open_matter", "sample", "edit_matter", "close_matter"),
            ("undo", "redo"),
            IMPORTS,
            (*map(action_of, PAPERS), "export_last", "verify"),
            ("take_offline", "bring_back", "open_copy", "copies", "conflicts", "whats_new"),
            ("palette", "find", "terms", "toggle_inspector", "keys"),
            ("settings", "theme_system", "theme_light", "theme_dark", "language"),
            ("quit",),
        ):
            for name in group:
                menu.addAction(find("global", name))
            menu.addSeparator()
        menu.aboutToShow.connect(self.name_undo)
        menu.aboutToShow.connect(self._tick_theme)
        return menu

    def _tick_theme(self) -> None:
        for scheme in SCHEMES:
            action = self.registry.find("global", f"theme_{scheme}")
            action.setCheckable(True)
            action.setChecked(scheme == self.ui.theme.choice)

    def name_undo(self) -> None:
        """Let the menu say what undo and redo would do."""
        t, session = self.ui.t, self.ui.bridge.session
        for name in ("undo", "redo"):
            label = getattr(session, f"{name}_label") if session is not None else None
            action = self.registry.find("global", name)
            action.setText(t(f"did.{name}", what=t.summary(label)) if label else t(f"action.{name}"))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window and close the matter; ask first where an import of it runs."""
        if self.workspace is not None and not self._is_ending and not self.unfinished.ask_before(self.end):
            event.ignore()
            return
        self.ui.settings.set_blob("geometry", self.saveGeometry())
        self.ui.bridge.shut_down()
        self.ui.settings.flush()
        event.accept()

    def end(self) -> None:
        """Close without a question; what runs is stopped."""
        self._is_ending = True
        self.close()

    def _place(self) -> None:
        """Stand where the window was left, all of it on a screen; the first time in the middle of one."""
        if not self.restoreGeometry(self.ui.settings.blob("geometry")):
            self.setGeometry(centred(_SIZE, self.screen().availableGeometry()))
        elif not self.isMaximized() and not self.isFullScreen():
            rooms = [each.availableGeometry() for each in QGuiApplication.screens()]
            self.setGeometry(on_screen(self.geometry(), rooms))

    def _lay_out(self) -> None:
        self._center = QWidget()
        self._center.setObjectName("surface")
        layout = self._body = column(self._center)
        middle = QWidget()
        across = QHBoxLayout(middle)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addWidget(self.stack, 1)
        layout.addWidget(self.bar)
        layout.addWidget(middle, 1)
        layout.addWidget(self.status)
        self.setCentralWidget(self._center)

    def _connect(self) -> None:
        from evidence_desk.gui.actions.matters import open_path

        bridge, status = self.ui.bridge, self.status
        bridge.opened.connect(self._on_opened)
        bridge.closing.connect(self._on_closing)
        bridge.closed.connect(self._on_closed)
        bridge.committed.connect(self._on_committed)
        bridge.done.connect(self._on_done)
        bridge.failed.connect(self._on_failed)
        bridge.writing.connect(status.show_writing)
        bridge.job_started.connect(status.show_job)
        bridge.job_progress.connect(status.show_progress)
        bridge.job_ended.connect(status.end_job)
        status.stop_asked.connect(bridge.stop_job)
        self.rail.chosen.connect(self.show_view)
        self.start.recent_chosen.connect(lambda path: open_path(self.ui, Path(path)))
        self._connect_review()

    def _connect_review(self) -> None:
        assert self.workspace is not None
        review = self.workspace.review
        review.coder.pace_changed.connect(self.status.show_pace)
        review.batches.said.connect(self.status.show_batch)
        self.toast.kept_clear = review.list.current_area
        review.list.line_moved.connect(self.toast.step_aside)
        self.search_box.searched.connect(self._on_searched)
        self.search_box.entered.connect(self._on_entered)
        review.query_wanted.connect(self.search_box.set_query)
        review.searching.problem.connect(self.search_box.show_problem)
        review.searching.noticed.connect(self.search_box.show_notices)
        self.index.said.connect(self.status.show_index)
        self.index.caught_up.connect(review.on_indexed)

    def _on_opened(self) -> None:
        session, workspace = self.ui.bridge.session, self.workspace
        if session is None or workspace is None:
            return
        state = self.ui.settings.matter(session.path)
        self.toast.hide()
        self.bar.search.clear()
        self.rail.show()
        self.stack.setCurrentWidget(workspace)
        workspace.on_opened(state.get("views", {}))
        self._read_matter()
        self.status.show_saved(self.ui.t("status.read_only" if session.is_read_only else "status.all_saved"))
        self.status.show_verified(str(state.get("verified", "")))
        self.bar.set_read_only(is_read_only=session.is_read_only)
        view = str(state.get("view", "review"))
        self.show_view(view if view in workspace.views else "review")
        workspace.begin_trail()
        self.unfinished.offer()

    def _on_closing(self) -> None:
        session, workspace = self.ui.bridge.session, self.workspace
        if session is None or workspace is None:
            return
        settings = self.ui.settings
        state = {
            **settings.matter(session.path),
            "view": workspace.current.name,
            "views": workspace.on_closing(),
        }
        settings.set_matter(session.path, state)

    def _on_closed(self) -> None:
        self.stack.setCurrentWidget(self.start)
        self.rail.hide()
        self.status.clear()
        self.bar.show_matter("", "", "")
        self.setWindowTitle(self.ui.t("app.name"))
        self.start.show_recent(self.ui.settings.recent())

    def _on_committed(self, _changes: Any) -> None:
        now = QTime.currentTime().toString("HH:mm:ss")
        self.status.show_saved(self.ui.t("status.saved", time=now))
        if not self._counting.isActive():  # one read for many commits in a row, as an import makes them
            self._counting.start(_PAUSE_MS)

    def _on_done(self, outcome: Any) -> None:
        t = self.ui.t
        is_undo = outcome.summary.startswith("Undo: ")
        text = " · ".join([t.summary(outcome.summary), *map(t.warning, outcome.warnings)])
        name = "redo" if is_undo else "undo"
        self.toast.note(
            text, action=t(f"action.{name}"), act=self.ui.bridge.redo if is_undo else self.ui.bridge.undo
        )

    def _tell_problems(self) -> None:
        """Say all that is wrong with what the user set, in one message: another would hide it."""
        problems = [*self.ui.settings.preferences.problems, *self.ui.problems]
        told = [self.ui.t.error(each) for each in problems[:_MOST_TOLD]]
        more = len(problems) - len(told)
        lines = [message for message, _remedy in told] + (
            [self.ui.t.count("settings.more", more)] if more else []
        )
        if lines:
            self.toast.error("\n".join(lines), " ".join(dict.fromkeys(remedy for _message, remedy in told)))

    def _on_failed(self, error: UserError) -> None:
        from evidence_desk.commands.deletion import Delete
        from evidence_desk.gui.search.problems import told

        message, remedy = told(self.ui.t, error)
        if error.code == "in_use":
            whole = Delete(what=error.details["things"], cascade=True)
            self.toast.error(
                message,
                self.ui.t("delete.whole"),
                action=self.ui.t("delete.with_it"),
                act=lambda: self.ui.bridge.run(whole),
            )
        else:
            self.toast.error(message, remedy)

    def _on_searched(self, words: str) -> None:
        if self.workspace is not None and self.ui.bridge.session is not None:
            if words:
                self.rail.select("review")
                self.workspace.bring("review")
            self.workspace.review.set_text(words)

    def _on_entered(self) -> None:
        """Put the keyboard on what was found."""
        if self.workspace is not None and self.ui.bridge.session is not None:
            self.workspace.current.take_focus()

    def _read_matter(self) -> None:
        from evidence_desk.gui.matter_summary import read_summary

        if self.ui.bridge.session is not None:
            self.ui.bridge.read_later(self._show_matter, read_summary)

    def _show_matter(self, summary: Any) -> None:
        from evidence_desk.gui.widgets.amounts import amount_text

        matter, counts, (reviewed, total) = summary
        self.bar.show_matter(matter.title, matter.native_title, amount_text(matter.amount, matter.currency))
        self.setWindowTitle(
            f"{self.ui.t.names(matter.title, matter.native_title)[0]} — {self.ui.t('app.name')}"
        )
        self.status.show_review(reviewed, total)
        for view, count in (
            ("review", counts.evidence),
            ("claims", counts.claims),
            ("stages", counts.stages),
            ("parties", counts.parties),
        ):
            self.rail.set_count(view, count)
        session = self.ui.bridge.session
        if session is not None:
            self.ui.settings.add_recent(session.path, title=matter.title, native_title=matter.native_title)
            self.ui.settings.set_text("profile", matter.profile)
