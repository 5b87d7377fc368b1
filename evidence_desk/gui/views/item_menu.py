"""The menu of the chosen items of the list: the actions of Review that do something to them, with their keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QApplication, QMenu

from evidence_desk.commands.deletion import Delete
from evidence_desk.gui.actions.registry import Actions
from evidence_desk.gui.dialogs.question import Question
from evidence_desk.gui.models.arrangement import is_head
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.views.coding import Coder
from evidence_desk.gui.views.evidence_list import EvidenceList
from evidence_desk.gui.widgets.basics import key_text

_READING = ("open_item", "open_outside", "copy_cite")
_CODING = ("mark_reviewed", "second_look", "repeat_stay")
_CHANGING = ("edit_items", "rename", "add_group", "edit_group", "link", "cite_stage", "attach_files")
_FOLDING = ("fold", "unfold", "fold_all", "unfold_all")
_OF_ONE = (
    "open_item",
    "open_outside",
    "copy_cite",
    "rename",
    "edit_group",
    "link",
    "cite_stage",
    "attach_files",
)

_MOST_UNASKED = 20  # items that are removed without a question


class ItemMenu(QObject):
    """Opens at the mouse or at the line where the keyboard is."""

    def __init__(self, ui: Ui, actions: Actions, coder: Coder, items: EvidenceList) -> None:
        """Offer what can be done to what is chosen in ``items``."""
        super().__init__(items)
        self._ui, self._actions, self._coder, self._items = ui, actions, coder, items
        self._shown: QMenu | None = None
        self._of = frozenset[str]()
        items.model.modelReset.connect(self._close_without_items)
        view = items.view
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(lambda at: self._open(view.viewport().mapToGlobal(at)))
        # Of the list alone: elsewhere the key means what has the keyboard there, not the whole item.
        actions.add("review", "remove_items", self.remove, view)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the actions do, by their names."""
        return {"item_menu": self._open_here}

    def remove(self) -> None:
        """Delete the chosen items, many only after a question; undo brings them back."""
        chosen = self._items.chosen
        if not chosen or self._ui.bridge.is_read_only:
            return
        if len(chosen) <= _MOST_UNASKED:
            self._delete(chosen)
            return
        t, n = self._ui.t, f"{len(chosen):,}"
        words = t("remove.title", n=n), t("remove.text", key=key_text(self._ui.key("global", "undo")))
        go = t("remove.go", n=n), partial(self._delete, chosen)
        Question(self._ui, self._items, words, t("remove.stay"), go).open()

    def _delete(self, chosen: list[str]) -> None:
        self._ui.bridge.run(Delete(what=chosen, cascade=True))

    def menu(self) -> QMenu:
        """Return the menu of what is chosen; on the head of a group that of folding."""
        menu, chosen = QMenu(self._items.view), len(self._items.chosen)
        if self._is_on_head():
            self._add(menu, _FOLDING)
            return menu
        menu.addAction(self._ui.t.count("list.chosen", chosen)).setEnabled(False)
        is_open = not self._ui.bridge.is_read_only
        for names in (_READING, *((_CODING,) if is_open else ())):
            menu.addSeparator()
            self._add(menu, (name for name in names if chosen == 1 or name not in _OF_ONE))
        if is_open:
            self._add_codes(menu)
            for names in (_CHANGING, ("split_review",), ("remove_items",)):
                menu.addSeparator()
                self._add(menu, (name for name in names if chosen == 1 or name not in _OF_ONE))
        return menu

    def _is_on_head(self) -> bool:
        here = self._items.view.currentIndex()
        return here.isValid() and is_head(self._items.model.ids[here.row()])

    def _add(self, menu: QMenu, names: Iterable[str]) -> None:
        for name in names:
            self._add_action(menu, self._actions.find("review", name))

    def _add_action(self, menu: QMenu, action: QAction) -> None:
        action.setShortcutVisibleInContextMenu(True)
        menu.addAction(action)

    def _add_codes(self, menu: QMenu) -> None:
        """Add tags and presets, each with its key, and what makes more of them."""
        detail, coder = self._coder.detail, self._coder
        on = {tag.id for tag in detail.tags} if detail is not None else set()
        for title, codes, more in (
            ("list.tags", [(f"tag_{tag.id}", tag.id in on) for tag in coder.tags], "add_tag"),
            ("list.presets", [(f"preset_{each.id}_stay", False) for each in coder.presets], "save_preset"),
        ):
            part = menu.addMenu(self._ui.t(title))
            for name, is_on in codes:
                action = self._actions.find("review", name)
                self._add_action(part, action)
                action.setIcon(self._ui.theme.icon("check") if is_on else QIcon())
            part.addSeparator()
            self._add(part, (more,))

    def _open_here(self) -> None:
        """Open at the current line, which is brought into sight."""
        view = self._items.view
        view.scrollTo(view.currentIndex())
        area = self._items.current_area()
        self._open(
            area.bottomLeft() + QPoint(24, 0) if not area.isEmpty() else view.mapToGlobal(QPoint(24, 24))
        )

    def _open(self, at: QPoint) -> None:
        # The Menu key asks twice: by the shortcut, and by the event that the window system makes of it.
        is_asked_again = QApplication.activePopupWidget() is not None
        if self._ui.bridge.session is None or not self._items.model.ids or is_asked_again:
            return
        self._of, self._shown = frozenset(self._items.chosen), self.menu()
        self._shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._shown.aboutToHide.connect(self._forget)
        self._shown.popup(at)

    def _forget(self) -> None:
        self._shown = None

    def _close_without_items(self) -> None:
        """Close what would act on other items than those it was opened for."""
        if self._shown is not None and not self._of.issubset(self._items.model.listed.whole):
            self._shown.close()
