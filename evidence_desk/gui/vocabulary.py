"""The words for kinds, types, stages and roles in the language of the screen, from the jurisdiction of the matter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from evidence_desk.gui.texts import Texts
from evidence_desk.profiles import Profile, Stage, Tone, find
from evidence_desk.profiles.model import Named
from evidence_desk.queries import labels

if TYPE_CHECKING:
    from evidence_desk.gui.bridge import Bridge
    from evidence_desk.queries.court_rows import StageRow

Choices = list[tuple[str, str]]


class Vocabulary:
    """Names what the profile of the open matter names; a value it does not know is its own name."""

    def __init__(self, bridge: Bridge, texts: Texts) -> None:
        """Take the bridge, whose session has the profile."""
        self._bridge, self._texts = bridge, texts

    def types(self) -> Choices:
        """Return the document types."""
        return self._choices(self._profile.document_types) if self._profile else []

    def kinds(self) -> Choices:
        """Return the statutory kinds of evidence."""
        return self._choices(self._profile.evidence_kinds) if self._profile else []

    def original_statuses(self) -> Choices:
        """Return what an item is: original, copy …."""
        return self._choices(self._profile.original_statuses) if self._profile else []

    def roles(self) -> Choices:
        """Return the roles of parties."""
        return self._choices(self._profile.roles) if self._profile else []

    def standards(self) -> Choices:
        """Return the standards of proof."""
        return self._choices(self._profile.standards) if self._profile else []

    def stages(self) -> Choices:
        """Return the kinds of stage events."""
        return self._choices(self._profile.stages) if self._profile else []

    def grounds(self) -> Choices:
        """Return why a court turns something down."""
        return self._choices(self._profile.grounds) if self._profile else []

    def forms(self) -> Choices:
        """Return in what form a court decides."""
        return self._choices(self._profile.forms) if self._profile else []

    def levels(self) -> Choices:
        """Return the levels of courts."""
        return self._choices(self._profile.court_levels) if self._profile else []

    def case_number(self) -> str:
        """Return an example of a case number, or an empty text where every court has its own way."""
        usual = self._profile.case_numbers if self._profile else None
        return usual.example if usual is not None else ""

    def stands(self) -> Choices:
        """Return every position on every dimension of assessment, as ``dimension/position``."""
        return [
            (f"{dimension.id}/{value}", f"{dimension.names.in_language(self._texts.language)}: {word}")
            for dimension in (self._profile.dimensions if self._profile else ())
            for value, word in self._choices(dimension.positions)
        ]

    def dimensions(self) -> list[tuple[str, str, Choices]]:
        """Return every dimension of assessment with its name and the positions on it."""
        return [
            (one.id, one.names.in_language(self._texts.language), self._choices(one.positions))
            for one in (self._profile.dimensions if self._profile else ())
        ]

    def groups(self) -> Choices:
        """Return the groups of evidence of the matter."""
        if self._bridge.session is None:
            return []
        return [(each.id, f"{each.number} {each.title}") for each in self._bridge.read(labels.groups)]

    def type_name(self, value: str) -> str:
        """Return the name of a document type."""
        return self._name(self._profile.document_types if self._profile else (), value)

    def kind_name(self, value: str) -> str:
        """Return the name of a statutory kind."""
        return self._name(self._profile.evidence_kinds if self._profile else (), value)

    def original_status_name(self, value: str) -> str:
        """Return the name of what an item is: original, copy …."""
        return self._name(self._profile.original_statuses if self._profile else (), value)

    def role_name(self, value: str) -> str:
        """Return the name of a role."""
        return self._name(self._profile.roles if self._profile else (), value)

    def stage_name(self, value: str) -> str:
        """Return the name of a kind of stage."""
        return self._name(self._profile.stages if self._profile else (), value)

    def stage_native(self, value: str) -> str:
        """Return the name of a kind of stage in the other language of the screen, or an empty text."""
        stage = self._stage(value)
        if stage is None:
            return ""
        return stage.names.en if self._texts.language == "zh" else stage.names.zh

    def stage_event(self, stage: StageRow) -> str:
        """Return what an event is called where one is chosen: its kind, court and date."""
        t = self._texts
        court = t.names(stage.court, stage.court_native)[0]
        return f"{self.stage_name(stage.kind)} · {court} · {t.date(stage.date.text)}"

    def stage_tone(self, value: str) -> Tone:
        """Return how a kind of stage is coloured."""
        stage = self._stage(value)
        return stage.tone if stage is not None else Tone.NEUTRAL

    def is_terminal(self, value: str) -> bool:
        """Return whether a proceeding usually ends with a kind of stage."""
        stage = self._stage(value)
        return stage is not None and (stage.terminal or stage.tone in (Tone.NEGATIVE, Tone.CLOSING))

    def ground_name(self, value: str) -> str:
        """Return the name of a ground."""
        return self._name(self._profile.grounds if self._profile else (), value)

    def level_name(self, value: str) -> str:
        """Return the name of a level of courts."""
        return self._name(self._profile.court_levels if self._profile else (), value)

    def rule_name(self, value: str) -> str:
        """Return the name of a time limit."""
        return self._name(self._profile.deadlines if self._profile else (), value)

    def dimension_name(self, value: str) -> str:
        """Return the name of a dimension of assessment."""
        return self._name(self._profile.dimensions if self._profile else (), value)

    def position_name(self, dimension: str, value: str) -> str:
        """Return the name of a position on a dimension."""
        found = find(self._profile.dimensions, dimension) if self._profile else None
        return self._name(found.positions if found else (), value)

    @property
    def _profile(self) -> Profile | None:
        session = self._bridge.session
        return session.profile if session is not None else None

    def _stage(self, kind: str) -> Stage | None:
        return self._profile.stage(kind) if self._profile else None

    def _choices(self, terms: Iterable[Named]) -> Choices:
        return [(term.id, term.names.in_language(self._texts.language)) for term in terms]

    def _name(self, terms: Iterable[Named], value: str) -> str:
        found = find(terms, value) if value else None
        return found.names.in_language(self._texts.language) if found else value.replace("_", " ")
