"""Small pictures of first pages beside the lines of the evidence list; asked for once scrolling rests."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPen

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.page_store import PageStore
from evidence_desk.queries.rows import EvidenceRow, FileRow

_SCALE = 0.11  # pixels a point: a sheet of A4 is 65 wide, sharp at 46 also on a fine screen
_REST_MS = 150
_MOST = 24  # a screen of lines; what was scrolled past is not painted


class Thumbnails(QObject):
    """Paints pictures that are at hand, and fetches the others for the lines that show last.

    Signals:
        arrived: another picture can be painted.
    """

    arrived = Signal()

    def __init__(self, ui: Ui, store: PageStore, parent: QObject) -> None:
        """Ask for nothing until something is painted."""
        super().__init__(parent)
        self._ui, self._store = ui, store
        self._wanted: dict[str, FileRow] = {}
        self._waiting: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fetch)
        store.ready.connect(self._on_ready)

    def paint(self, painter: QPainter, area: QRectF, row: EvidenceRow) -> None:
        """Draw the first page of an item in ``area``, or a sheet with the kind of its file."""
        theme = self._ui.theme
        file = row.files[0] if row.files else None
        image = self._store.stand_in(file, 1, 0) if file is not None else None
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if image is not None and not image.isNull():
            scale = min(area.width() / image.width(), area.height() / image.height())
            width, height = image.width() * scale, image.height() * scale
            center = area.center()
            area = QRectF(center.x() - width / 2, center.y() - height / 2, width, height)
            painter.drawImage(area, image)
        else:
            painter.fillRect(area, theme.color("ground"))
            painter.setFont(theme.font("tiny"))
            painter.setPen(theme.color("text_muted"))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, file.extension.lstrip(".") if file else "…")
            if file is not None and not self._store.problem(file, 1):
                self._want(file)
        painter.setPen(QPen(theme.color("hairline"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)
        painter.restore()

    def _want(self, file: FileRow) -> None:
        self._wanted.pop(file.id, None)
        self._wanted[file.id] = file
        while len(self._wanted) > _MOST:
            self._wanted.pop(next(iter(self._wanted)))
        self._timer.start(_REST_MS)

    def _fetch(self) -> None:
        wanted, self._wanted = self._wanted, {}
        self._waiting |= wanted.keys()
        for file in wanted.values():
            self._store.image(file, 1, _SCALE, 0)

    def _on_ready(self, file_id: str, page: int) -> None:
        if page == 1 and file_id in self._waiting:
            self._waiting.discard(file_id)
            self.arrived.emit()
