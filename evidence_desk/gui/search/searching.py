"""Runs the query of the search box on the reader thread; the newest query wins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from evidence_desk.domain.search_language import Everything
from evidence_desk.gui.bridge import Bridge
from evidence_desk.gui.models.arrangement import Arrangement, Listed
from evidence_desk.gui.search.results import Results, find
from evidence_desk.queries.facets import Facets
from evidence_desk.queries.hit_rows import SearchHit, hit_rows
from evidence_desk.queries.marks import Snippet
from evidence_desk.queries.search import read_query
from evidence_desk.support.errors import UserError

_AT_ONCE = 60
NOTHING = Results("", Everything(), Listed.of([]), Facets((), (), (), (), (), 0))


class Searching(QObject):
    """Answers queries, and fetches the lines of text around their hits as they are looked at.

    Attributes:
        results: the last answer.
        arrangement: groups and families of what is found.

    Signals:
        problem: the UserError of a query that cannot be read, or None once one could.
        lines_arrived: more lines of text are there.
    """

    problem = Signal(object)
    lines_arrived = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        """Start with nothing found."""
        super().__init__(parent)
        self._bridge = bridge
        self._newest = 0
        self.results = NOTHING
        self.arrangement = Arrangement()
        self._changes = 0
        self._counted_at = (
            -1
        )  # how many changes there had been when the facets of the last answer were counted
        self._lines: dict[str, Snippet] = {}
        self._asked: set[str] = set()
        self._waiting: list[str] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fetch_lines)

    def clear(self) -> None:
        """Forget the answer, and the question that is still being answered."""
        self._newest += 1
        self.forget_counts()
        self._take_lines_of(NOTHING)

    def forget_counts(self) -> None:
        """Count the facets anew with the next answer: the matter changed."""
        self._changes += 1

    def run(self, query: str, order: str, then: Callable[[Results], None]) -> None:
        """Answer a query; ``then`` is not called when a newer one was asked meanwhile, or it cannot be read."""
        try:
            node = read_query(query)
        except UserError as error:
            self.problem.emit(error)
            return
        self.problem.emit(None)
        self._newest += 1
        number = self._newest
        changes, arrangement = self._changes, self.arrangement
        is_counted = changes == self._counted_at and query == self.results.query
        counted = self.results.facets if is_counted else None

        def show(found: Results | None) -> None:
            if found is not None and number == self._newest:
                self._counted_at = changes
                self._take_lines_of(found)
                then(found)

        wanted = (node, query, order, arrangement, counted)
        self._bridge.search_later(show, find, *wanted, is_wanted=lambda: number == self._newest)

    def line(self, evidence: str) -> Snippet | None:
        """Return the line of text around an item's first hit, or None and ask for it."""
        if evidence in self.results.places and evidence not in self._asked:
            self._asked.add(evidence)
            self._waiting.append(evidence)
            self._timer.start(0)
        return self._lines.get(evidence)

    def _take_lines_of(self, found: Results) -> None:
        if (found.query, found.places) != (self.results.query, self.results.places):
            self._lines, self._asked, self._waiting = {}, set(), []
        else:
            found = replace(found, places=self.results.places)
        self.results = found

    def _fetch_lines(self) -> None:
        part, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
        results = self.results
        places = [results.places[each] for each in part if each in results.places]

        def show(hits: tuple[SearchHit, ...] | None) -> None:
            if hits is not None and self.results.query == results.query:
                self._lines |= {hit.evidence: Snippet(hit.snippet, hit.marks) for hit in hits}
                self.lines_arrived.emit()

        if places:
            self._bridge.search_later(
                show, hit_rows, places, results.words, is_wanted=lambda: self.results.query == results.query
            )
        if self._waiting:
            self._timer.start(0)
