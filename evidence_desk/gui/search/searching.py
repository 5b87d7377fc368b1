"""Runs the query of the search box beside everything else; the newest query breaks off the one before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from evidence_desk.domain.search_language import Everything
from evidence_desk.gui.bridge import Bridge
from evidence_desk.gui.models.arrangement import Arrangement, Listed
from evidence_desk.gui.search.results import Results, complete, find, find_all, lines
from evidence_desk.jobs.progress import CancelToken
from evidence_desk.queries.hit_rows import SearchHit
from evidence_desk.queries.marks import Snippet
from evidence_desk.queries.search import read_query
from evidence_desk.support.errors import UserError

_AT_ONCE = 60
NOTHING = Results("", Everything(), Listed.of([]))


class Searching(QObject):
    """Answers queries, and fetches the lines of text around their hits as they are looked at.

    Attributes:
        results: the last answer.

    Signals:
        problem: the UserError of a query that cannot be read, or None once one could.
        noticed: (tuple of QueryNotice) what the query asks for and the matter does not have.
        lines_arrived: more lines of text are there.
    """

    problem = Signal(object)
    noticed = Signal(object)
    lines_arrived = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        """Start with nothing found."""
        super().__init__(parent)
        self._bridge = bridge
        self._token = CancelToken()
        self._asked_last: object = None
        self.results = NOTHING
        self._lines: dict[str, Snippet] = {}
        self._asked: set[str] = set()
        self._waiting: list[str] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fetch_lines)

    def clear(self) -> None:
        """Forget the answer, and the question that is still being answered."""
        self._token.cancel()
        self._take(NOTHING)

    def run(self, query: str, order: str, then: Callable[[Results], None], arrangement: Arrangement) -> None:
        """Answer a query, its items in an order and laid out in families and groups; a newer one breaks it off.

        ``then`` gets what shows first, and then all of it; another time the query of the last answer all at once,
        so that nobody's place in the list is lost. It is not called for a query that cannot be read.
        """
        try:
            node = read_query(query)
        except UserError as error:
            self.problem.emit(error)
            return
        self.problem.emit(None)
        self._token.cancel()
        token = self._token = CancelToken()

        def show(found: Results) -> None:
            if not token.is_cancelled:
                self._take(found)
                then(found)
                self.noticed.emit(found.notices)
                if found.facets is None:
                    self._bridge.search_until(token, show, complete, found)

        asked = (query, order, arrangement)
        work = find_all if asked == self._asked_last else find
        self._asked_last = asked
        self._bridge.search_until(token, show, work, node, *asked)

    def line(self, evidence: str) -> Snippet | None:
        """Return the line of text around an item's first hit, or None and ask for it."""
        if self.results.words and evidence not in self._asked:
            self._asked.add(evidence)
            self._waiting.append(evidence)
            self._timer.start(0)
        return self._lines.get(evidence)

    def _take(self, found: Results) -> None:
        now = self.results
        if (found.query, found.places) != (now.query, now.places):
            self.forget_lines()
        self.results = found

    def forget_lines(self) -> None:
        """Look the lines of text up anew as they are looked at."""
        self._lines, self._asked, self._waiting = {}, set(), []

    def _fetch_lines(self) -> None:
        part, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
        results, kept = self.results, self._lines

        def show(hits: tuple[SearchHit, ...] | None) -> None:
            if hits is not None and kept is self._lines:
                kept.update({hit.evidence: Snippet(hit.snippet, hit.marks) for hit in hits})
                self.lines_arrived.emit()

        if part and results.words:
            self._bridge.search_later(
                show, lines, part, results.places, results.words, is_wanted=lambda: kept is self._lines
            )
        if self._waiting:
            self._timer.start(0)
