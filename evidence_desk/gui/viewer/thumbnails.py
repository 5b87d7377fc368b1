"""A strip of small pages beside the large ones; a page is fetched when its place in the strip is seen."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.item_pages import ItemPages
from evidence_desk.gui.viewer.page_facts import PageFacts
from evidence_desk.gui.viewer.page_store import PageStore
from evidence_desk.intake.geometry import displayed_size
from evidence_desk.intake.model import PageGeometry
from evidence_desk.queries.rows import FileRow

WIDTH = 116
_PAGE, _CELL, _LABEL = 84.0, 132, 18
_PAUSE_MS = 150  # whoever goes through documents by key does not wait for pages nobody looks at

Index = QModelIndex | QPersistentModelIndex


class _Pages(QAbstractListModel):
    """As many lines as the item has pages."""

    def __init__(self, ui: Ui, facts: PageFacts) -> None:
        super().__init__()
        self._ui, self._facts = ui, facts
        self.pages = ItemPages()

    def show(self, pages: ItemPages) -> None:
        """Have other lines."""
        self.beginResetModel()
        self.pages = pages
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  as Qt has it
        """Return how many pages there are."""
        return 0 if parent.isValid() else len(self.pages)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what the page is called, for the painter and for a screen reader."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._label(index.row())
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{self._ui.t('viewer.page')} {self._label(index.row())}"
        return None

    def _label(self, place: int) -> str:
        file, page = self.pages.at(place)
        number = place + 1 if self.pages.is_one_document else page
        return self._facts.label(file.id, page) or str(number)


class _Painter(QStyledItemDelegate):
    """Paints a small page with its label below."""

    def __init__(self, ui: Ui, store: PageStore) -> None:
        super().__init__()
        self._ui, self._store = ui, store
        self.pages = ItemPages()
        self.current = 0
        self.is_fetching = False

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the same room for every page."""
        return QSize(WIDTH - 8, _CELL + _LABEL)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one page, framed when it is the one that shows."""
        area, theme = QRectF(option.rect), self._ui.theme
        is_current = index.row() == self.current
        file, page = self.pages.at(index.row())
        found = self._geometry(file, page)
        place = _inside(area, found)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(place, theme.color("paper"))
        if found is not None:
            self._paint_page(painter, place, (file, page), found)
        painter.setPen(QPen(theme.color("focus" if is_current else "border"), 2 if is_current else 1))
        painter.drawRect(place)
        painter.setFont(theme.font("small", bold=is_current))
        painter.setPen(theme.color("accent_text" if is_current else "text_muted"))
        below = QRectF(area.left() + 2, area.bottom() - _LABEL, area.width() - 4, _LABEL)
        words = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, int(below.width())
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words)
        painter.restore()

    def _geometry(self, file: FileRow, page: int) -> PageGeometry | None:
        if not (self.is_fetching or self._store.is_measured(file, page)):
            return None
        return self._store.geometry(file, page)

    def _paint_page(
        self, painter: QPainter, place: QRectF, shown: tuple[FileRow, int], found: PageGeometry
    ) -> None:
        """Draw the picture of a page of a file, or its lines of text as bars."""
        zoom = place.width() / displayed_size(found.width_pt, found.height_pt, found.rotation)[0]
        if found.lines:
            ink = self._ui.theme.color("paper_text", alpha=70)
            for line in found.lines:
                left, top, right, bottom = (value * zoom for value in line.rect)
                bar = QRectF(
                    place.left() + left, place.top() + top, right - left, max(0.6, (bottom - top) / 2)
                )
                painter.fillRect(bar, ink)
        elif image := self._store.image(*shown, zoom * painter.device().devicePixelRatioF(), 0):
            painter.drawImage(place, image)


def _inside(area: QRectF, found: PageGeometry | None) -> QRectF:
    """Return where a page goes in its cell; one that is not measured yet looks like A4."""
    size = (210.0, 297.0)
    if found is not None:
        size = displayed_size(found.width_pt, found.height_pt, found.rotation)
    zoom = min(_PAGE / size[0], (_CELL - 10) / size[1])
    width, height = size[0] * zoom, size[1] * zoom
    return QRectF(area.center().x() - width / 2, area.top() + (_CELL - height) / 2, width, height)


class Thumbnails(QListView):
    """The strip.

    Signals:
        chosen: id of the file and page (from 1) that was clicked or gone to with a key.
    """

    chosen = Signal(str, int)

    def __init__(self, ui: Ui, store: PageStore, facts: PageFacts) -> None:
        """Show nothing yet."""
        super().__init__()
        self._pages, self._delegate = _Pages(ui, facts), _Painter(ui, store)
        self._is_following = False
        self.setObjectName("thumbnails")
        self.setAccessibleName(ui.t("viewer.thumbnails"))
        self.setModel(self._pages)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFixedWidth(WIDTH)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._begin)
        self.selectionModel().currentChanged.connect(self._on_moved)
        store.ready.connect(self._on_ready)
        facts.changed.connect(self.viewport().update)
        ui.theme.changed.connect(self.viewport().update)

    def show_item(self, pages: ItemPages) -> None:
        """Show the pages of another item."""
        if pages != self._delegate.pages:
            self._delegate.pages, self._delegate.is_fetching = pages, False
            self._is_following = True
            self._pages.show(pages)
            self._is_following = False
            self._timer.start(_PAUSE_MS)

    def show_page(self, place: int) -> None:
        """Mark the page that shows, by its place (from 0) in the item."""
        self._delegate.current = place
        self._is_following = True
        self.setCurrentIndex(self._pages.index(place, 0))
        self._is_following = False
        self.viewport().update()

    def keyboardSearch(self, _search: str) -> None:
        """Find nothing by typing: keys are for coding."""

    def _begin(self) -> None:
        self._delegate.is_fetching = True
        self.viewport().update()

    def _on_moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not self._is_following and now.isValid():
            file, page = self._pages.pages.at(now.row())
            self.chosen.emit(file.id, page)

    def _on_ready(self, file_id: str, _page: int) -> None:
        if self.isVisible() and any(file_id == file.id for file in self._delegate.pages.files):
            self.viewport().update()
