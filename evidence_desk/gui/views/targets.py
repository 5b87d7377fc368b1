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
    """Return targets with the words of claims and elements in the language of the screen first."""
    found = []
    for each in targets:
        if each.kind in ("claim", "element"):
            text, native = t.names(each.text, each.native)
            each = replace(each, text=text, native=native)  # noqa: PLW2901  the same one, named
        found.append(each)
    return found


def read_claims(connection: Any) -> list[Target]:
    """Return all claims in their order, to go to; what is proved are their elements."""
    return [
        Target("claim", each.id, each.number, each.title, each.native_title)
        for each in queries.claims(connection)
    ]


def read_targets(connection: Any) -> list[Target]:
    """Return all elements in their order, then all facts; a query for `Session.read`."""
    found = [
        Target("element", each.id, each.number, each.text, each.native_text, claim.title)
        for claim in queries.claims(connection)
        for each in claim.elements
    ]
    facts = queries.facts(connection)
    return found + [Target("fact", fact.id, fact.number, fact.text, fact.date.text) for fact in facts]


def stage_targets(vocabulary: Vocabulary, stages: Sequence[StageRow]) -> list[Target]:
    """Return court stages in their order, numbered from 1."""
    return [
        Target("stage", each.id, str(number), stage_words(vocabulary, each), each.court_native)
        for number, each in enumerate(stages, 1)
    ]


def stage_words(vocabulary: Vocabulary, stage: StageRow) -> str:
    """Return what a court stage is called: its kind, the court and the date."""
    return f"{vocabulary.stage_name(stage.kind)} · {stage.court} · {stage.date.text}"
