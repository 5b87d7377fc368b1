"""The head of the viewer: exhibit, title and files of the item, the place in the file, and tools."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.ocr_mark import OcrMark
from evidence_desk.gui.widgets.basics import ElidedLabel, column, key_text, label
from evidence_desk.gui.widgets.basics import row as side_by_side
from evidence_desk.gui.widgets.choice import Choice
from evidence_desk.queries.rows import EvidenceRow, FileRow

_TOOLS = (
    ("zoom-out", "zoom_out"),
    ("zoom-in", "zoom_in"),
    ("move-horizontal", "fit_width"),
    ("maximize", "fit_page"),
    ("rotate-cw", "rotate"),
    ("square-dashed", "select_area"),
)
_LARGE = 75  # per cent shown for a pixel a point: a screen has 96 pixels an inch, a point is 1/72 inch


class ViewerHeader(QWidget):
    """Tells what shows.

    Attributes:
        ocr: says that the text was read off the picture.

    Signals:
        file_chosen: the place of another file among those of the item.
    """

    file_chosen = Signal(int)

    def __init__(self, ui: Ui, handlers: Mapping[str, Callable[[], object]]) -> None:
        """Show nothing yet; the tools do what the actions of the viewer do."""
        super().__init__()
        self._ui = ui
        self.setObjectName("viewHeader")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(35)
        self._files = Choice(ui.t("viewer.files"))
        self._files.setProperty("role", "inline")
        self._files.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._files.setMaximumWidth(150)
        self._files.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._files.activated.connect(self.file_chosen)
        self._exhibit, self.title = label(role="strong"), ElidedLabel(role="")
        self._place, self.ocr = label(role="muted"), OcrMark(ui)
        self._tools = {name: self._tool(icon, name, handlers[name]) for icon, name in _TOOLS}
        self._tools["select_area"].setCheckable(True)
        line = side_by_side(
            self._exhibit,
            self.title,
            self._files,
            self.ocr,
            self._place,
            side_by_side(*self._tools.values(), spacing=0),
            spacing=9,
            margins=(12, 0, 8, 0),
        )
        column(self).addWidget(line)
        box = line.layout()
        assert box is not None
        box.setStretch(1, 1)  # type: ignore[attr-defined]

    def show_item(self, item: EvidenceRow | None) -> None:
        """Name another item."""
        self._exhibit.setText(item.exhibit if item else "")
        self.title.set_text(self._ui.t.names(item.title, item.native_title)[0] if item else "")

    def show_files(self, files: tuple[FileRow, ...]) -> None:
        """Offer the files of an item; closed, there is room for which of how many shows."""
        count = len(files)
        names = [self._file_name(at, count, file.name) for at, file in enumerate(files, 1)]
        self._files.clear()
        self._files.addItems(names)
        wide = self.fontMetrics().horizontalAdvance
        self._files.setMinimumContentsLength(ceil(wide(self._file_name(count, count, "")) / wide("X")))
        self._files.view().setMinimumWidth(40 + max(map(wide, names), default=0))
        self._files.setVisible(len(files) > 1)

    def _file_name(self, at: int, count: int, name: str) -> str:
        return self._ui.t("viewer.file_of", at=at, files=count, name=name)

    def show_file(self, place: int) -> None:
        """Tell which of the files shows."""
        self._files.setCurrentIndex(place)

    def show_place(self, page: int, pages: int, *, name: str, zoom: float) -> None:
        """Tell the page (from 1) of how many, what it is called if not by its number, and the zoom."""
        if not page:
            self._place.setText("")
            return
        called = "" if name == str(page) else f"{name} · "
        self._place.setText(f"{called}{page} / {max(1, pages)} · {round(zoom * _LARGE)} %")

    def show_selecting(self, *, is_area: bool) -> None:
        """Tell whether rectangles are selected rather than words."""
        self._tools["select_area"].setChecked(is_area)

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
