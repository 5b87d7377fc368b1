"""The head of the viewer: exhibit, title and files of the item, the place in the file, and tools.

What there is no room for goes into the menu at its end; numbers are shown whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.ocr_mark import OcrMark
from evidence_desk.gui.viewer.page_field import PageField
from evidence_desk.gui.widgets.basics import ElidedLabel, key_text, label
from evidence_desk.gui.widgets.choice import Choice
from evidence_desk.queries.rows import EvidenceRow, FileRow
from evidence_desk.support.texts import visible

_TOOLS = {
    "fit_width": "move-horizontal",
    "zoom_out": "zoom-out",
    "zoom_in": "zoom-in",
    "fit_page": "maximize",
    "select_area": "square-dashed",
    "rotate": "rotate-cw",
}  # those that matter most come first, and go into the menu last
_IN_MENU = ("fit_actual", "thumbnails", "beside", "find_in_document", "caret")
_LARGE = 75  # per cent shown for a pixel a point: a screen has 96 pixels an inch, a point is 1/72 inch
_LEFT, _RIGHT, _GAP = 12, 8, 8
_LEAST, _TITLE, _READABLE = (
    36,
    64,
    150,
)  # pixels a title keeps at all, beside what else is told, beside the tools


class ViewerHeader(QWidget):
    """Tells what shows.

    Attributes:
        ocr: says that the text was read off the picture.
        page: the page that shows, to type another over it.

    Signals:
        file_chosen: the place of another file among those of the item.
    """

    file_chosen = Signal(int)

    def __init__(self, ui: Ui, handlers: Mapping[str, Callable[[], object]], host: QWidget) -> None:
        """Show nothing yet; the tools do what the actions of the viewer do, and what helps shows over ``host``."""
        super().__init__()
        self._ui, self._handlers = ui, handlers
        self.setObjectName("viewHeader")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(35)
        self._make_files()
        self._exhibit, self.title = label(role="strong"), ElidedLabel(role="")
        self.page, self._pages, self._zoom = PageField(ui, host), label(role="muted"), label(role="muted")
        self.page.resized.connect(self._arrange)
        self.ocr = OcrMark(ui)
        self._tools = {name: self._tool(icon, name, handlers[name]) for name, icon in _TOOLS.items()}
        self._tools["select_area"].setCheckable(True)
        self._more = self._menu_button()
        self._lay_out()

    def _make_files(self) -> None:
        self._files = Choice(self._ui.t("viewer.files"))
        self._files.setProperty("role", "inline")
        self._files.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._files.setMaximumWidth(150)
        self._files.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._files.activated.connect(self.file_chosen)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_LEFT, 0, _RIGHT, 0)
        layout.setSpacing(_GAP)
        layout.addWidget(self._exhibit)
        layout.addWidget(self.title, 1)
        layout.addStretch()  # where there is no room for a title
        place = QHBoxLayout()
        place.setSpacing(3)
        place.addWidget(self.page)
        place.addWidget(self._pages)
        tools = QHBoxLayout()
        tools.setSpacing(0)
        for tool in (*self._tools.values(), self._more):
            tools.addWidget(tool)
        for part in (self._files, self.ocr):
            layout.addWidget(part)
        layout.addLayout(place)
        layout.addWidget(self._zoom)
        layout.addLayout(tools)

    def minimumSizeHint(self) -> QSize:
        """Ask for no room of its own: what does not fit goes into the menu."""
        return QSize(0, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def show_item(self, item: EvidenceRow | None) -> None:
        """Name another item."""
        self._exhibit.setText(item.exhibit if item else "")
        title = self._ui.t.names(item.title, item.native_title)[0] if item else ""
        self._exhibit.setToolTip(title)
        self.title.set_text(title)
        self._arrange()

    def show_files(self, files: tuple[FileRow, ...]) -> None:
        """Offer the files of an item; closed, there is room for which of how many shows."""
        count = len(files)
        names = [self._file_name(at, count, file.name) for at, file in enumerate(files, 1)]
        self._files.clear()
        self._files.addItems(names)
        wide = self.fontMetrics().horizontalAdvance
        self._files.setMinimumContentsLength(ceil(wide(self._file_name(count, count, "")) / wide("X")))
        self._files.view().setMinimumWidth(40 + max(map(wide, names), default=0))
        self._arrange()

    def _file_name(self, at: int, count: int, name: str) -> str:
        return self._ui.t("viewer.file_of", at=at, files=count, name=visible(name))

    def show_file(self, place: int) -> None:
        """Tell which of the files shows."""
        self._files.setCurrentIndex(place)

    def show_place(self, page: int, pages: int, *, name: str, zoom: float) -> None:
        """Tell the page (from 1; 0 for none) of how many, what it is called if not by its number, and the zoom."""
        number = "" if name == str(page) else f"{page} "
        self.page.show_name(name if page else "")
        self._pages.setText(f"{number}/ {max(1, pages)}" if page else "")
        self._zoom.setText(f"{round(zoom * _LARGE)} %" if page else "")
        self._arrange()

    def show_selecting(self, *, is_area: bool) -> None:
        """Tell whether rectangles are selected rather than words."""
        self._tools["select_area"].setChecked(is_area)

    def _arrange(self) -> None:
        """Show, in the order of their weight, what fits beside the place and the menu."""
        has_page = bool(self._pages.text())
        for each in (self.page, self._pages):
            each.setVisible(has_page)
        fixed = _LEFT + _RIGHT + self._more.sizeHint().width() + _GAP
        free = self.width() - fixed - (self._pages.sizeHint().width() + 3 + _GAP if has_page else 0)
        self.page.setFixedWidth(max(1, min(self.page.room, free)))
        free -= self.page.width() if has_page else 0
        title = self.title.sizeHint().width()
        told: tuple[tuple[QWidget, bool, int], ...] = (
            (self._exhibit, bool(self._exhibit.text()), 0),
            (self._files, self._files.count() > 1, _TITLE),
            (self.ocr, self.ocr.is_read_off, _TITLE),
            (self._zoom, has_page, _READABLE),
        )
        for part, is_meant, beside in told:
            free = _show(part, free, beside=min(title, beside), is_meant=is_meant, gap=_GAP)
        has_room = True
        for tool in self._tools.values():
            left = _show(tool, free, beside=min(title, _READABLE), is_meant=has_room, gap=0)
            has_room, free = left != free, left
        self.title.setVisible(free >= min(title, _LEAST))

    def _menu_button(self) -> QToolButton:
        made = QToolButton()
        self._ui.theme.set_icon(made, "ellipsis")
        made.setToolTip(self._ui.t("viewer.more"))
        made.setAccessibleName(self._ui.t("viewer.more"))
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(made)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        made.setMenu(menu)
        return made

    def _fill(self, menu: QMenu) -> None:
        """Offer what there was no room for, then what has no place of its own."""
        menu.clear()
        zoom = self._ui.t("viewer.zoom", zoom=self._zoom.text()) if self._zoom.text() else ""
        told = [(self._zoom, zoom), (self.ocr, self.ocr.text() if self.ocr.is_read_off else "")]
        for part, words in told:
            if words and not part.isVisibleTo(self):
                menu.addAction(words).setEnabled(False)
        if self._files.count() > 1 and not self._files.isVisibleTo(self):
            self._add_files(menu)
        menu.addSeparator()
        for name, tool in self._tools.items():
            if not tool.isVisibleTo(self):
                self._add_action(menu, name)
        menu.addSeparator()
        for name in _IN_MENU:
            self._add_action(menu, name)

    def _add_files(self, menu: QMenu) -> None:
        files = menu.addMenu(self._ui.t("viewer.files"))
        for place in range(self._files.count()):
            action = files.addAction(self._files.itemText(place).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(place == self._files.currentIndex())
            action.triggered.connect(lambda _checked=False, at=place: self.file_chosen.emit(at))

    def _add_action(self, menu: QMenu, name: str) -> None:
        key = self._ui.key("review", name)
        action = menu.addAction(self._ui.t(f"action.{name}") + (f"\t{key_text(key)}" if key else ""))
        if name == "select_area":
            action.setCheckable(True)
            action.setChecked(self._tools[name].isChecked())
        action.triggered.connect(lambda _checked=False: self._handlers[name]())

    def _tool(self, icon: str, action: str, act: Callable[[], object]) -> QToolButton:
        made = QToolButton()
        self._ui.theme.set_icon(made, icon)
        name = self._ui.t(f"action.{action}")
        key = self._ui.key("review", action)
        made.setToolTip(f"{name}  {key_text(key)}" if key else name)
        made.setAccessibleName(name)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(lambda _checked=False: act())
        return made


def _show(part: QWidget, free: int, *, beside: int, is_meant: bool, gap: int) -> int:
    """Show a part if it is meant to show and leaves ``beside`` pixels; return what is free then."""
    wanted = min(part.sizeHint().width(), part.maximumWidth()) + gap
    has_room = is_meant and free - wanted >= beside
    part.setVisible(has_room)
    return free - wanted if has_room else free
