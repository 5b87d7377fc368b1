"""What others did since one last looked: by person, then by thing; a click goes to the thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from evidence_desk.gui.copies.words import step_words, when
from evidence_desk.gui.dialogs.side_dialog import SideDialog
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import button, label, row
from evidence_desk.gui.widgets.empty_state import EmptyState
from evidence_desk.gui.widgets.plain_list import plain_list
from evidence_desk.queries.news import TouchedThing, mark_seen, news_by_thing

_MOST = 500  # things; nobody reads more in a list
_KEY = Qt.ItemDataRole.UserRole


class NewsDialog(SideDialog):
    """A list beside the window.

    Signals:
        thing_wanted: (table, id) a thing shall be shown.
    """

    thing_wanted = Signal(str, str)

    def __init__(self, ui: Ui, parent: QWidget, seen: Callable[[], None]) -> None:
        """Read what is new; ``seen`` is called once it was marked as seen."""
        t = ui.t
        super().__init__(ui, parent, t("news.title"), (820, 520))
        self._seen, self._is_gone = seen, False
        heads = (t("news.what"), t("news.when"), t("news.from"))
        self.tree = plain_list(heads, t("news.title"), (510, 130), is_tree=True)
        self.tree.setProperty("role", "roomy")
        self.tree.itemActivated.connect(self._on_activated)
        self.tree.itemClicked.connect(self._on_activated)
        self._about = label("", "muted", wraps=True)
        self.mark = button(t("news.mark"), self.mark_seen, "primary")
        self.mark.setDefault(True)
        self.body.addWidget(self._about)
        self.add_list(self.tree, EmptyState(ui, "news", "bell", None))
        self.body.addWidget(row(None, button(t("form.close"), self.close), self.mark, spacing=8))
        ui.bridge.closing.connect(self.close)
        self.finished.connect(self._on_finished)
        ui.bridge.committed.connect(self._read)
        self._read()

    def mark_seen(self) -> None:
        """Remember that everything up to now was looked at."""
        session, seen = self._ui.bridge.session, self._seen
        if session is not None and not session.is_read_only:
            self._ui.bridge.note(mark_seen, session.actor, session.now(), then=lambda _none: seen())
        self.close()

    def _on_finished(self) -> None:
        self._is_gone = True  # what is being read comes too late

    def _read(self, _changes: object = None) -> None:
        session = self._ui.bridge.session
        if session is not None:
            self._ui.bridge.read_later(self._show, news_by_thing, session.actor)

    def _show(self, news: list[TouchedThing]) -> None:
        if self._is_gone:
            return
        t = self._ui.t
        self.tree.clear()
        people: dict[str, list[TouchedThing]] = defaultdict(list)
        for each in news[:_MOST]:
            people[each.actor].append(each)
        for who, touched in people.items():
            top = QTreeWidgetItem([f"{who}  ({t.count('news.things', len(touched))})", "", ""])
            font = top.font(0)
            font.setBold(True)
            top.setFont(0, font)
            self.tree.addTopLevelItem(top)
            for each in touched:
                top.addChild(self._line(each))
            top.setExpanded(True)
        steps = {
            (row.replica, row.number) for each in news for row in each.rows
        }  # as many as the sidebar says
        said = f"{t.count('news.count', len(steps))} · {t.count('news.things', len(news))}"
        self._about.setText(said if news else "")
        self._about.setVisible(bool(news))
        self.show_list(is_empty=not news)
        self.mark.setEnabled(bool(news) and not self._ui.bridge.is_read_only)

    def _line(self, touched: TouchedThing) -> QTreeWidgetItem:
        t, thing, rows = self._ui.t, touched.thing, touched.rows
        kind = t.word("thing", thing.table) if thing else t("news.many")
        name = f"{kind} {thing.name}".strip() if thing else kind
        text = (
            f"{name} — {step_words(t, rows[0], thing)}"
            if len(rows) == 1
            else f"{name} — {t.count('news.steps', len(rows))}"
        )
        made = QTreeWidgetItem([text, when(rows[-1].at), self._origin(touched)])
        made.setToolTip(
            0, "\n".join(f"{step_words(t, row, thing)} ({t.summary(row.summary)})" for row in rows)
        )
        made.setData(0, _KEY, (thing.table, thing.id) if thing else None)
        if len(rows) > 1:
            for each in rows:
                made.addChild(QTreeWidgetItem([step_words(t, each, thing), when(each.at), ""]))
        return made

    def _origin(self, touched: TouchedThing) -> str:
        return self._ui.t("news.copy" if any(row.is_brought for row in touched.rows) else "news.here")

    def _on_activated(self, item: QTreeWidgetItem, _column: int) -> None:
        key = item.data(0, _KEY)
        if key:
            self.thing_wanted.emit(*key)
