"""The viewer of Review: header, strip of pages, the page canvas, the bar at a selection, a document beside."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.beside import Beside
from evidence_desk.gui.viewer.cite_marks import CiteMarks
from evidence_desk.gui.viewer.find_bar import FindBar
from evidence_desk.gui.viewer.header import ViewerHeader
from evidence_desk.gui.viewer.item_pages import ItemPages
from evidence_desk.gui.viewer.page_asking import PageAsking
from evidence_desk.gui.viewer.page_canvas import PageCanvas
from evidence_desk.gui.viewer.page_facts import PageFacts
from evidence_desk.gui.viewer.page_painter import Highlight
from evidence_desk.gui.viewer.page_store import NO_PICTURE, PageStore
from evidence_desk.gui.viewer.page_view import ACTUAL
from evidence_desk.gui.viewer.place import ViewerPlace
from evidence_desk.gui.viewer.problem_card import ProblemCard
from evidence_desk.gui.viewer.selection import Selection
from evidence_desk.gui.viewer.selection_bar import SelectionBar
from evidence_desk.gui.viewer.thumbnails import Thumbnails
from evidence_desk.gui.widgets.basics import column, row
from evidence_desk.gui.widgets.empty_state import EmptyState
from evidence_desk.queries.rows import EvidenceDetail, FileRow

_NARROW = 640  # pixels; below that two documents stand one above the other


class ViewerPanel(QWidget):
    """Shows the files of one evidence item with its cites.

    Signals:
        stance_chosen: a stance was chosen for the selection.
        copy_asked: the selection shall be copied.
        more_asked: the name of another action for the selection.
        leaving: another place of the item is about to be gone to.
        file_shown: the place among the files of the item of that which shows, -1 for none.
    """

    stance_chosen = Signal(str)
    copy_asked = Signal()
    more_asked = Signal(str)
    leaving = Signal()
    file_shown = Signal(int)

    def __init__(self, ui: Ui, store: PageStore) -> None:
        """Show nothing yet."""
        super().__init__()
        self._ui, self._store = ui, store
        self._detail: EvidenceDetail | None = None
        self._item = ItemPages()
        self.canvas = PageCanvas(ui, store)
        self.find_bar = FindBar(ui, store)
        self._bar = SelectionBar(ui, self.canvas.viewport())
        self.cites = CiteMarks(ui, self.canvas)
        self.facts = PageFacts(ui.bridge, self)
        self.canvas.table_start = self.facts.table_start
        self.thumbnails = Thumbnails(ui, store, self.facts)
        self._has_strip = False
        self.beside = Beside(ui, store)
        self._problem = ProblemCard(ui)
        self.header = ViewerHeader(ui, self.handlers(), self)
        self._asking = PageAsking(ui, self.header.page, self.facts)
        self._pages = QSplitter(Qt.Orientation.Horizontal)
        self._pages.setHandleWidth(1)
        self._pages.setChildrenCollapsible(False)
        both = row(self.thumbnails, self.canvas, spacing=0)
        for part in (both, self.beside):
            self._pages.addWidget(part)
        self._stack = QStackedWidget()
        for page in (
            EmptyState(ui, "viewer", "file-text", None),
            self._pages,
            EmptyState(ui, "no_file", "inbox", None),
        ):
            self._stack.addWidget(page)
        layout = column(self)
        for widget in (self.header, self.find_bar, self._problem):
            layout.addWidget(widget)
        layout.addWidget(self._stack, 1)
        self._connect()

    def show_detail(self, detail: EvidenceDetail | None) -> None:
        """Show an evidence item; keep page and place when it is the one that shows already."""
        before, place, here = self._detail, self.file_place, self.canvas.file and self.canvas.file.id
        is_same = detail is not None and before is not None and detail.row.id == before.row.id
        self._detail = detail
        self.cites.show_detail(detail)
        self.header.show_item(detail.row if detail else None)
        self.beside.show_item(detail.row.id if detail else "")
        files = self._files
        self._item = ItemPages(files)
        self.facts.show_item([file.id for file in files])
        if not is_same or (before is not None and files != before.row.files):
            self.header.show_files(() if self._item.is_page_by_page else files)
        shown = next((file for file in files if file.id == here), None)
        if is_same and shown is not None:
            self.canvas.renew(shown)
        else:
            place = max(0, min(place, len(files) - 1)) if is_same else 0
            self.canvas.show_file(files[place] if files else None)
        self.header.show_file(self.file_place)
        self.file_shown.emit(self.file_place)
        self._stack.setCurrentIndex(1 if files else 2 if detail else 0)
        self._show_highlights()
        self._show_place()

    @property
    def file_place(self) -> int:
        """The place of the file that shows among those of the item, -1 for none."""
        return self._files.index(self.canvas.file) if self.canvas.file in self._files else -1

    def show_cite(self, cite_id: str) -> None:
        """Go to a cite of the item."""
        found = self._detail.cites if self._detail else ()
        cite = next((each for each in found if each.id == cite_id), None)
        if cite is None or self._detail is None:
            return
        file = next((f for f in self._files if cite.file == f.id), None)
        if file is not None and file != self.canvas.file:
            self.show_file(self._files.index(file), page=cite.page)
        self.cites.current = cite.id
        self.canvas.go_to_cite(Highlight(cite.id, cite.page, cite.rects, "context", cite.quote))

    def prefetch(self, detail: EvidenceDetail) -> None:
        """Fetch the first page of an item ahead."""
        if detail.row.files:
            self.canvas.prefetch(detail.row.files[0])

    def is_shown(self) -> bool:
        """Return whether the document can be read."""
        return self.canvas.is_shown()

    def show_page(self, file_id: str, page: int) -> None:
        """Go to a page (from 1) of a file of the item; an empty id is the file that shows."""
        file = next((each for each in self._files if each.id == file_id), self.canvas.file)
        if file is not None and file != self.canvas.file:
            self.show_file(self._files.index(file), page=page)
        elif file is not None:
            self.canvas.go_to_page(page)
            self._show_place()

    def place(self) -> ViewerPlace:
        """Return where one is in the item, to come back to it."""
        file = self.canvas.file.id if self.canvas.file is not None else ""
        return ViewerPlace(self.canvas.page, self.cites.current, file, self.canvas.look())

    def go_to(self, place: ViewerPlace) -> None:
        """Go to a place of the item, or back to it as it was looked at."""
        is_here = not place.file or any(each.id == place.file for each in self._files)
        if place.page and is_here:
            self.show_page(place.file, place.page)
        if place.look is not None and is_here:
            self.canvas.look_as(place.look)
            self.cites.return_to(place.cite)
            self._show_place()
        elif place.cite:
            self.show_cite(place.cite)

    def step_page(self, step: int) -> None:
        """Go to the next (1) or the previous (-1) page, also into another file of the item."""
        file, page = self.canvas.file, self.canvas.page + step
        if file is not None and 1 <= page <= max(1, file.pages):
            self.canvas.go_to_page(page)
        else:
            self.step_file(step, is_reading_back=step < 0)

    def step_file(self, step: int, *, is_reading_back: bool = False) -> None:
        """Go to the first page of the next (1) or the previous (-1) file of the item, or back to its last."""
        files, here = self._files, self.file_place
        if here >= 0:
            place = here + step
            if 0 <= place < len(files):
                self.show_file(place, page=max(1, files[place].pages) if is_reading_back else 1)

    @property
    def _files(self) -> tuple[FileRow, ...]:
        return self._detail.row.files if self._detail else ()

    @property
    def selection(self) -> Selection | None:
        """What is selected."""
        return self.canvas.selection

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the actions of the viewer do, by their names."""
        canvas = self.canvas
        return {
            "copy_cite": self.copy_selection,
            "select_area": self.toggle_area,
            "select_page": canvas.keyboard.select_all,
            "caret": self.toggle_caret,
            "zoom_in": lambda: canvas.step_zoom(is_larger=True),
            "zoom_out": lambda: canvas.step_zoom(is_larger=False),
            "fit_width": lambda: canvas.fit("width"),
            "fit_page": lambda: canvas.fit("page"),
            "fit_actual": lambda: canvas.set_zoom(ACTUAL),
            "rotate": canvas.rotate,
            "open_outside": self._problem.open_outside,
            "find_in_document": lambda: self.find_bar.ask(canvas.page),
            "go_to_page": self.ask_page,
            "next_cite": lambda: self.cites.step(1),
            "previous_cite": lambda: self.cites.step(-1),
            "open_proof": self.cites.open,
            "thumbnails": self.toggle_thumbnails,
            "beside": self.toggle_beside,
            "next_page": lambda: self.step_page(1),
            "previous_page": lambda: self.step_page(-1),
            "next_file": lambda: self.step_file(1),
            "previous_file": lambda: self.step_file(-1),
        }

    def ask_page(self) -> None:
        """Let a page be typed in the header."""
        self._asking.ask()

    def copy_selection(self) -> None:
        """Put quote, exhibit and pages on the clipboard; where nothing is selected, the page that shows."""
        if self._detail is None:
            return
        chosen, item, t = self.canvas.selection, self._detail.row, self._ui.t
        text = item.exhibit or item.title
        if chosen is not None or self.canvas.file is not None:
            here = t("link.page", page=self._called(self.canvas.page))
            pages = self._pages_of(chosen) if chosen is not None else here
            text = t("viewer.cite_place", exhibit=text, pages=pages)
        if chosen is not None and chosen.quote:
            text = t("viewer.cite", quote=chosen.quote, place=text)
        QGuiApplication.clipboard().setText(text)
        self.window().toast.note(t("viewer.copied", text=text))  # type: ignore[attr-defined]

    def quoted(self) -> str:
        """Return what is selected as a note quotes it, with its pages; an empty text for nothing."""
        chosen = self.canvas.selection
        if chosen is None:
            return ""
        pages = self._pages_of(chosen)
        return self._ui.t("note.place", pages=pages, quote=chosen.quote) if chosen.quote else pages

    def _pages_of(self, chosen: Selection) -> str:
        """Return the pages of a selection as the file calls them."""
        first, last = map(self._called, chosen.pages)
        t = self._ui.t
        return t("link.page", page=first) if first == last else t("link.pages", first=first, last=last)

    def toggle_thumbnails(self) -> None:
        """Show or hide the strip of pages."""
        self._has_strip = not self._has_strip
        self._show_strip()
        (self.thumbnails if self._has_strip and self.thumbnails.isVisible() else self.canvas).setFocus()

    def toggle_beside(self) -> None:
        """Show or hide another member of the family beside the item."""
        if self._detail is not None:
            self.beside.toggle(self._detail.row.id)

    def state(self) -> dict[str, bool]:
        """Remember what is shown beside the pages."""
        return {"thumbnails": self._has_strip, "beside": self.beside.is_on}

    def restore(self, state: dict[str, bool]) -> None:
        """Show again what was shown beside the pages."""
        self._has_strip, self.beside.is_on = bool(state.get("thumbnails")), bool(state.get("beside"))
        self._show_strip()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put two documents side by side where there is room."""
        super().resizeEvent(event)
        is_narrow = self.width() < _NARROW
        self._pages.setOrientation(Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal)

    def popup_place(self) -> QPoint:
        """Return where on the screen a popup about the selection belongs."""
        area = self.canvas.selection_place()
        if area.isEmpty():
            return self.mapToGlobal(QPoint(40, 80))
        return self.canvas.viewport().mapToGlobal(QPoint(round(area.left()), round(area.bottom()) + 8))

    def forget_pages(self) -> None:
        """Measure the pages of the item anew; OCR has read them."""
        for file in self._files:
            self._store.forget_geometry(file.id)
        self.facts.read()
        self._show_place()

    def toggle_caret(self) -> None:
        """Select with keys: put a caret on the page, or take it away."""
        self.canvas.keyboard.toggle()
        self.canvas.setFocus()

    def toggle_area(self) -> None:
        """Switch between selecting words and selecting a rectangle."""
        self.canvas.is_selecting_area = not self.canvas.is_selecting_area
        shape = Qt.CursorShape.CrossCursor if self.canvas.is_selecting_area else Qt.CursorShape.IBeamCursor
        self.canvas.viewport().setCursor(shape)
        self.header.show_selecting(is_area=self.canvas.is_selecting_area)

    def _connect(self) -> None:
        canvas = self.canvas
        canvas.selected.connect(lambda _selection: self._bar.place(canvas.selection_place()))
        canvas.verticalScrollBar().valueChanged.connect(lambda _value: self._follow_selection())
        canvas.page_changed.connect(lambda _page: self._show_place())
        canvas.zoom_changed.connect(lambda _zoom: self._show_place())
        self.cites.wanted.connect(self.show_cite)
        self._problem.again_asked.connect(self._store.forget)
        self.header.file_chosen.connect(self.show_file)
        self.header.page.left.connect(canvas.setFocus)
        self._asking.found.connect(self._on_page_found)
        canvas.left.connect(lambda step: self.step_file(step, is_reading_back=step < 0))
        self.facts.changed.connect(self._show_place)
        self.thumbnails.chosen.connect(self.show_page)
        self.find_bar.moved.connect(self._go_to_found)
        self.find_bar.marks_changed.connect(self._show_highlights)
        self.find_bar.closed.connect(canvas.setFocus)
        self._bar.stance_chosen.connect(self.stance_chosen)
        self._bar.copy_asked.connect(self.copy_asked)
        self._bar.more_asked.connect(self.more_asked)
        self._store.ready.connect(lambda _file_id, _page: self._show_problem())

    def _on_page_found(self, file_id: str, page: int) -> None:
        self.canvas.setFocus()
        self.leaving.emit()
        self.show_page(file_id, page)

    def _go_to_found(self, file_id: str, mark: Highlight) -> None:
        if self.canvas.file is not None and self.canvas.file.id != file_id:
            self.show_page(file_id, mark.page)
        self.canvas.go_to_cite(mark)

    def _follow_selection(self) -> None:
        if self._bar.isVisible():
            self._bar.place(self.canvas.selection_place())

    def show_file(self, place: int, page: int = 1) -> None:
        """Show another file of the item by its place among them, from a page on."""
        self.header.show_file(place)
        self.file_shown.emit(place)
        self.canvas.show_file(self._files[place], page=page)
        self._show_highlights()
        self._show_place()

    def _show_highlights(self) -> None:
        file = self.canvas.file
        self.find_bar.show_file(file, self._files, self.canvas.page)
        self.canvas.set_highlights(self.cites.of_file(file) + self.find_bar.marks() if file else ())

    def _show_problem(self) -> None:
        """Say why the page that shows cannot be shown; text without a picture is shown."""
        file = self.canvas.file
        reason = self._store.problem(file, self.canvas.page) if file is not None else ""
        found = self.canvas.geometry_of(self.canvas.page) if reason == NO_PICTURE else None
        self._problem.show_problem(file, "" if found is not None and found.lines else reason)

    def _show_strip(self) -> None:
        """Show the strip where it is wanted and there is more than one page."""
        file = self.canvas.file
        self.thumbnails.setVisible(self._has_strip and len(self._item) > 1)
        self.thumbnails.show_item(self._item if self._has_strip else ItemPages())
        if file in self._item.files:
            self.thumbnails.show_page(self._item.place_of(file, self.canvas.page))

    def _show_place(self) -> None:
        canvas, facts = self.canvas, self.facts
        file, page = canvas.file, canvas.page
        self._show_problem()
        self._show_strip()
        self._asking.show_file(file, self._item)
        facts.show_file(file.id if file is not None else "")
        self.header.ocr.show_source(facts.source(page) if file is not None else None)
        pages = file.pages if file is not None else 0
        if self._item.is_one_document:
            page, pages = self._number(page), len(self._item)
        self.header.show_place(page if file else 0, pages, name=self._called(canvas.page), zoom=canvas.zoom)

    def _number(self, page: int) -> int:
        """Return the number of a page (from 1) of the file that shows: in the item where that is one document."""
        file = self.canvas.file
        is_in_item = self._item.is_one_document and file in self._item.files
        return self._item.place_of(file, page) + 1 if file is not None and is_in_item else page

    def _called(self, page: int) -> str:
        """Return what a page (from 1) of the file that shows is called, or its number."""
        file = self.canvas.file
        return (self.facts.label(file.id, page) if file is not None else "") or str(self._number(page))
