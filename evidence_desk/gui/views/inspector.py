"""The inspector of Review: tags, what the item proves, stages, assessment, files, details, provenance."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLayout, QPushButton, QVBoxLayout, QWidget

from evidence_desk.gui.bridge import touches
from evidence_desk.gui.intake.origin_panel import OriginPanel
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.element_picker import Target
from evidence_desk.gui.views.details_form import DetailsForm
from evidence_desk.gui.views.files_panel import FilesPanel
from evidence_desk.gui.views.item_history import ItemHistory
from evidence_desk.gui.views.notes_panel import NotesPanel
from evidence_desk.gui.views.standing_panel import AssessmentPanel, StagesPanel
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.basics import (
    button,
    clear,
    column,
    heading,
    key_cap,
    label,
    row,
    scroller,
)
from evidence_desk.gui.widgets.empty_state import OrHint
from evidence_desk.gui.widgets.flow_layout import FlowLayout
from evidence_desk.gui.widgets.link_cards import LinkCards
from evidence_desk.queries.rows import (
    EvidenceDetail,
    LinkRow,
    PresetRow,
    TagRow,
)


def _emit(signal: Any, value: str, _checked: bool = False) -> None:
    signal.emit(value)


class Inspector(QWidget):
    """Shows one evidence item and passes on what is asked of it.

    Signals:
        tag_toggled: id of a tag to put on or take off.
        preset_applied: id of a preset to apply.
        tag_wanted: a new tag shall be made; preset_wanted: a new preset.
        preset_edited, preset_deleted: id of a preset; tag_edited, tag_deleted: id of a tag.
        link_asked: a link shall be made; party_wanted: a party shall be added.
        cite_clicked: (evidence, cite) ids.
        field_changed: (item, field, text).
        command_asked: a command to run.
    """

    tag_toggled = Signal(str)
    tag_wanted = Signal()
    preset_applied = Signal(str)
    preset_wanted = Signal()
    preset_edited = Signal(str)
    preset_deleted = Signal(str)
    tag_edited = Signal(str)
    tag_deleted = Signal(str)
    link_asked = Signal()
    party_wanted = Signal()
    cite_clicked = Signal(str, str)
    field_changed = Signal(str, str, str)
    command_asked = Signal(object)

    def __init__(self, ui: Ui, vocabulary: Vocabulary) -> None:
        """Show nothing yet."""
        super().__init__()
        self._ui, self._vocabulary = ui, vocabulary
        self.setObjectName("inspector")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._boxes: dict[str, QWidget] = {}
        self._shown: dict[str, object] = {}
        self._chips: dict[str, QPushButton] = {}
        self._content = QWidget()
        layout = column(self._content, margins=(12, 12, 12, 16), spacing=6)
        self._sections = {
            name: self._section(layout, name)
            for name in ("tags", "presets", "proves", "stages", "assessment")
        }
        self.stages = StagesPanel(ui, vocabulary)
        self.assessment = AssessmentPanel(ui, vocabulary)
        self.links = LinkCards(ui)
        self.notes = NotesPanel(ui)
        for name, panel in (("stages", self.stages), ("assessment", self.assessment)):
            self._sections[name].addWidget(panel)
        self.assessment.party_wanted.connect(self.party_wanted)
        self.links.cite_clicked.connect(self.cite_clicked)
        self._proves_nothing = label(ui.t("inspector.proves_nothing"), "muted", wraps=True)
        add = button(ui.t("inspector.link"), self.link_asked.emit, "link")
        self._add_link = row(add, key_cap(ui.key("review", "link")), None)
        for widget in (self._proves_nothing, self.links, self._add_link):
            self._sections["proves"].addWidget(widget)
        for each in (self.links, self.stages, self.assessment, self.notes):
            each.command_asked.connect(self.command_asked)
        self.files = FilesPanel(ui)
        for part in (self.notes, self.files):
            layout.addWidget(part)
            layout.addSpacing(6)
        layout.addWidget(heading(ui.t("inspector.details")))
        self._form = DetailsForm(ui, vocabulary)
        self._form.committed.connect(self.field_changed)
        ui.bridge.committed.connect(self._on_committed)
        layout.addWidget(self._form)
        self.origin = OriginPanel(ui)
        self.origin.evidence_wanted.connect(self.cite_clicked)
        self.origin.guesses_known.connect(self._form.show_guesses)
        layout.addWidget(self.origin)
        self.history = ItemHistory(ui)
        layout.addWidget(self.history)
        layout.addStretch(1)
        outer = column(self)
        self._scroll = scroller(self._content)
        self._or_hint = OrHint(self._scroll, ui.t("inspector.hint"))
        outer.addWidget(self._or_hint)

    def on_opened(self) -> None:
        """Offer the words of the matter that was opened."""
        self._form.reload_choices()
        self.stages.on_opened()
        self.assessment.on_opened()
        self._shown.clear()  # the jurisdiction may name stages and positions otherwise

    def show_detail(
        self,
        detail: EvidenceDetail | None,
        codes: tuple[Sequence[TagRow], Sequence[PresetRow]],
        targets: dict[str, Target],
    ) -> None:
        """Show an item with all tags and presets there are, and what can be proved by id."""
        self._or_hint.fill(is_filled=detail is not None)
        self.history.show_item(detail.row.id if detail else "")
        if detail is None:
            return
        is_open = not self._ui.bridge.is_read_only
        self._show_tags(codes[0], {tag.id for tag in detail.tags}, is_open=is_open)
        self._show_presets(codes[1], is_open=is_open)
        self._show_links(detail.row.id, detail.links, targets)
        self.stages.show_detail(detail, is_open=is_open)
        self.assessment.show_detail(detail, is_open=is_open)
        self.notes.show_notes(detail.row.id, detail.remarks, is_open=is_open)
        self._form.show_detail(detail)
        self.origin.show_item(detail.row.id)

    def write_note(self, words: str) -> None:
        """Put the keyboard into a new note that begins with ``words``, where one sees it."""
        self.show()
        self.notes.write(words)
        for each in (self._content, self):  # what was hidden so far, and the room for the words
            QApplication.sendPostedEvents(each, QEvent.Type.LayoutRequest)
        self._scroll.ensureWidgetVisible(self.notes.new)

    def _on_committed(self, changes: Any) -> None:
        if touches(changes, ("group",)):
            self._form.reload_choices()

    def _is_news(self, section: str, shown: object) -> bool:
        """Return whether a section shows something else than before; making widgets is slow."""
        is_news = self._shown.get(section) != shown
        self._shown[section] = shown
        return is_news

    def _section(self, layout: QVBoxLayout, name: str) -> QLayout:
        box = self._boxes[name] = QWidget()
        inner = column(box, margins=(0, 0, 0, 8), spacing=6)
        inner.addWidget(heading(self._ui.t(f"inspector.{name}")))
        body = QWidget()
        made: QLayout = FlowLayout(body) if name in ("tags", "presets") else column(body, spacing=5)
        inner.addWidget(body)
        layout.addWidget(box)
        return made

    def _show_tags(self, tags: Sequence[TagRow], on: set[str], *, is_open: bool) -> None:
        if self._is_news("tags", ([(tag.id, tag.key, tag.name) for tag in tags], is_open)):
            body = self._sections["tags"]
            clear(body)
            self._chips = {tag.id: self._tag(tag, is_open=is_open) for tag in tags}
            for tag in tags:
                body.addWidget(row(key_cap(tag.key), self._chips[tag.id], spacing=4))
            if is_open:
                body.addWidget(button(self._ui.t("inspector.add_tag"), self.tag_wanted.emit, "link"))
        for tag in tags:
            self._chips[tag.id].setText(("✓ " if tag.id in on else "") + tag.name)
            self._chips[tag.id].setChecked(tag.id in on)

    def _show_presets(self, presets: Sequence[PresetRow], *, is_open: bool) -> None:
        if not self._is_news("presets", ([(each.id, each.key, each.name) for each in presets], is_open)):
            return
        body = self._sections["presets"]
        clear(body)
        self._boxes["presets"].setVisible(is_open)
        t = self._ui.t
        for preset in presets:
            apply = button(preset.name, partial(self.preset_applied.emit, preset.id), "chip")
            apply.setToolTip(t("preset.tip", key=preset.key))
            self._offer(apply, preset.id, self.preset_edited, self.preset_deleted)
            body.addWidget(row(key_cap(preset.key), apply, spacing=4))
        body.addWidget(button(t("preset.save"), self.preset_wanted.emit, "link"))

    def _tag(self, tag: TagRow, *, is_open: bool) -> QPushButton:
        made = button(tag.name, partial(self.tag_toggled.emit, tag.id), "chip")
        made.setCheckable(True)
        made.setEnabled(is_open)
        made.setAccessibleName(tag.name)
        if is_open:
            self._offer(made, tag.id, self.tag_edited, self.tag_deleted)
        return made

    def _offer(self, chip: QPushButton, thing: str, edited: Any, deleted: Any) -> None:
        """Give a chip a menu that changes or deletes what it stands for."""
        chip.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for text, signal in (("preset.edit", edited), ("preset.delete", deleted)):
            action = QAction(self._ui.t(text), chip)
            action.triggered.connect(partial(_emit, signal, thing))
            chip.addAction(action)

    def _show_links(self, of: str, links: Sequence[LinkRow], targets: dict[str, Target]) -> None:
        is_open = not self._ui.bridge.is_read_only
        numbered = []
        for link in sorted(links, key=lambda link: bool(link.fact)):
            target = targets.get(link.element or link.fact)
            number = link.element_number or self._ui.t("link.fact_number", number=link.fact_number)
            numbered.append((link, number, target.text if target else ""))
        self.links.show_links(of, numbered, is_open=is_open)
        self._proves_nothing.setVisible(not links)
        self._add_link.setVisible(is_open)
