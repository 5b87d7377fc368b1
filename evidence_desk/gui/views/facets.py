"""The filters beside the evidence list: each word narrows the query, with how many items it would leave."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from evidence_desk.domain.search_language import chips, quoted, refined, without
from evidence_desk.gui.search.histogram import Histogram
from evidence_desk.gui.search.results import Results
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.basics import (
    button,
    clear,
    column,
    heading,
    key_cap,
    key_text,
    label,
    row,
    scroller,
)
from evidence_desk.gui.widgets.facet_row import FacetRow
from evidence_desk.queries.facets import FacetCount, Facets
from evidence_desk.queries.rows import SavedSearchRow

# Sections in order, each with the field of the search language it writes.
_SECTIONS = {
    "reviews": "is",
    "types": "type",
    "tags": "tag",
    "claims": "claim",
    "stages": "stage",
    "kinds": "kind",
}
_LEAST = 110  # pixels
_MOST = 30
_WITH = "Alt+"  # with the keys of saved searches
_INSET = (8, 0, 8, 0)


class FacetPanel(QWidget):
    """Saved searches, and words that narrow the query by click; a second click takes them off again.

    Signals:
        query_wanted: the query with a part more or less.
        saved_edited: (id, what) "rename", "key" or "delete" was asked of a saved search.
    """

    query_wanted = Signal(str)
    saved_edited = Signal(str, str)

    def __init__(self, ui: Ui, vocabulary: Vocabulary) -> None:
        """Show no filters yet."""
        super().__init__()
        self._ui, self._vocabulary = ui, vocabulary
        self._query = ""
        self._on: dict[str, str] = {}
        self._saved: list[SavedSearchRow] = []
        self._facets: Facets | None = None
        self._rows: dict[tuple[str, str], FacetRow] = {}
        self._filled: object = None
        self._parts: dict[str, FacetRow] = {}
        self.setObjectName("facets")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(_LEAST)
        self.histogram = Histogram(ui.theme, ui.t("facets.months"))
        self.histogram.chosen.connect(
            lambda period: self.query_wanted.emit(refined(self._query, "date", period))
        )
        content = QWidget()
        outer = column(content, margins=(0, 10, 0, 10), spacing=0)
        body = QWidget()
        self._layout = column(body)
        self._months = heading(ui.t("facets.months"))
        self._months.setContentsMargins(12, 10, 0, 4)
        for widget in (body, self._months, self.histogram):
            outer.addWidget(widget)
        outer.addStretch(1)
        column(self).addWidget(scroller(content))
        ui.theme.changed.connect(self.histogram.update)

    def show_results(self, results: Results) -> None:
        """Show what is on under a query, and its counts once they are there."""
        self._query = results.query
        # What is on is known by its words in the query, so that typing it and clicking it are the same.
        self._on = {chip.text: without(results.query, chip) for chip in chips(results.query, results.node)}
        if results.facets is None:
            for part, line in self._parts.items():
                line.setChecked(part in self._on)
        else:
            self._facets = results.facets
            self._fill()

    def show_saved(self, saved: list[SavedSearchRow]) -> None:
        """Show the saved searches."""
        self._saved = saved
        self._fill()

    def row_of(self, section: str, key: str) -> FacetRow | None:
        """Return the line of a value, e.g. ``("types", "email")``."""
        return self._rows.get((section, key))

    def _fill(self) -> None:
        """Show all lines; where only counts changed, the lines stay."""
        sections = self._sections()
        lines = [
            (name, [(field, one.key, one.value, self._label(name, one)) for field, one in counts])
            for name, counts in sections
        ]
        filled = (self._query, dict(self._on), list(self._saved), lines)
        if filled == self._filled:
            for name, counts in sections:
                for _field, count in counts[:_MOST]:
                    self._rows[name, count.key].set_count(count.count)
        else:
            self._filled = filled
            self._make_lines(sections)
        months = self._facets.months if self._facets is not None else ()
        self.histogram.show_months(months)
        for widget in (self._months, self.histogram):
            widget.setVisible(len(months) > 1)

    def _sections(self) -> list[tuple[str, list[tuple[str, FacetCount]]]]:
        """Return the sections that show, each with the field and the count of its lines."""
        if self._facets is None:
            return []
        facets, found = self._facets, []
        for section, field in _SECTIONS.items():
            counts = [(field, count) for count in getattr(facets, section) if count.count]
            if section == "claims" and (facets.unlinked or "is:unlinked" in self._on):
                unlinked = FacetCount("unlinked", self._ui.t("facets.unlinked"), facets.unlinked, "unlinked")
                counts.append(("is", unlinked))
            if counts:
                found.append((section, counts))
        return found

    def _make_lines(self, sections: list[tuple[str, list[tuple[str, FacetCount]]]]) -> None:
        clear(self._layout)
        self._rows.clear()
        self._parts.clear()
        if self._query.strip():
            self._layout.addWidget(
                row(
                    button(self._ui.t("facets.clear"), lambda: self.query_wanted.emit(""), "link"),
                    margins=_INSET,
                )
            )
        self._add_saved()
        for section, counts in sections:
            self._add_section(section, counts)

    def _add_saved(self) -> None:
        if not self._saved:
            return
        # What all their keys begin with stands above them once: so their names have the room.
        has_keys = any(search.key for search in self._saved)
        self._add_title("saved", key_text(f"{_WITH}0").rstrip("+0") if has_keys else "")
        for search in self._saved:
            key = f"{_WITH}{search.key}" if search.key else ""
            line = FacetRow(self._ui.theme, search.name, None, is_on=search.query == self._query, wraps=True)
            self._rows["saved", search.name] = line
            line.setToolTip("\n".join(filter(None, (search.name, search.query, key_text(key)))))
            if search.key and not search.key.isdigit():  # digits are actions, so that they can be changed
                line.setShortcut(QKeySequence(key))
            line.clicked.connect(lambda _on, query=search.query: self.query_wanted.emit(query))
            line.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            line.customContextMenuRequested.connect(partial(self._ask_menu, line, search.id))
            cap = key_cap(search.key)
            cap.setAccessibleName(key_text(key))
            self._layout.addWidget(row(line, cap, spacing=0, margins=(0, 0, 6, 0)))

    def _ask_menu(self, line: QWidget, search: str, place: QPoint) -> None:
        if self._ui.bridge.is_read_only:
            return
        menu = QMenu(self)
        for what in ("rename", "key", "delete"):
            menu.addAction(self._ui.t(f"saved.{what}"), partial(self.saved_edited.emit, search, what))
        menu.popup(line.mapToGlobal(place))

    def _add_title(self, section: str, note: str = "") -> None:
        title = heading(self._ui.t(f"facets.{section}"))
        title.setContentsMargins(12, 10, 0, 4)
        said = label(note, "small")
        said.setContentsMargins(0, 10, 6, 4)
        self._layout.addWidget(row(title, None, said, spacing=0) if note else title)

    def _add_section(self, section: str, counts: list[tuple[str, FacetCount]]) -> None:
        self._add_title(section)
        for field, count in counts[:_MOST]:
            part = f"{field}:{quoted(count.value)}"
            line = FacetRow(self._ui.theme, self._label(section, count), count.count, is_on=part in self._on)
            self._rows[section, count.key] = self._parts[part] = line
            line.clicked.connect(
                lambda is_on, name=field, value=count.value: self._toggle(name, value, is_on=is_on)
            )
            self._layout.addWidget(line)

    def _label(self, section: str, count: FacetCount) -> str:
        name = self._ui.t.names(count.label, count.native)[0]
        match section:
            case "reviews":
                return self._ui.t.word("review_word", count.key)
            case "types":
                return self._vocabulary.type_name(count.key)
            case "kinds":
                return self._vocabulary.kind_name(count.key)
            case "stages":
                court, _, kind = name.rpartition("/")
                return f"{self._vocabulary.stage_name(kind)} · {court}"
        return name

    def _toggle(self, field: str, value: str, is_on: bool) -> None:
        part = f"{field}:{quoted(value)}"
        self.query_wanted.emit(refined(self._query, field, value) if is_on else self._on.get(part, ""))
