"""A second document beside the first: a mail beside its attachment, an attachment beside its mail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.page_store import PageStore
from evidence_desk.gui.viewer.page_view import PageView
from evidence_desk.gui.widgets.basics import button, column, row
from evidence_desk.gui.widgets.choice import Choice
from evidence_desk.queries.relatives import relatives
from evidence_desk.queries.rows import EvidenceRow


class Beside(QWidget):
    """Shows one other member of the family of the item that shows, while there is one.

    Signals:
        wanted: the id of a member to go to.
    """

    wanted = Signal(str)

    def __init__(self, ui: Ui, store: PageStore) -> None:
        """Stay hidden until `toggle`."""
        super().__init__()
        self._ui = ui
        self._item = ""
        self._members: Sequence[EvidenceRow] = ()
        self.is_on = False
        self.pages = PageView(ui, store)
        self.pages.setAccessibleName(ui.t("viewer.beside"))
        self._choice = Choice(ui.t("viewer.beside"))
        self._choice.setProperty("role", "inline")
        self._choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._choice.activated.connect(self._show_member)
        go = button(ui.t("viewer.beside_go"), self._go, "link")
        line = row(self._choice, go, spacing=6, margins=(8, 0, 8, 0))
        line.setObjectName("viewHeader")
        line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line.setFixedHeight(35)
        inner = line.layout()
        assert inner is not None
        inner.setStretch(0, 1)  # type: ignore[attr-defined]
        layout = column(self)
        layout.addWidget(line)
        layout.addWidget(self.pages, 1)
        self.setMinimumWidth(200)
        self.hide()

    def toggle(self, item: str) -> None:
        """Show the family of an item beside it, or no longer; say so where it has none."""
        was_on, self.is_on = self.is_on, self.isHidden()
        self._item = ""

        def tell() -> None:
            self.is_on = was_on
            self.window().toast.note(self._ui.t("viewer.alone"))  # type: ignore[attr-defined]

        self.show_item(item, tell)

    def show_item(self, item: str, tell: Callable[[], object] | None = None) -> None:
        """Follow to another item; its mail is shown, or else its first attachment. ``tell`` is for neither."""
        if not self.is_on or not item:
            self._item = ""
            self._take([])
        elif item not in (self._item, ""):
            self._item = item

            def take(members: Any) -> None:
                if item == self._item and self.is_on:
                    self._take(members or [])
                    if tell is not None and not self._members:
                        tell()

            self._ui.bridge.read_soon(take, relatives, item)

    def _take(self, members: Sequence[EvidenceRow]) -> None:
        self._members = [each for each in members if each.files]
        self._choice.clear()
        names = self._ui.t.names
        self._choice.addItems(
            [f"{each.exhibit} {names(each.title, each.native_title)[0]}".strip() for each in self._members]
        )
        self.setVisible(bool(self._members))
        self._show_member(0)

    def _show_member(self, place: int) -> None:
        self.pages.show_file(self._members[place].files[0] if place < len(self._members) else None)

    def _go(self) -> None:
        if self._members:
            self.wanted.emit(self._members[self._choice.currentIndex()].id)
