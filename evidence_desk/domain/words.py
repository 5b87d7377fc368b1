"""The fixed words of a matter, with the exact values that command files, the database and scripts use."""

from __future__ import annotations

from enum import StrEnum


class PartyKind(StrEnum):
    """What a party is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    COURT = "court"


class Side(StrEnum):
    """Where a party or an evidence item stands, seen from the user."""

    OURS = "ours"
    THEIRS = "theirs"
    NEUTRAL = "neutral"


class ClaimKind(StrEnum):
    """What a claim is in the pleadings."""

    CLAIM = "claim"
    DEFENCE = "defence"
    COUNTERCLAIM = "counterclaim"


class FactStatus(StrEnum):
    """Whether the parties agree on a fact."""

    DISPUTED = "disputed"
    UNDISPUTED = "undisputed"
    ADMITTED = "admitted"
    UNSURE = "unsure"


class Stance(StrEnum):
    """What an evidence item does to the element or fact it is linked to."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    CONTEXT = "context"


class Relation(StrEnum):
    """How a proceeding came out of an earlier one."""

    REFILED_AFTER = "refiled_after"
    APPEAL_OF = "appeal_of"
    TRANSFERRED_FROM = "transferred_from"
    CONSOLIDATED_WITH = "consolidated_with"


class StageStatus(StrEnum):
    """Whether a court stage has happened."""

    OCCURRED = "occurred"
    PLANNED = "planned"


class StageLinkStatus(StrEnum):
    """What became of an evidence item at a court stage."""

    FILED = "filed"
    EXCHANGED = "exchanged"
    OFFERED = "offered"
    OBJECTED = "objected"
    ADMITTED = "admitted"
    EXCLUDED = "excluded"
    WITHDRAWN = "withdrawn"
    NEW = "new"
    ISSUED = "issued"
    REPORTS = "reports"


class DeadlineSource(StrEnum):
    """Who set a deadline."""

    STATUTORY = "statutory"
    COURT = "court"
    AGREED = "agreed"


class ReviewState(StrEnum):
    """How far a person has come with an evidence item."""

    UNREVIEWED = "unreviewed"
    REVIEWED = "reviewed"
    NEEDS_SECOND_LOOK = "needs_second_look"


class Spread(StrEnum):
    """Which other items get the same coding as an item: exact copies, those of nearly the same text, its family."""

    DUPLICATES = "duplicates"
    NEAR = "near"
    FAMILY = "family"


class ProofState(StrEnum):
    """How well an element or fact is proved by what is linked to it."""

    UNPROVEN = "unproven"
    SINGLE_SOURCE = "single_source"
    CONTRADICTED = "contradicted"
    SUPPORTED = "supported"


class CiteState(StrEnum):
    """Whether the quoted words are still where the cite says."""

    OK = "ok"
    DRIFTED = "drifted"
    MISSING = "missing"


class Take(StrEnum):
    """How a conflict between two copies is decided."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"
    VALUE = "value"


class ConflictKind(StrEnum):
    """What two copies disagree about: a value, a deletion, a number given twice, or a circle."""

    FIELD = "field"
    DELETE = "delete"
    NUMBER = "number"
    CYCLE = "cycle"
