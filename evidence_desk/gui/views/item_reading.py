"""Reads the item that shows, and ahead of the keys those that are likely to show next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from evidence_desk.gui.bridge import Bridge
from evidence_desk.gui.models.arrangement import is_head
from evidence_desk.queries.evidence import evidence_detail
from evidence_desk.queries.rows import EvidenceDetail
from evidence_desk.support.errors import UserError

if TYPE_CHECKING:
    from evidence_desk.gui.views.evidence_list import EvidenceList
    from evidence_desk.gui.views.review_queue import ReviewQueue

_MOST_KEPT = 16
_PAUSE_MS = 30
_AHEAD = 3


class ItemReader(QObject):
    """Knows the items ahead. What it knows may be of a moment ago: whoever shows it reads it again.

    Signals:
        arrived: EvidenceDetail of an item that was fetched ahead.
    """

    arrived = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        """Know nothing yet."""
        super().__init__(parent)
        self._bridge = bridge
        self._known: dict[str, EvidenceDetail] = {}
        self._asked: set[str] = set()
        self._which: Callable[[], Iterable[str]] = tuple
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._fetch)

    def fetch_soon(self, which: Callable[[], Iterable[str]]) -> None:
        """Read items ahead, unless they are known, once what is wanted now has been painted."""
        self._which = which
        if not self._pause.isActive():
            self._pause.start(_PAUSE_MS)

    def _fetch(self) -> None:
        for item in self._which():
            if item in self._known:
                self._keep(self._known[item])
            elif item not in self._asked:
                self._asked.add(item)
                self._bridge.read_soon(partial(self._on_read, item), _detail, item)

    def knows(self, item: str) -> bool:
        """Return whether an item was fetched ahead, so that `now` gives it as it was then."""
        return item in self._known

    def now(self, item: str) -> EvidenceDetail | None:
        """Return an item as far as it is known, else as it is now; None when there is none (any more)."""
        found = self._known.pop(item, None)
        if found is None:
            found = self._bridge.read(_detail, item)
        return found

    def again(self, item: str, then: Callable[[EvidenceDetail | None], None]) -> None:
        """Read an item as it is now; ``then`` gets it, or None."""
        self._bridge.read_soon(then, _detail, item)

    def forget(self) -> None:
        """Know nothing; another matter is open."""
        self._pause.stop()
        self._known.clear()
        self._asked.clear()

    def _on_read(self, item: str, detail: EvidenceDetail | None) -> None:
        self._asked.discard(item)
        if detail is not None:
            self._keep(detail)
            self.arrived.emit(detail)

    def _keep(self, detail: EvidenceDetail) -> None:
        self._known.pop(detail.row.id, None)
        self._known[detail.row.id] = detail
        while len(self._known) > _MOST_KEPT:
            self._known.pop(next(iter(self._known)))


def _detail(connection: Any, item: str) -> EvidenceDetail | None:
    try:
        return evidence_detail(connection, item)
    except UserError:
        return None  # deleted meanwhile; the list is about to be read again


def items_ahead(items: EvidenceList, queue: ReviewQueue) -> list[str]:
    """Return what the next keys are likely to show: the neighbours of the line, and what the queue has next."""
    ids, here, place = items.model.ids, items.view.currentIndex().row(), items.last_chosen
    places = [here + 1, here - 1]
    for _ in range(_AHEAD):
        place = queue.after(ids, place)
        if place < 0:
            break
        places.append(place)
    return [
        ids[each]
        for each in dict.fromkeys(places)
        if 0 <= each < len(ids) and each != here and not is_head(ids[each])
    ]
