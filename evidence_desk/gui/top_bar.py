"""The bar at the top: the matter with its menu, the search box, import and export."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QToolButton, QWidget

from evidence_desk.gui.actions.registry import Actions
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import key_cap, label


class TopBar(QWidget):
    """Title, search, import, export."""

    def __init__(self, ui: Ui) -> None:
        """Show the name of the program; `set_up` adds what the menus do."""
        super().__init__()
        self._ui = ui
        t = ui.t
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(43)
        self._menu_button = QToolButton()
        self._menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._menu_button.setAccessibleName(t("menu.name"))
        self._menu_button.setToolTip(t("menu.name"))
        self._title = label(t("app.name"), "strong")
        self._about = label("", "small")
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setPlaceholderText(t("search.hint"))
        self.search.setAccessibleName(t("search.hint"))
        self.search.setMaximumWidth(640)
        self._cap = key_cap(ui.key("global", "find"))
        self._import = QPushButton(f"{t('bar.import')} ▾")
        self._export = QPushButton(f"{t('bar.export')} ▾")
        self._export.setProperty("role", "primary")
        self._menu_button.setText("☰")
        self.search.textChanged.connect(
            lambda text: self._cap.setVisible(not text)
        )  # the clear button is there
        self._lay_out()
        self.show_matter("", "", "")

    def set_up(self, actions: Actions, menu: QMenu) -> None:
        """Connect buttons and menus once the actions exist."""
        from evidence_desk.gui.actions.exporting import PAPERS, action_of
        from evidence_desk.gui.actions.importing import IMPORTS

        self.search.setClearButtonEnabled(True)  # takes 6 ms, so not before the first paint
        self._menu_button.setMenu(menu)
        imports = QMenu(self)
        imports.addActions([actions.find("global", name) for name in IMPORTS])
        self._import.setMenu(imports)
        exports = QMenu(self)
        exports.addActions([actions.find("global", action_of(paper)) for paper in PAPERS])
        exports.addSeparator()
        exports.addAction(actions.find("global", "export_last"))
        self._export.setMenu(exports)

    def show_matter(self, title: str, native_title: str, amount: str) -> None:
        """Show a matter; without a title the name of the program."""
        name, other = self._ui.t.names(title, native_title)
        self._title.setText(name or self._ui.t("app.name"))
        self._about.setText(" · ".join(part for part in (other, amount) if part))
        for widget in (self.search, self._import, self._export):
            widget.setVisible(bool(title))
        self._cap.setVisible(bool(title) and not self.search.text())

    def set_read_only(self, *, is_read_only: bool) -> None:
        """Allow importing only where something can change."""
        self._import.setDisabled(is_read_only)

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        left_layout, right_layout = QHBoxLayout(left), QHBoxLayout(right)
        for box in (left_layout, right_layout):
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(8)
        for widget in (self._menu_button, self._title, self._about):
            left_layout.addWidget(widget)
        left_layout.addStretch(1)
        right_layout.addStretch(1)
        right_layout.addWidget(self._import)
        right_layout.addWidget(self._export)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 0, 14, 0)
        layout.setSpacing(8)
        layout.addWidget(left, 4)
        inside = QHBoxLayout(self.search)
        inside.setContentsMargins(0, 0, 7, 0)
        inside.addStretch(1)
        inside.addWidget(self._cap)
        layout.addWidget(self.search, 6)
        layout.addWidget(right, 3)
