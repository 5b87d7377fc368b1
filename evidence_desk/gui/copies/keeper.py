"""What the window shows of copies all the time: the banner, the marks on rows, the counts in the navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from evidence_desk.gui.copies.actions import CopyActions
from evidence_desk.gui.copies.banner import CopyBanner
from evidence_desk.gui.widgets.rail import RailItem
from evidence_desk.queries.conflicts import conflict_count, conflicted_things
from evidence_desk.queries.news import news_count
from evidence_desk.queries.replicas import CopyInfo, copy_info

if TYPE_CHECKING:
    from evidence_desk.gui.window import MainWindow

_PAUSE_MS = 150


class CopiesKeeper(QObject):
    """Reads anew what there is to say about copies, whenever a matter is opened or changed.

    Attributes:
        actions: what a user can do with copies.
        marked: how many conflicts each thing has, by table and id.
    """

    def __init__(self, window: MainWindow) -> None:
        """Put the banner and the entries of the navigation into a window whose views are loaded."""
        super().__init__(window)
        assert window.workspace is not None
        self._window, ui = window, window.ui
        self._ui = ui
        self.marked: dict[tuple[str, str], int] = {}
        workspace = window.workspace
        self.actions = CopyActions(window, workspace.bring_back)
        self.banner = CopyBanner(ui, self.actions.take_offline)
        window.add_strip(self.banner)
        t = ui.t
        self.conflicts = RailItem(ui, "git-merge", t("rail.conflicts"), ui.key("global", "conflicts"))
        self.news = RailItem(ui, "bell", t("rail.news"), ui.key("global", "whats_new"))
        for item in (self.conflicts, self.news):
            item.setCheckable(False)
            window.rail.add_at_foot(item)
        self.conflicts.clicked.connect(lambda _checked=False: self.actions.show_conflicts())
        self.news.clicked.connect(lambda _checked=False: self.actions.show_news())
        self.conflicts.hide()
        workspace.review.list.mark_with(lambda row: self.marked.get(("evidence", row), 0))
        workspace.claims.tree.mark_with(lambda table, row: self.marked.get((table, row), 0))
        workspace.stages.path.mark_with(lambda table, row: self.marked.get((table, row), 0))
        workspace.bring_back.thing_wanted.connect(self.go_to)
        workspace.bring_back.left.connect(self._leave)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.read)
        ui.bridge.opened.connect(self.read)
        ui.bridge.committed.connect(self._soon)
        ui.bridge.closing.connect(self._on_closing)

    def let_go(self) -> None:
        """Hear no more of the matter; another window takes over."""
        self._ui.bridge.disconnect(self)

    def read(self) -> None:
        """Read what there is to say of the open matter."""
        session = self._ui.bridge.session
        if session is not None:
            self._ui.bridge.read_later(self._show, _read_all, session.actor)

    def go_to(self, table: str, row: str) -> None:
        """Show a thing where it belongs."""
        window, workspace = self._window, self._window.workspace
        if workspace is None or self._ui.bridge.session is None:
            return
        from evidence_desk.queries.things import owner_in_matter

        table, row = self._ui.bridge.read(owner_in_matter, (table, row))
        if table == "evidence":
            workspace.open_cite(row, "")
        elif table in ("claim", "element", "fact"):
            window.show_view("claims")
            workspace.claims.go_to(row)
        elif table in ("stage_event", "proceeding"):
            window.show_view("stages")
            workspace.stages.go_to(row)
        else:
            window.show_view("review")

    def _soon(self, _changes: Any) -> None:
        self._timer.start(_PAUSE_MS)  # once for many changes in a row

    def _show(self, found: tuple[CopyInfo | None, dict[tuple[str, str], int], int, int]) -> None:
        info, self.marked, conflicts, news = found
        self.banner.show_copy(info)
        self.conflicts.set_count(conflicts)
        self.conflicts.setVisible(conflicts > 0)
        self.news.set_count(news)
        workspace = self._window.workspace
        if workspace is not None:
            workspace.review.list.view.viewport().update()
            workspace.claims.tree.viewport().update()
            workspace.stages.path.viewport().update()
            facts = {row: count for (table, row), count in self.marked.items() if table == "fact"}
            workspace.claims.facts.show_conflicts(facts)

    def _on_closing(self) -> None:
        self.actions.forget()
        self.marked = {}
        self.banner.show_copy(None)

    def _leave(self) -> None:
        """Go back to work after a copy was brought back, or put off."""
        if self._ui.bridge.session is not None:
            self._window.show_view("review")


def _read_all(connection: Any, actor: str) -> tuple[CopyInfo | None, dict[tuple[str, str], int], int, int]:
    count = conflict_count(connection)
    marked = conflicted_things(connection) if count else {}
    return copy_info(connection), marked, count, news_count(connection, actor)
