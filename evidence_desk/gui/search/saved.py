"""Searches kept under a name in the matter: made, named, given a key, deleted."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from evidence_desk.commands.deletion import Delete
from evidence_desk.commands.searches import EditSearch, SaveSearch
from evidence_desk.gui.dialogs.form import Field, FormDialog, command_of
from evidence_desk.gui.ui import Ui
from evidence_desk.queries.labels import saved_searches
from evidence_desk.queries.rows import SavedSearchRow


class SavedSearches(QObject):
    """Knows the saved searches of the open matter.

    Signals:
        changed: list of SavedSearchRow.
    """

    changed = Signal(object)

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        """Know none yet; forms open over ``parent``."""
        super().__init__(parent)
        self._ui, self._over = ui, parent
        self._rows: list[SavedSearchRow] = []

    def read(self) -> None:
        """Read them again."""
        self._ui.bridge.read_later(self._take, saved_searches)

    def query_of(self, key: str) -> str:
        """Return the query of the search with a key, or an empty text."""
        return next((each.query for each in self._rows if each.key == key), "")

    def save(self, query: str) -> None:
        """Ask for a name and keep a query under it."""
        if not query.strip() or self._ui.bridge.is_read_only:
            return
        t = self._ui.t
        taken = {each.key for each in self._rows}
        free = next((str(n) for n in range(1, 10) if str(n) not in taken), "")
        fields = (
            Field("name", t("field.name"), is_required=True, value=query[:40]),
            Field("query", t("field.query"), is_required=True, value=query),
            Field("key", t("field.search_key"), value=free),
        )
        FormDialog.ask(
            self._ui,
            self._over,
            t("saved.new"),
            fields,
            command_of(self._ui, SaveSearch, dict),
            t("form.keep"),
        )

    def edit(self, search: str, what: str) -> None:
        """Rename a search, give it a key, or delete it."""
        found = next((each for each in self._rows if each.id == search), None)
        if found is None:
            return
        if what == "delete":
            self._ui.bridge.run(Delete(what=search))
            return
        t, name = self._ui.t, "name" if what == "rename" else "key"
        word = t("field.name" if what == "rename" else "field.search_key")
        field = Field(name, word, value=getattr(found, name), is_required=name == "name")
        send = command_of(self._ui, EditSearch, lambda values: {"search": search, **values})
        title = t(f"saved.{what}").rstrip("…")
        FormDialog.ask(self._ui, self._over, title, (field,), send, t("form.keep"))

    def _take(self, rows: list[SavedSearchRow]) -> None:
        self._rows = rows
        self.changed.emit(rows)
