"""The filters beside the evidence list: kind, type, tag, claim, review state, each with a count."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.basics import button, clear, column, heading, scroller
from evidence_desk.gui.widgets.facet_row import FacetRow
from evidence_desk.queries.evidence import EvidenceFilter
from evidence_desk.queries.facets import FacetCount, Facets

_SECTIONS = ("reviews", "types", "tags", "claims", "kinds")
_MOST = 30


class FacetPanel(QWidget):
    """Filters by click; several of one section mean any of them, sections narrow each other.

    Signals:
        changed: the filters changed.
    """

    changed = Signal()

    def __init__(self, ui: Ui, vocabulary: Vocabulary) -> None:
        """Show no filters yet."""
        super().__init__()
        self._ui, self._vocabulary = ui, vocabulary
        self._chosen: dict[str, set[str]] = {section: set() for section in _SECTIONS}
        self._is_unlinked = False
        self._facets: Facets | None = None
        self.setObjectName("facets")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(146)
        content = QWidget()
        self._layout = column(content, margins=(4, 10, 4, 10), spacing=0)
        outer = column(self)
        outer.addWidget(scroller(content))

    def filter(self, text: str) -> EvidenceFilter:
        """Return the filters with the words of the search box."""
        chosen = {section: tuple(sorted(keys)) for section, keys in self._chosen.items()}
        return EvidenceFilter(text=text, unlinked=self._is_unlinked, **chosen)

    def show_facets(self, facets: Facets) -> None:
        """Show the counts of a matter."""
        self._facets = facets
        clear(self._layout)
        if self._is_unlinked or any(self._chosen.values()):
            self._layout.addWidget(button(self._ui.t("facets.clear"), self.reset, "link"))
        for section in _SECTIONS:
            counts = [
                count
                for count in getattr(facets, section)
                if count.count or count.key in self._chosen[section]
            ]
            extra = facets.unlinked if section == "claims" else 0
            if counts or extra:
                self._add_section(section, counts, extra)
        self._layout.addStretch(1)

    def reset(self) -> None:
        """Let go of all filters."""
        self._chosen = {section: set() for section in _SECTIONS}
        self._is_unlinked = False
        self._announce()

    def _add_section(self, section: str, counts: list[FacetCount], unlinked: int) -> None:
        title = heading(self._ui.t(f"facets.{section}"))
        title.setContentsMargins(12, 10, 0, 4)
        self._layout.addWidget(title)
        for count in counts[:_MOST]:
            is_on = count.key in self._chosen[section]
            row = FacetRow(self._ui.theme, self._label(section, count), count.count, is_on=is_on)
            row.clicked.connect(lambda is_on, key=count.key: self._toggle(section, key, is_on=is_on))
            self._layout.addWidget(row)
        if unlinked:
            row = FacetRow(self._ui.theme, self._ui.t("facets.unlinked"), unlinked, is_on=self._is_unlinked)
            row.clicked.connect(self._toggle_unlinked)
            self._layout.addWidget(row)

    def _label(self, section: str, count: FacetCount) -> str:
        match section:
            case "reviews":
                return self._ui.t.word("review_word", count.key)
            case "types":
                return self._vocabulary.type_name(count.key)
            case "kinds":
                return self._vocabulary.kind_name(count.key)
        return count.label

    def _toggle(self, section: str, key: str, *, is_on: bool) -> None:
        self._chosen[section].add(key) if is_on else self._chosen[section].discard(key)
        self._announce()

    def _toggle_unlinked(self, is_on: bool) -> None:
        self._is_unlinked = is_on
        self._announce()

    def _announce(self) -> None:
        if self._facets is not None:
            self.show_facets(self._facets)
        self.changed.emit()
