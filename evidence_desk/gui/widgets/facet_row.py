"""One line of the filters: a word and how many items it would leave."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from evidence_desk.gui.theme.manager import Theme

_LINE = 25  # pixels
_LEFT, _RIGHT, _GAP = 12, 6, 4  # pixels beside word and count, and between them


class FacetRow(QAbstractButton):
    """A filter that is on or off."""

    def __init__(
        self, theme: Theme, text: str, count: int | None, *, is_on: bool, wraps: bool = False
    ) -> None:
        """Show a word and a count; None shows no count. What ``wraps`` takes a second line where it needs one."""
        super().__init__()
        self._theme, self._wraps = theme, wraps
        self.setText(text)
        self.setToolTip(text)
        self.set_count(count)
        self.setCheckable(True)
        self.setChecked(is_on)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted anew when the mouse comes and goes
        height = QSizePolicy.Policy.Minimum if wraps else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, height)
        policy.setHeightForWidth(wraps)
        self.setSizePolicy(policy)

    def set_count(self, count: int | None) -> None:
        """Show another count."""
        self._count = count
        self.setAccessibleName(self.text() if count is None else f"{self.text()}, {count}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a line."""
        return QSize(120, _LINE)

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines that the word takes."""
        return _LINE + (len(self._lines(width)) - 1) * QFontMetrics(self._theme.font("size")).lineSpacing()

    @property
    def shown(self) -> str:
        """The word as far as it fits beside the count."""
        return "\n".join(self._lines(self.width()))

    def _lines(self, width: int) -> list[str]:
        theme, room, text = self._theme, width - _LEFT, self.text()
        if self._count is not None:
            count = QFontMetrics(theme.font("small")).horizontalAdvance(self._count_text())
            room -= _RIGHT + count + _GAP
        metrics, end = QFontMetrics(theme.font("size")), 0
        if self._wraps and metrics.horizontalAdvance(text) > room:
            fits = next(
                (at for at in range(len(text), 0, -1) if metrics.horizontalAdvance(text[:at]) <= room), 0
            )
            end = max(text.rfind(" ", 0, fits + 1), 0) or fits
        rest = metrics.elidedText(text[end:].strip(), Qt.TextElideMode.ElideRight, room)
        return [text[:end].strip(), rest] if end else [rest]

    def _count_text(self) -> str:
        return "" if self._count is None else f"{self._count:,}"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw word and count."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(4, 1, -2, -1)
        ground = "accent_soft" if self.isChecked() else "hairline_soft" if self.underMouse() else ""
        painter.setPen(theme.color("focus") if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground) if ground else Qt.BrushStyle.NoBrush)
        if ground or self.hasFocus():
            painter.drawRoundedRect(area, 4, 4)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("accent_text" if self.isChecked() else "text_muted"))
        inner = QRectF(self.rect()).adjusted(_LEFT, 1, -_RIGHT, -1)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(inner, right, self._count_text())
        painter.setFont(theme.font("size"))
        painter.setPen(theme.color("accent_text" if self.isChecked() else "text"))
        painter.drawText(
            QRectF(self.rect()).adjusted(_LEFT, 1, 0, -1), Qt.AlignmentFlag.AlignVCenter, self.shown
        )
        painter.end()
