"""Pages of one file one below the other: scrolling, zoom, turning, and the page that shows."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer import geometry as geo
from evidence_desk.gui.viewer.page_painter import PagePainter, to_qrect
from evidence_desk.gui.viewer.page_store import NO_PICTURE, PageStore
from evidence_desk.gui.viewer.place import Look
from evidence_desk.intake.model import PageGeometry, Rect
from evidence_desk.queries.rows import FileRow

_A4 = geo.PageBox(595.0, 842.0)
ACTUAL = 4 / 3  # pixels a point: the size on paper, on a screen of 96 pixels an inch
_MARGIN = 20.0
_AROUND = 60.0  # pixels beside what is gone to, where there is room
_WIDEST = 2.0
_TRIES = 3  # a scroll bar that comes takes room, which may let the other one come
_LEAST_OF_TABLES = ACTUAL  # wide tables are scrolled rather than made too small to read


class PageView(QAbstractScrollArea):
    """Shows the pages of one file; what is over them is drawn by who knows it.

    Attributes:
        zoom: pixels a page point.

    Signals:
        page_changed: the page (from 1) in the middle of the view.
        zoom_changed: the zoom, 1.0 is 100 %.
    """

    page_changed = Signal(int)
    zoom_changed = Signal(float)

    def __init__(self, ui: Ui, store: PageStore) -> None:
        """Show nothing yet."""
        super().__init__()
        self._ui, self._store = ui, store
        self._painter = PagePainter(ui.theme)
        self._file: FileRow | None = None
        self._layout = geo.Layout(pages=())
        self._turn = 0
        self._fit, self._fitted_to = "width", 0
        self._is_fit_asked = False
        self._measured: set[int] = set()
        self._anchor = geo.Anchor()
        self._is_settling = False
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled_across)
        store.ready.connect(self._on_ready)
        ui.theme.changed.connect(self.viewport().update)

    @property
    def zoom(self) -> float:
        """Pixels a page point."""
        return self._layout.zoom

    @property
    def page(self) -> int:
        """The page (from 1) that shows."""
        return self._anchor.page + 1

    @property
    def file(self) -> FileRow | None:
        """The file that shows."""
        return self._file

    def prefetch(self, file: FileRow) -> None:
        """Fetch the first page of a file ahead, at the zoom in use."""
        self._store.prefetch(file, self._scale_of)

    def _scale_of(self, found: PageGeometry) -> float:
        """Return the scale at which a page would be shown as the first of its file."""
        view = self.viewport().size()
        zoom = self._fitted((_box(found),), view.width(), view.height()) or self.zoom
        return zoom * self.devicePixelRatioF()

    def geometry_known(self) -> bool:
        """Return whether the text of the page that shows can be selected yet."""
        return self.geometry_of(self.page) is not None

    @property
    def turn(self) -> int:
        """Degrees clockwise that all pages are turned further than they ask for."""
        return self._turn

    def geometry_of(self, page: int) -> PageGeometry | None:
        """Return where the text of a page (from 1) is, as far as it is known; None where there is no such page."""
        is_there = self._file is not None and 1 <= page <= len(self._layout.pages)
        return self._store.geometry(self._file, page) if self._file is not None and is_there else None

    def on_screen(self, page: int, rect: Rect) -> QRectF:
        """Return where a rectangle of a page (from 1) is in the viewport."""
        return to_qrect(self._layout.to_view(page - 1, rect)).translated(*self._scrolled())

    def show_on_page(self, page: int, rect: Rect) -> None:
        """Scroll no further than is needed to see a rectangle of a page (from 1)."""
        area, view, covered = self.on_screen(page, rect), self.viewport().rect(), self._covered(page)
        for bar, before, after, room in (
            (self.verticalScrollBar(), area.top() - covered.y(), area.bottom(), view.height()),
            (self.horizontalScrollBar(), area.left() - covered.x(), area.right(), view.width()),
        ):
            if before < _MARGIN:
                bar.setValue(round(bar.value() + before - _MARGIN))
            elif after > room - _MARGIN:
                bar.setValue(round(bar.value() + after - room + _MARGIN))
        self.viewport().update()

    def bring_into_view(self, page: int, rect: Rect) -> None:
        """Scroll to a rectangle of a page (from 1), where one reads; not at all, down or across, while it shows."""
        area, view, covered = self.on_screen(page, rect), self.viewport().rect(), self._covered(page)
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        if area.top() < covered.y() or area.bottom() > view.height():
            down.setValue(round(down.value() + area.top() - view.height() * geo.LOOKED_AT))
        if area.left() < covered.x() or area.right() > view.width():
            room = covered.x() + max(_MARGIN, min(_AROUND, (view.width() - area.width()) / 2))
            is_left = area.left() < room or area.width() > view.width() - 2 * room
            moved = area.left() - room if is_left else area.right() + room - view.width()
            across.setValue(round(across.value() + moved))
        self.viewport().update()

    def _covered(self, _page: int) -> QPointF:
        """Return how much of the view, from its left and its top, is covered while a page (from 1) is scrolled."""
        return QPointF()

    def is_shown(self) -> bool:
        """Return whether the page that shows is there to be read, or known not to be had."""
        if self._file is None:
            return True
        found = self._store.geometry(self._file, self.page)
        has_picture = self._store.stand_in(self._file, self.page, self._turn) is not None
        return has_picture or bool(found and found.lines) or bool(self._store.problem(self._file, self.page))

    def show_file(self, file: FileRow | None, *, page: int = 1) -> None:
        """Show a file from a page on; None shows nothing."""
        self._file, self._turn, self._is_fit_asked = file, 0, False
        pages = self._boxes()
        self._fitted_to = max(1, min(page, len(pages))) - 1
        self._anchor = self._top_of(self._fitted_to)
        self._relayout(pages=pages)
        self.viewport().update()

    def go_to_page(self, page: int) -> None:
        """Scroll to the top of a page (from 1), fitted as was asked for; across no further than to see it."""
        if 1 <= page <= len(self._layout.pages):
            self._fitted_to, before = page - 1, self.page
            self._anchor = replace(self._top_of(page - 1), across=self._anchor.across)
            self._relayout()
            self._tell_page(before)
            self.viewport().update()

    def look(self) -> Look:
        """Return how the pages are looked at, to come back to it."""
        return Look(self._fit, self.zoom, self._turn, self._anchor)

    def look_as(self, look: Look) -> None:
        """Look at the pages again as they were looked at; nothing where the file has not that many pages."""
        pages = self._layout.pages
        if 0 <= look.anchor.page < len(pages):
            before, turned = self.page, look.turn - self._turn
            self._fit, self._turn, self._is_fit_asked = look.fit, look.turn, True
            self._fitted_to, self._anchor = look.anchor.page, look.anchor
            self._relayout(
                pages=tuple(page.turned(turned) for page in pages),
                zoom=0.0 if look.fit else geo.clamp_zoom(look.zoom),
            )
            self._tell_page(before)
            self.viewport().update()

    def set_zoom(self, zoom: float, *, fit: str = "") -> None:
        """Show the pages at a zoom, keeping the place that shows."""
        self._refit(fit, geo.clamp_zoom(zoom))

    def step_zoom(self, *, is_larger: bool) -> None:
        """Zoom one step in or out."""
        self.set_zoom(geo.next_zoom(self.zoom, is_larger=is_larger))

    def fit(self, what: str) -> None:
        """Fit the "width" or the whole "page" into the view, now and when the view changes size."""
        self._refit(what)

    def _refit(self, fit: str, zoom: float = 0.0) -> None:
        is_from_whole = self._anchor.is_middle
        self._fit, self._fitted_to, self._is_fit_asked = fit, self._anchor.page, True
        if fit == "page" or is_from_whole:
            self._anchor = replace(self._top_of(self._fitted_to), across=self._anchor.across)
        self._relayout(zoom=zoom)
        self.viewport().update()

    def _top_of(self, index: int) -> geo.Anchor:
        """Return where a page (from 0) is gone to: into the middle of the view where all of it shall show."""
        return geo.Anchor(index, 0.5, 0.5, 0.0) if self._is_whole else geo.Anchor(index, pixels=_MARGIN / 2)

    @property
    def _is_whole(self) -> bool:
        """Whether whole pages are fitted; those of a table, too small to read then, only where that was asked."""
        return self._fit == "page" and (self._is_fit_asked or not self._is_table())

    def rotate(self) -> None:
        """Turn all pages a quarter clockwise."""
        self._turn, self._fitted_to = (self._turn + 90) % 360, self._anchor.page
        self._relayout(pages=tuple(page.turned(90) for page in self._layout.pages))
        self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pages that show, and ask for what they need."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), self._ui.theme.color("canvas"))
        top = self.verticalScrollBar().value()
        if self._file is not None:
            for index in self._layout.pages_between(top, top + self.viewport().height()):
                self._paint_page(painter, self._file, index)
        painter.end()

    def _paint_page(self, painter: QPainter, file: FileRow, index: int) -> None:
        page = index + 1
        area = self._page_on_screen(index)
        self._painter.paper(painter, area)
        found = self._store.geometry(file, page)
        if found is not None and found.lines:
            self._paint_lines(painter, found, area)
        else:
            self._paint_picture(painter, file, page, area)
        self._paint_marks(painter, file, page, found)

    def _paint_lines(self, painter: QPainter, found: PageGeometry, area: QRectF) -> None:
        corner = {90: area.topRight(), 180: area.bottomRight(), 270: area.bottomLeft()}
        painter.save()
        painter.translate(corner.get(self._turn, area.topLeft()))
        painter.rotate(self._turn)
        shown = painter.transform().inverted()[0].mapRect(QRectF(self.viewport().rect()))
        self._painter.lines(painter, found, self.zoom, shown)
        painter.restore()

    def _paint_marks(self, painter: QPainter, file: FileRow, page: int, found: PageGeometry | None) -> None:
        """Draw what is over a page (from 1)."""

    def _paint_picture(self, painter: QPainter, file: FileRow, page: int, area: QRectF) -> None:
        scale = self.zoom * self.devicePixelRatioF()
        is_known = self._store.is_measured(file, page)  # before that it may turn out to be text
        image = self._store.image(file, page, scale, self._turn) if is_known else None
        image = image or self._store.stand_in(file, page, self._turn)
        if image is not None:
            self._painter.picture(painter, area, image)
        else:
            problem = self._store.problem(file, page)
            if problem == NO_PICTURE:
                problem = self._ui.t("viewer.no_picture")
            self._painter.notice(painter, area, problem or self._ui.t("viewer.loading"))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, otherwise scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(is_larger=event.angleDelta().y() > 0)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again, keeping the place that shows."""
        super().resizeEvent(event)
        if not self._is_settling:
            self._fitted_to = self._anchor.page
            self._relayout()

    def _boxes(self) -> tuple[geo.PageBox, ...]:
        """Return the pages as far as they are known; unknown ones look like the first that is."""
        known = self._store.known(self._file) if self._file is not None else {}
        self._measured = set(known)
        if self._file is None:
            return ()
        guess = _box(known[min(known)]) if known else _A4
        pages = range(1, max(1, self._file.pages) + 1)
        return tuple(_box(known[page]) if page in known else guess for page in pages)

    def _relayout(self, *, pages: tuple[geo.PageBox, ...] | None = None, zoom: float = 0.0) -> None:
        """Lay the pages anew where something about them changed, and stay at what is looked at."""
        before, pages = self.zoom, self._layout.pages if pages is None else pages
        self._is_settling = True
        for _ in range(_TRIES):
            view = self.viewport().size()
            fitted = zoom or self._fitted(pages, view.width(), view.height()) or before
            self._layout = replace(
                self._layout, pages=pages, zoom=fitted, view_width=view.width(), margin=_MARGIN
            )
            self._set_ranges(view.width(), view.height())
            if self.viewport().size() == view:  # no scroll bar came or went
                break
        self._is_settling = False
        self._settle()
        if self.zoom != before:
            self.zoom_changed.emit(self.zoom)

    def _set_ranges(self, width: int, height: int) -> None:
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(*self._layout.reach(height, is_middle=self._is_whole))
        down.setPageStep(max(1, height - 40))
        down.setSingleStep(40)
        across.setRange(0, max(0, round(self._layout.width) - width))
        across.setPageStep(max(1, width))

    def _settle(self) -> None:
        """Scroll to what is looked at."""
        if self._layout.pages:
            view = self.viewport().size()
            x, y = self._anchor.offset(self._layout, (view.width(), view.height()))
            self._is_settling = True
            self.horizontalScrollBar().setValue(x)
            self.verticalScrollBar().setValue(y)
            self._is_settling = False

    def _fitted(self, pages: tuple[geo.PageBox, ...], width: int, height: int) -> float:
        if not pages or not self._fit:
            return 0.0
        page = pages[min(self._fitted_to, len(pages) - 1)]
        if not self._is_whole:
            least = _LEAST_OF_TABLES if self._is_table() else 0.0
            return max(least, min(_WIDEST, geo.fit_width(page, width, _MARGIN)))
        return geo.fit_page(page, (width, height), _MARGIN)

    def _is_table(self) -> bool:
        """Return whether the file is a table, which is read from its left as far as it goes."""
        found = self._store.geometry(self._file, 1) if self._file is not None else None
        return found is not None and bool(found.cells)

    def _on_ready(self, file_id: str, page: int) -> None:
        """Take in the real size of a page that arrived, keeping the page that shows in its place."""
        if self._file is None or file_id != self._file.id:
            return
        found = self._store.geometry(self._file, page)
        if found is not None and page <= len(self._layout.pages):
            self._take_size(page, _box(found).turned(self._turn))
        self.viewport().update()

    def _take_size(self, page: int, box: geo.PageBox) -> None:
        pages = list(self._layout.pages)
        is_guess = page == 1 or not self._measured  # the best one for those that are not known
        self._measured.add(page)
        if pages[page - 1] == box and not is_guess:
            return
        if is_guess:
            pages = [each if at in self._measured else box for at, each in enumerate(pages, 1)]
        pages[page - 1] = box
        if self._anchor.is_middle and not self._is_whole:  # it turned out to be a table
            self._anchor = self._top_of(self._anchor.page)
        self._relayout(pages=tuple(pages))

    def _on_scrolled(self, value: int) -> None:
        if self._layout.pages and not self._is_settling:
            view = self.viewport().size()
            seen = geo.Anchor.seen(self._layout, value, view.height(), self._anchor.across)
            before, self._anchor = self.page, seen
            if self.page != before:  # it may be narrower than the one before
                across, _ = seen.offset(self._layout, (view.width(), view.height()))
                self._is_settling = True
                self.horizontalScrollBar().setValue(across)
                self._is_settling = False
            self._tell_page(before)
        self.viewport().update()

    def _on_scrolled_across(self, value: int) -> None:
        if self._layout.pages and not self._is_settling:
            left, _, right, _ = self._layout.page_rect(self._anchor.page)
            middle = value + self.viewport().width() / 2
            self._anchor = replace(self._anchor, across=(middle - left) / max(1.0, right - left))
        self.viewport().update()

    def _tell_page(self, before: int) -> None:
        if self.page != before:
            self.page_changed.emit(self.page)

    def _document_point(self, position: QPoint) -> geo.Point:
        return (
            position.x() + self.horizontalScrollBar().value(),
            position.y() + self.verticalScrollBar().value(),
        )

    def _page_on_screen(self, index: int) -> QRectF:
        return to_qrect(self._layout.page_rect(index)).translated(*self._scrolled())

    def _scrolled(self) -> tuple[float, float]:
        return -self.horizontalScrollBar().value(), -self.verticalScrollBar().value()


def _box(found: PageGeometry) -> geo.PageBox:
    return geo.PageBox(found.width_pt, found.height_pt, found.rotation)
