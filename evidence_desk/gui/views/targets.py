"""What can be proved in a matter, and its court stages, for pickers and cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from evidence_desk.gui.texts import Texts
from evidence_desk.gui.viewer.element_picker import Target
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.queries import claims as queries
from evidence_desk.queries.court_rows import StageRow


def named_for(t: Texts, targets: Sequence[Target]) -> list[Target]:
    """Return targets with their words in the language of the screen first."""
    return [_named(t, each) for each in targets]


def _named(t: Texts, target: Target) -> Target:
    if target.kind == "fact":
        return replace(target, native=t.date(target.native))
    text, native = t.names(target.text, target.native)
    return replace(target, text=text, native=native, groups=t.names(*target.groups))


def read_claims(connection: Any) -> list[Target]:
    """Return all claims in their order, to go to; what is proved are their elements."""
    return [
        Target("claim", each.id, each.number, each.title, each.native_title)
        for each in queries.claims(connection)
    ]


def read_targets(connection: Any) -> list[Target]:
    """Return all elements in their order, then all facts; a query for `Session.read`."""
    found = [
        Target(
            "element", each.id, each.number, each.text, each.native_text, (claim.title, claim.native_title)
        )
        for claim in queries.claims(connection)
        for each in claim.elements
    ]
    facts = queries.facts(connection)
    return found + [Target("fact", fact.id, fact.number, fact.text, fact.date.text) for fact in facts]


def stage_targets(t: Texts, vocabulary: Vocabulary, stages: Sequence[StageRow]) -> list[Target]:
    """Return court stages in their order, numbered from 1."""
    return [
        Target(
            "stage",
            each.id,
            str(number),
            vocabulary.stage_event(each),
            t.names(each.court, each.court_native)[1],
        )
        for number, each in enumerate(stages, 1)
    ]
