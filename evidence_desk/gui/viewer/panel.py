"""The viewer of Review: header with title, page and zoom, the page canvas, and the bar at a selection."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QStackedWidget, QToolButton, QWidget

from evidence_desk.gui.dialogs.form import Field, FormDialog
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.find_bar import FOUND, FindBar
from evidence_desk.gui.viewer.ocr_mark import OcrMark
from evidence_desk.gui.viewer.page_canvas import PageCanvas
from evidence_desk.gui.viewer.page_painter import Highlight
from evidence_desk.gui.viewer.page_store import NO_PICTURE, PageStore
from evidence_desk.gui.viewer.problem_card import ProblemCard
from evidence_desk.gui.viewer.selection import Selection
from evidence_desk.gui.viewer.selection_bar import SelectionBar
from evidence_desk.gui.widgets.basics import ElidedLabel, column, key_text, label, row
from evidence_desk.gui.widgets.empty_state import EmptyState
from evidence_desk.queries.rows import EvidenceDetail, FileRow


class ViewerPanel(QWidget):
    """Shows the files of one evidence item with its cites.

    Signals:
        stance_chosen: a stance was chosen for the selection.
        copy_asked: the selection shall be copied.
        more_asked: the name of another action for the selection.
        cite_clicked: the id of a cite that was clicked on the page.
    """

    stance_chosen = Signal(str)
    copy_asked = Signal()
    more_asked = Signal(str)
    cite_clicked = Signal(str)

    def __init__(self, ui: Ui, store: PageStore) -> None:
        """Show nothing yet."""
        super().__init__()
        self._ui, self._store = ui, store
        self._detail: EvidenceDetail | None = None
        self.canvas = PageCanvas(ui, store)
        self.find_bar = FindBar(ui, store)
        self._bar = SelectionBar(ui, self.canvas.viewport())
        self._files = QComboBox()
        self._files.setProperty("role", "inline")
        self._files.setAccessibleName(ui.t("viewer.files"))
        self._files.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._files.activated.connect(self._on_file_chosen)
        self._exhibit, self._title = label(role="strong"), ElidedLabel(role="")
        self._place = label(role="muted")
        self._ocr = OcrMark(ui)
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState(ui, "viewer", "file-text", None))
        self._stack.addWidget(self.canvas)
        self._stack.addWidget(EmptyState(ui, "no_file", "inbox", None))
        layout = column(self)
        layout.addWidget(self._header())
        layout.addWidget(self.find_bar)
        self._problem = ProblemCard(ui)
        layout.addWidget(self._problem)
        layout.addWidget(self._stack, 1)
        self._connect()

    def show_detail(self, detail: EvidenceDetail | None) -> None:
        """Show an evidence item; keep page and place when it is the one that shows already."""
        is_same = detail is not None and self._detail is not None and detail.row.id == self._detail.row.id
        self._detail = detail
        self._exhibit.setText(detail.row.exhibit if detail else "")
        self._title.set_text(detail.row.title if detail else "")
        files = detail.row.files if detail else ()
        if not is_same or self.canvas.file not in files:
            self._fill_files(files)
            self.canvas.show_file(files[0] if files else None)
        self._stack.setCurrentIndex(1 if files else 2 if detail else 0)
        self._show_highlights()
        self._show_place()

    def show_cite(self, cite_id: str) -> None:
        """Go to a cite of the item."""
        found = self._detail.cites if self._detail else ()
        cite = next((each for each in found if each.id == cite_id), None)
        if cite is None or self._detail is None:
            return
        file = next((f for f in self._detail.row.files if cite.file in (f.id, f.sha256)), None)
        if file is not None and file != self.canvas.file:
            self._files.setCurrentIndex(self._detail.row.files.index(file))
            self.canvas.show_file(file, page=cite.page)
            self._show_highlights()
        self.canvas.go_to_cite(Highlight(cite.id, cite.page, cite.rects, "context", cite.quote))

    def prefetch(self, detail: EvidenceDetail) -> None:
        """Fetch the first page of an item ahead."""
        if detail.row.files:
            self.canvas.prefetch(detail.row.files[0])

    def is_shown(self) -> bool:
        """Return whether the document can be read."""
        return self.canvas.is_shown()

    def show_page(self, sha256: str, page: int) -> None:
        """Go to a page (from 1) of a file of the item."""
        files = self._detail.row.files if self._detail else ()
        place = next((at for at, file in enumerate(files) if file.sha256 == sha256), -1)
        if place < 0:
            return
        if files[place] != self.canvas.file:
            self._files.setCurrentIndex(place)
            self.canvas.show_file(files[place], page=page)
            self._show_highlights()
        else:
            self.canvas.go_to_page(page)
        self._show_place()

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
            "zoom_in": lambda: canvas.step_zoom(is_larger=True),
            "zoom_out": lambda: canvas.step_zoom(is_larger=False),
            "fit_width": lambda: canvas.fit("width"),
            "fit_page": lambda: canvas.fit("page"),
            "rotate": canvas.rotate,
            "find_in_document": self.find_bar.ask,
            "go_to_page": self.ask_page,
            "next_page": lambda: canvas.go_to_page(canvas.page + 1),
            "previous_page": lambda: canvas.go_to_page(canvas.page - 1),
        }

    def ask_page(self) -> None:
        """Ask for the number of a page and go there."""
        file = self.canvas.file
        if file is None or file.pages < 2:
            return
        t = self._ui.t
        field = Field("page", t("viewer.page"), str(self.canvas.page), is_required=True)
        values = FormDialog.ask(self._ui, self, t("viewer.go_to", n=file.pages), (field,), t("viewer.go"))
        if values is not None and values["page"].isdecimal():
            self.canvas.go_to_page(min(file.pages, max(1, int(values["page"]))))

    def copy_selection(self) -> None:
        """Put quote, exhibit and page on the clipboard."""
        chosen = self.canvas.selection
        if chosen is not None and self._detail is not None:
            row_ = self._detail.row
            text = self._ui.t(
                "viewer.cite", quote=chosen.quote, exhibit=row_.exhibit, title=row_.title, page=chosen.page
            )
            QGuiApplication.clipboard().setText(text)

    def popup_place(self) -> QPoint:
        """Return where on the screen a popup about the selection belongs."""
        area = self.canvas.selection_place()
        if area.isEmpty():
            return self.mapToGlobal(QPoint(40, 80))
        return self.canvas.viewport().mapToGlobal(QPoint(round(area.left()), round(area.bottom()) + 8))

    def forget_pages(self) -> None:
        """Measure the pages of the item anew; OCR has read them."""
        for file in self._detail.row.files if self._detail else ():
            self._store.forget_geometry(file.sha256)
        self._ocr.forget()
        self._show_place()

    def toggle_area(self) -> None:
        """Switch between selecting words and selecting a rectangle."""
        self.canvas.is_selecting_area = not self.canvas.is_selecting_area
        shape = Qt.CursorShape.CrossCursor if self.canvas.is_selecting_area else Qt.CursorShape.IBeamCursor
        self.canvas.viewport().setCursor(shape)
        self._area_button.setChecked(self.canvas.is_selecting_area)

    def _header(self) -> QWidget:
        canvas = self.canvas
        self._area_button = self._tool("scan", "select_area", self.toggle_area)
        self._area_button.setCheckable(True)
        tools = row(
            self._tool("zoom-out", "zoom_out", lambda: canvas.step_zoom(is_larger=False)),
            self._tool("zoom-in", "zoom_in", lambda: canvas.step_zoom(is_larger=True)),
            self._tool("move-horizontal", "fit_width", lambda: canvas.fit("width")),
            self._tool("maximize", "fit_page", lambda: canvas.fit("page")),
            self._tool("rotate-cw", "rotate", canvas.rotate),
            self._area_button,
            spacing=0,
        )
        made = row(
            self._exhibit,
            self._title,
            self._files,
            self._ocr,
            self._place,
            tools,
            spacing=9,
            margins=(12, 0, 8, 0),
        )
        made.setObjectName("viewHeader")
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        made.setFixedHeight(35)
        box = made.layout()
        assert box is not None
        box.setStretch(1, 1)  # type: ignore[attr-defined]
        return made

    def _tool(self, icon: str, action: str, act: object) -> QToolButton:
        made = QToolButton()
        self._ui.theme.set_icon(made, icon)
        name = self._ui.t(f"action.{action}")
        key = self._ui.key("review", action)
        made.setToolTip(f"{name}  {key_text(key)}" if key else name)
        made.setAccessibleName(name)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(lambda _checked=False: act())  # type: ignore[operator]
        return made

    def _connect(self) -> None:
        canvas = self.canvas
        canvas.selected.connect(lambda _selection: self._bar.place(canvas.selection_place()))
        canvas.verticalScrollBar().valueChanged.connect(lambda _value: self._follow_selection())
        canvas.page_changed.connect(lambda _page: self._show_place())
        canvas.zoom_changed.connect(lambda _zoom: self._show_place())
        canvas.cite_clicked.connect(self._on_mark_clicked)
        self.find_bar.moved.connect(canvas.go_to_cite)
        self.find_bar.marks_changed.connect(self._show_highlights)
        self.find_bar.closed.connect(canvas.setFocus)
        self._bar.stance_chosen.connect(self.stance_chosen)
        self._bar.copy_asked.connect(self.copy_asked)
        self._bar.more_asked.connect(self.more_asked)
        self._store.ready.connect(lambda _sha256, _page: self._show_problem())

    def _on_mark_clicked(self, cite: str) -> None:
        if not cite.startswith(FOUND):
            self.cite_clicked.emit(cite)

    def _follow_selection(self) -> None:
        if self._bar.isVisible():
            self._bar.place(self.canvas.selection_place())

    def _fill_files(self, files: tuple[FileRow, ...]) -> None:
        self._files.clear()
        self._files.addItems([file.name for file in files])
        self._files.setVisible(len(files) > 1)
        self._files.setMaximumWidth(150)

    def _on_file_chosen(self, index: int) -> None:
        if self._detail is not None:
            self.canvas.show_file(self._detail.row.files[index])
            self._show_highlights()
            self._show_place()

    def _show_highlights(self) -> None:
        file, detail = self.canvas.file, self._detail
        if file is None or detail is None:
            self.find_bar.show_file(None, 1)
            self.canvas.set_highlights(())
            return
        self.find_bar.show_file(file, self.canvas.page)
        stances = {cite.id: link.stance for link in detail.links for cite in link.cites}
        self.canvas.set_highlights(
            tuple(
                Highlight(cite.id, cite.page, cite.rects, stances.get(cite.id, "context"), cite.quote)
                for cite in detail.cites
                if cite.file in (file.id, file.sha256)
            )
            + self.find_bar.marks()
        )

    def _show_problem(self) -> None:
        file = self.canvas.file
        found = self._store.problem(file, self.canvas.page) if file is not None else ""
        self._problem.show_problem(file, "" if found == NO_PICTURE else found)

    def _show_place(self) -> None:
        file = self.canvas.file
        self._show_problem()
        self._ocr.show_page(file.sha256 if file is not None else "", self.canvas.page)
        if file is None:
            self._place.setText("")
            return
        page, pages, zoom = self.canvas.page, max(1, file.pages), round(self.canvas.zoom * 75)
        self._place.setText(f"{page} / {pages} · {zoom} %")
