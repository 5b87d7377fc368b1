"""The review batch that is worked on: taken up by query, its progress told, the next one of one's own found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from evidence_desk.domain.search_grammar import parse
from evidence_desk.domain.search_language import And, Field, quoted
from evidence_desk.gui.dialogs.batches import BatchesDialog, ask_split
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.views.evidence_list import EvidenceList
from evidence_desk.queries.review_batches import ReviewBatchRow, review_batches
from evidence_desk.support.errors import UserError


def query_of(batch: ReviewBatchRow) -> str:
    """Return the query that shows the items of a batch."""
    return f"batch:{quoted(f'{batch.name}/{batch.number}')}"


def _batches_in(query: str) -> set[str]:
    """Return the batches of which a query shows nothing else, each as name/number in small letters."""
    node = parse(query)
    parts = node.parts if isinstance(node, And) else (node,)
    return {part.value.casefold() for part in parts if isinstance(part, Field) and part.name == "batch"}


class ReviewBatches(QObject):
    """Knows the batches of the matter.

    Attributes:
        rows: the batches.

    Signals:
        query_wanted: the query of a batch that was taken up.
        said: how far the batch that shows is, in words; empty where none shows.
    """

    query_wanted = Signal(str)
    said = Signal(str)

    def __init__(self, ui: Ui, host: QWidget, items: EvidenceList) -> None:
        """Deal out what ``items`` shows; dialogs stand over ``host``."""
        super().__init__(host)
        self._ui, self._host, self._items = ui, host, items
        self._query = ""
        self.rows: Sequence[ReviewBatchRow] = ()

    def read(self) -> None:
        """Read the batches again."""
        self._ui.bridge.read_later(self._take, review_batches)

    def show_query(self, query: str) -> None:
        """Follow the query of the list."""
        self._query = query
        self._say()

    def choose(self) -> BatchesDialog | None:
        """Show the batches, to take one up, deal out more, or give one away."""
        if self._ui.bridge.session is None:
            return None
        dialog = BatchesDialog(self._ui, self._host, self.split)
        dialog.wanted.connect(self._on_wanted)
        dialog.open()
        return dialog

    def split(self) -> None:
        """Ask among whom what the list shows shall be dealt out."""
        ask_split(self._ui, self._host, self._items.model.listed.evidence, self._query)

    def take_mine(self) -> None:
        """Take up the first batch of one's own that is not done; where there is none, show all."""
        session = self._ui.bridge.session
        if session is None:
            return
        mine = [row for row in self.rows if row.reviewer.casefold() == session.actor.casefold()]
        wanted = next((row for row in mine if row.open), None)
        if wanted is not None:
            self._on_wanted(wanted)
        elif mine:
            t = self._ui.t
            self._ui.bridge.failed.emit(
                UserError("nothing_to_do", t("batches.mine_done"), t("batches.mine_done_remedy"))
            )
        else:
            self.choose()

    def _on_wanted(self, batch: ReviewBatchRow) -> None:
        self.query_wanted.emit(query_of(batch))

    def _take(self, rows: Sequence[ReviewBatchRow]) -> None:
        self.rows = rows
        self._say()

    def _say(self) -> None:
        asked = _batches_in(self._query)
        shown = next((row for row in self.rows if f"{row.name}/{row.number}".casefold() in asked), None)
        if shown is None:
            self.said.emit("")
            return
        done = self._ui.t("batches.done", done=f"{shown.items - shown.open:,}", total=f"{shown.items:,}")
        self.said.emit(f"{shown.reviewer} · {shown.name} {shown.number}: {done}")
