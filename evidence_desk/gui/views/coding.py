"""Coding in Review: tags, presets and review states for the chosen items, and on to the next one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from evidence_desk.commands.bulk import EditItems
from evidence_desk.commands.coding import ApplyPreset, CodeEvidence, DefinePreset, EditPreset
from evidence_desk.commands.command_files import Step
from evidence_desk.commands.deletion import Delete
from evidence_desk.commands.evidence import SetReview
from evidence_desk.commands.labels import AddTag, EditTag, TagEvidence, UntagEvidence
from evidence_desk.domain.words import ReviewState
from evidence_desk.gui.dialogs.form import Field, FormDialog, Send, Values, command_of, filled
from evidence_desk.gui.dialogs.preset_form import PresetDialog, parts_of
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.element_picker import Target
from evidence_desk.gui.views.code_keys import CodeKeys
from evidence_desk.gui.views.coding_bar import CodingBar
from evidence_desk.gui.views.evidence_list import EvidenceList
from evidence_desk.gui.views.review_queue import Pace, ReviewQueue
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.queries import coding as queries
from evidence_desk.queries.rows import EvidenceDetail, PresetRow, TagRow
from evidence_desk.support.codec import decode
from evidence_desk.support.errors import UserError

_TAG_COLOR = "#667085"
_MARKS = {"supports": "▲", "contradicts": "▼", "context": "●"}


class Coder(QObject):
    """Codes the items chosen in the list.

    Attributes:
        detail: the current item as it shows.
        tags, presets: those of the matter.
        targets: what can be proved, by id.
        keys: the keys of tags and presets, once there are actions.

    Signals:
        pace_changed: reviewed documents an hour, 0 while it cannot be told.
    """

    pace_changed = Signal(int)

    def __init__(
        self, ui: Ui, vocabulary: Vocabulary, host: QWidget, items: EvidenceList, bar: CodingBar
    ) -> None:
        """Code what is chosen in ``items``; dialogs stand over ``host``."""
        super().__init__(host)
        self._ui, self._vocabulary, self._host, self._items, self._bar = ui, vocabulary, host, items, bar
        self.detail: EvidenceDetail | None = None
        self.tags: Sequence[TagRow] = ()
        self.presets: Sequence[PresetRow] = ()
        self.targets: Mapping[str, Target] = {}
        self.keys: CodeKeys | None = None
        self.queue = ReviewQueue()
        self._pace = Pace()
        self._since = 0
        self._last: tuple[str, str] | None = None

    def on_opened(self) -> None:
        """Begin a session of work on the matter that was opened."""
        self._pace, self._last, self._since = Pace(), None, 0
        self.pace_changed.emit(0)
        self._ui.bridge.read_later(self._take_start, queries.last_step)

    def take_codes(self, tags: Sequence[TagRow], presets: Sequence[PresetRow]) -> None:
        """Use these tags and presets, and give them their keys."""
        self.tags, self.presets = tags, presets
        if self.keys is not None:
            self.keys.show(tags, presets)

    def note(self, evidence: str) -> None:
        """Remember an item that was coded by other means, such as a link from the page."""
        self._last = ("item", evidence)

    def code(self, key: str) -> None:
        """Toggle the tag of a key, or apply the preset of a key and go on to the next item."""
        tag = next((tag for tag in self.tags if tag.key == key), None)
        preset = next((preset for preset in self.presets if preset.key == key), None)
        if tag is not None:
            self.toggle_tag(tag.id)
        elif preset is not None:
            self.apply_preset(preset.id, moves=True)

    def toggle_tag(self, tag: str) -> None:
        """Put a tag on the chosen items, or off when the current one has it."""
        chosen = self._items.chosen
        if self.detail is None or not chosen:
            return
        is_on = any(each.id == tag for each in self.detail.tags)
        command = UntagEvidence if is_on else TagEvidence
        self._last = ("item", self.detail.row.id)
        self._ui.bridge.run(command(evidence=chosen, tags=[tag], spread=self._bar.spread))

    def apply_preset(self, preset: str, *, moves: bool) -> None:
        """Apply a preset to the chosen items, and go on to the next unreviewed one or stay."""
        chosen = self._items.chosen
        row = next((each for each in self.presets if each.id == preset), None)
        if not chosen or row is None or self._ui.bridge.is_read_only:
            return
        self._last = ("preset", preset)
        self._ui.bridge.run(ApplyPreset(preset=preset, evidence=chosen, spread=self._bar.spread))
        self._reviewed(chosen, row.actions["review"], moves=moves)

    def repeat(self, *, moves: bool) -> None:
        """Do to the chosen items what was done to the item coded last."""
        if self._last is None:
            self._nothing("coding.none_yet")
        elif self._last[0] == "preset":
            self.apply_preset(self._last[1], moves=moves)
        else:
            actions, chosen = self._coding_of(self._last[1]), self._items.chosen
            if not _is_any(actions):
                self._nothing("coding.none_yet")
            elif chosen and not self._ui.bridge.is_read_only:
                values = {"evidence": chosen, "actions": actions, "spread": list(map(str, self._bar.spread))}
                self._ui.bridge.run(decode(CodeEvidence, values))
                self._reviewed(chosen, actions["review"], moves=moves)

    def mark_reviewed(self) -> None:
        """Mark the chosen items as reviewed and go on; a reviewed one is opened for review again."""
        if self.detail is not None and self.detail.row.review == "reviewed":
            self._set_review(ReviewState.UNREVIEWED, moves=False)
        else:
            self._set_review(ReviewState.REVIEWED, moves=True)

    def second_look(self) -> None:
        """Set the chosen items aside for a second look and go on."""
        self._set_review(ReviewState.NEEDS_SECOND_LOOK, moves=True)

    def next_unreviewed(self) -> None:
        """Go to the next item nobody has reviewed."""
        if not self._move_on():
            self._nothing("coding.all_reviewed")

    def following(self) -> str:
        """Return the item that a key would go on to, also a folded one; an empty text when all are reviewed."""
        shown, whole = self._items.model.ids, self._items.model.listed.whole
        last = self._items.last_chosen
        if shown is not whole and 0 <= last < len(shown):
            last = whole.index(shown[last])
        place = self.queue.after(whole, last)
        return whole[place] if place >= 0 else ""

    def add_tag(self) -> None:
        """Ask for a new tag and put it on the item."""
        if self._ui.bridge.is_read_only:
            return
        item = self.detail.row.id if self.detail is not None else ""

        def send(values: Values, form: FormDialog) -> None:
            steps = [
                Step(AddTag(name=values["name"], key=values["key"], color=_TAG_COLOR), "tag"),
                *([Step(TagEvidence(evidence=[item], tags=["tag"]))] if item else []),
            ]
            self._ui.bridge.run_steps(steps, f"Add tag {values['name']}", form.finish, refused=form.refuse)

        self._ask_tag("tag.new", "", self._free_key(), send)

    def edit_tag(self, tag: str) -> None:
        """Change name and key of a tag."""
        row = next((each for each in self.tags if each.id == tag), None)
        if row is not None:
            send = command_of(self._ui, EditTag, lambda values: {"tag": tag, **values})
            self._ask_tag("tag.edit", row.name, row.key, send)

    def _ask_tag(self, title: str, name: str, key: str, send: Send) -> None:
        t = self._ui.t
        fields = (Field("name", t("field.name"), name, is_required=True), Field("key", t("field.key"), key))
        accept = t("form.keep") if name else ""
        FormDialog.ask(self._ui, self._host, t(title), fields, send, accept)

    def save_preset(self) -> None:
        """Make a preset of what was done to the current item, or else to the item coded last."""
        actions: dict[str, Any] = {}
        for evidence in (
            self._items.current,
            self._last[1] if self._last and self._last[0] == "item" else "",
        ):
            if evidence and not _is_any(actions):
                actions = self._coding_of(evidence)
        if not _is_any(actions):
            self._nothing("preset.nothing_done")
            return
        self._ask_preset((self._free_key(), ""), actions, DefinePreset)

    def edit_preset(self, preset: str) -> None:
        """Change name, key and actions of a preset."""
        row = next((each for each in self.presets if each.id == preset), None)
        if row is None:
            return
        self._ask_preset((row.key, row.name), row.actions, EditPreset, preset=preset)

    def delete(self, code: str) -> None:
        """Delete a preset, or a tag with what it is on; undo brings it back."""
        self._ui.bridge.run(Delete(what=code, cascade=True))

    def edit_items(self) -> None:
        """Ask for values that all chosen items shall get; fields left empty stay as they are."""
        chosen = self._items.chosen
        if not chosen or self._ui.bridge.is_read_only:
            return
        t, words = self._ui.t, self._vocabulary
        same = ("", t("coding.unchanged"))
        fields = (
            Field("type", t("field.type"), choices=(same, *words.types())),
            Field("kind", t("field.kind"), choices=(same, *words.kinds())),
            Field("date", t("field.date"), hint=t("field.date_hint")),
            Field("side", t("field.side"), choices=(same, *t.words("side"))),
            Field("review", t("facets.reviews"), choices=(same, *t.words("review_word"))),
            Field("original_status", t("field.original_status"), choices=(same, *words.original_statuses())),
            *(
                Field(name, t(f"field.{name}"))
                for name in ("author", "source", "custodian", "confidentiality")
            ),
        )
        title = t.count("coding.edit_title", len(chosen))

        def send(values: Values, form: FormDialog) -> None:
            given = filled(values)
            if not given:
                form.finish()
                return
            self.queue.note(chosen, given.get("review"))
            edit = {"evidence": chosen, **given}
            self._ui.bridge.run_values(EditItems, edit, form.finish, refused=form.refuse)

        FormDialog.ask(self._ui, self._host, title, fields, send, t("form.keep"))

    def _set_review(self, state: ReviewState, *, moves: bool) -> None:
        chosen = self._items.chosen
        if chosen and not self._ui.bridge.is_read_only:
            self._ui.bridge.run(SetReview(evidence=chosen, state=state, spread=self._bar.spread))
            self._reviewed(chosen, str(state), moves=moves)

    def _reviewed(self, chosen: list[str], state: str | None, *, moves: bool) -> None:
        """Count what was reviewed, and go on if wanted."""
        self.queue.note(chosen, state)
        if state and state != "unreviewed":
            self._pace.note(chosen)
            self.pace_changed.emit(self._pace.per_hour)
        if moves and not self._move_on():
            self._items.step(1)

    def _move_on(self) -> bool:
        following = self.following()
        return bool(following) and self._items.reveal(following)

    def _coding_of(self, evidence: str) -> dict[str, Any]:
        found: dict[str, Any] = self._ui.bridge.read(queries.recent_coding, evidence, after=self._since)
        return found

    def _take_start(self, step: int) -> None:
        self._since = step

    def _nothing(self, text: str) -> None:
        t = self._ui.t
        self._ui.bridge.failed.emit(UserError("nothing_to_do", t(text), t(f"{text}_remedy")))

    def _free_key(self) -> str:
        taken = {tag.key for tag in self.tags} | {preset.key for preset in self.presets}
        return next((key for key in "1234567890" if key not in taken), "")

    def _ask_preset(
        self,
        values: tuple[str, str],
        actions: dict[str, Any],
        command: type[DefinePreset | EditPreset],
        **preset: str,
    ) -> None:
        """Ask for key, name and actions of a preset, and make or change it."""
        keys = self.keys

        def given(values: Values) -> dict[str, Any]:
            return {**preset, **values, "actions": dialog.ticked()}

        dialog = PresetDialog(
            self._ui,
            self._host,
            values,
            parts_of(actions, self._words),
            lambda key: keys.taken_by(key, besides=preset.get("preset", "")) if keys is not None else "",
            command_of(self._ui, command, given),
        )
        dialog.open()

    def _words(self, name: str, value: Any) -> str:
        """Return one thing a preset does, in words."""
        t = self._ui.t
        if name == "tags":
            tag = next((tag.name for tag in self.tags if tag.id == value), "?")
            return t("preset.tag", name=tag)
        if name == "links":
            target = self.targets.get(value["element"] or value["fact"])
            return f"{_MARKS[value['stance']]} {target.number} {target.text}" if target else "?"
        if name == "stages":
            return t("preset.stage", status=t.word("stage_status", value["status"]))
        words = {"type": self._vocabulary.type_name, "kind": self._vocabulary.kind_name}
        word = words[name](value) if name in words else t.word("review_word", value)
        return f"{t('facets.reviews' if name == 'review' else f'field.{name}')}: {word}"


def _is_any(actions: Mapping[str, Any]) -> bool:
    return any(actions.values())
