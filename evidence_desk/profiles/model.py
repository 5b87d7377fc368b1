"""What a jurisdiction profile holds, as frozen values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from evidence_desk.domain.counting import CountingRule, Period
from evidence_desk.domain.stages import StageRule


@dataclass(frozen=True, slots=True)
class Names:
    """The name of a thing in the languages of the program."""

    en: str
    zh: str

    def in_language(self, language: str) -> str:
        """Return the name in a language of which only the start counts: "zh", "zh_CN"; English otherwise."""
        return self.zh if language.startswith("zh") else self.en


class Named(Protocol):
    """Anything with an id and names."""

    @property
    def id(self) -> str:
        """Machine name."""
        ...

    @property
    def names(self) -> Names:
        """Names people read."""
        ...


_AnyNamed = TypeVar("_AnyNamed", bound=Named)


def find(things: Iterable[_AnyNamed], wanted: str) -> _AnyNamed | None:
    """Return the thing with an id, or with that English or Chinese name, or None."""
    known = tuple(things)
    by_id = next((thing for thing in known if thing.id == wanted), None)
    if by_id is not None:
        return by_id
    folded = wanted.casefold().strip()
    return next((thing for thing in known if folded in (thing.names.en.casefold(), thing.names.zh)), None)


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a vocabulary, such as an evidence kind."""

    id: str
    names: Names


@dataclass(frozen=True, slots=True)
class Role:
    """What a party is in a proceeding.

    Attributes:
        exhibit: the first exhibit number of such a party, or empty for the profile's own.
    """

    id: str
    names: Names
    exhibit: str = ""


class Tone(StrEnum):
    """How a stage is coloured."""

    NEUTRAL = "neutral"
    WAITING = "waiting"
    POSITIVE = "positive"
    NEGATIVE = "negative"
    DECISION = "decision"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Stage:
    """One kind of court stage.

    Attributes:
        kind: machine name.
        may_follow: the kinds it usually comes after.
        tone: how it is coloured.
        first: whether a proceeding may begin with it.
        terminal: whether a proceeding usually ends with it.
    """

    kind: str
    names: Names
    may_follow: tuple[str, ...]
    tone: Tone = Tone.NEUTRAL
    first: bool = False
    terminal: bool = False

    @property
    def id(self) -> str:
        """The kind, so that a stage is found like every other word."""
        return self.kind

    @property
    def rule(self) -> StageRule:
        """What the order of stages is judged by."""
        return StageRule(self.kind, frozenset(self.may_follow), self.first, self.terminal)


@dataclass(frozen=True, slots=True)
class Dimension:
    """One question of an assessment, such as authenticity, with the positions a party may take."""

    id: str
    names: Names
    positions: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One version of a time limit.

    Attributes:
        id: machine name, shared by all versions.
        from_stages: the stage kinds it runs from, or is counted back from.
        period: its length.
        who: whose time limit it is.
        statute: where it is written.
        effective_from: the first day this version was in force.
        effective_to: the last day, or None while it is.
        counting: how it is counted, or None for the profile's own way.
        note: what else to know.
        provisional: whether it has yet to be checked against the published text.
    """

    id: str
    names: Names
    from_stages: tuple[str, ...]
    period: Period
    who: Names
    statute: Names
    effective_from: date
    effective_to: date | None = None
    counting: CountingRule | None = None
    note: Names | None = None
    provisional: bool = False

    def is_in_force(self, day: date) -> bool:
        """Return whether this version was in force on a day."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause of action of an official list.

    Attributes:
        code: its number in the list.
        scheme: which edition of the list.
    """

    code: str
    names: Names
    scheme: str
    effective_from: date | None = None
    effective_to: date | None = None

    @property
    def id(self) -> str:
        """The code, so that a cause is found like every other word."""
        return self.code


@dataclass(frozen=True, slots=True)
class Numbering:
    """The first numbers of the series people count in.

    Attributes:
        exhibit: first exhibit number.
        group: first number of an evidence group.
        claim: first number of a claim.
        bates: first Bates number, or empty where pages are not numbered that way.
    """

    exhibit: str
    group: str
    claim: str
    bates: str = ""


@dataclass(frozen=True, slots=True)
class CaseNumbers:
    """How the courts of a jurisdiction write the number of a case.

    Attributes:
        pattern: a regular expression for the whole number, in narrow characters and without blanks.
        example: a number as it should look.
    """

    pattern: str
    example: str

    def fits(self, number: str) -> bool:
        """Return whether a text is such a number; the width of its characters and blanks do not matter."""
        return bool(re.fullmatch(self.pattern, "".join(unicodedata.normalize("NFKC", number).split())))


@dataclass(frozen=True, slots=True)
class Profile:
    """A jurisdiction: its words, its stages and its time limits.

    Attributes:
        id: machine name, also the file's.
        languages: the languages of its papers, the usual one first.
        currency: ISO 4217 code.
        calendar: id of its calendar of working days.
        counting: how its time limits are counted.
        numbering: where its numbers begin.
        grounds: why a court turns something down.
        forms: in what form a court decides.
        dispositions: what becomes of an offered exhibit, in the words of the jurisdiction.
        standards: standards of proof.
        papers: the papers it expects; the ids are those of the export command.
        case_numbers: how its courts number cases, or None where every court has its own way.
    """

    id: str
    names: Names
    languages: tuple[str, ...]
    currency: str
    calendar: str
    counting: CountingRule
    numbering: Numbering
    roles: tuple[Role, ...]
    court_levels: tuple[Term, ...]
    stages: tuple[Stage, ...]
    grounds: tuple[Term, ...]
    forms: tuple[Term, ...]
    evidence_kinds: tuple[Term, ...]
    document_types: tuple[Term, ...]
    original_statuses: tuple[Term, ...]
    authentications: tuple[Term, ...]
    dispositions: tuple[Term, ...]
    dimensions: tuple[Dimension, ...]
    standards: tuple[Term, ...]
    causes: tuple[Cause, ...]
    papers: tuple[Term, ...]
    deadlines: tuple[DeadlineRule, ...]
    case_numbers: CaseNumbers | None = None

    @property
    def stage_rules(self) -> Mapping[str, StageRule]:
        """The stages by kind, in the order of the profile, as `evidence_desk.domain.stages` wants them."""
        return {stage.kind: stage.rule for stage in self.stages}

    def stage(self, kind: str) -> Stage | None:
        """Return a stage by its kind or one of its names, or None."""
        return find(self.stages, kind)

    def first_exhibit(self, role: str = "") -> str:
        """Return where a party of a role begins to number its exhibits."""
        known = find(self.roles, role)
        return known.exhibit if known and known.exhibit else self.numbering.exhibit
