"""The navigation on the left: sections of views with an icon and a count each."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from evidence_desk.gui.mime import EVIDENCE_MIME
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import column, heading

_HOVER_MS = 500


class RailItem(QAbstractButton):
    """One entry of the navigation."""

    def __init__(self, ui: Ui, icon: str, text: str, tip: str) -> None:
        """Show an icon and a word."""
        super().__init__()
        self._ui, self._icon_name, self._count = ui, icon, ""
        self.setText(text)
        self.setToolTip(tip)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted anew when the mouse comes and goes
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAcceptDrops(True)
        self._hovered = QTimer(self)
        self._hovered.setSingleShot(True)
        self._hovered.timeout.connect(self.click)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Open the view while evidence is dragged over its name, so that it can be dropped there."""
        if event.mimeData().hasFormat(EVIDENCE_MIME):
            event.acceptProposedAction()
            self._hovered.start(_HOVER_MS)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Stay where one is."""
        self._hovered.stop()
        super().dragLeaveEvent(event)

    def set_count(self, count: int | None) -> None:
        """Show a number on the right; None shows nothing."""
        self._count = f"{count:,}" if count else ""
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of an entry."""
        return QSize(150, 31)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw background, icon, word and count."""
        theme = self._ui.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        self._draw_ground(painter, area)
        role = "accent_text" if self.isChecked() else "text_secondary"
        theme.icon(self._icon_name, role).paint(painter, 10, (self.height() - 16) // 2, 16, 16)
        painter.setFont(theme.font(bold=self.isChecked()))
        painter.setPen(theme.color("accent_text" if self.isChecked() else "text"))
        painter.drawText(area.adjusted(34, 0, -40, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(theme.font("tiny"))
        painter.setPen(theme.color(role if self.isChecked() else "text_muted"))
        painter.drawText(
            area.adjusted(0, 0, -10, 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            self._count,
        )
        painter.end()

    def _draw_ground(self, painter: QPainter, area: QRectF) -> None:
        theme = self._ui.theme
        ground = "accent_soft" if self.isChecked() else "hover" if self.underMouse() else ""
        painter.setPen(theme.color("focus") if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground) if ground else Qt.BrushStyle.NoBrush)
        if ground or self.hasFocus():
            painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)


class Rail(QWidget):
    """The navigation.

    Signals:
        chosen: the name of the view that was clicked.
    """

    chosen = Signal(str)

    def __init__(self, ui: Ui, entries: tuple[tuple[str, str], ...]) -> None:
        """Show ``entries``: name of the view and name of its icon."""
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(176)
        layout = column(self, margins=(8, 18, 8, 8), spacing=1)
        title = heading(ui.t("rail.matter"))
        title.setContentsMargins(10, 0, 0, 5)
        layout.addWidget(title)
        self._items: dict[str, RailItem] = {}
        for name, icon in entries:
            item = RailItem(ui, icon, ui.t(f"view.{name}"), ui.key("global", f"view_{name}"))
            item.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
            layout.addWidget(item)
            self._items[name] = item
        layout.addStretch(1)

    def add_at_foot(self, item: QWidget) -> None:
        """Put an entry of its own below the views."""
        layout = self.layout()
        assert layout is not None
        layout.addWidget(item)

    def select(self, name: str) -> None:
        """Mark the view that shows; none where it has no entry."""
        for each, item in self._items.items():
            item.setAutoExclusive(False)
            item.setChecked(each == name)
            item.setAutoExclusive(True)

    def set_count(self, name: str, count: int | None) -> None:
        """Set the number beside a view."""
        self._items[name].set_count(count)
