"""Proof state and strength."""

from __future__ import annotations

import pytest

from evidence_desk.domain.proof import LinkFacts, proof_state, strength
from evidence_desk.domain.words import Stance

PRO, CON, BY = Stance.SUPPORTS, Stance.CONTRADICTS, Stance.CONTEXT


@pytest.mark.parametrize(
    ("links", "state", "dots"),
    [
        ([], "unproven", 0),
        ([LinkFacts(BY, 3, "a")], "unproven", 0),
        ([LinkFacts(CON, 3, "a")], "unproven", 0),
        ([LinkFacts(PRO, 1, "a")], "single_source", 1),
        ([LinkFacts(PRO, 1, "a"), LinkFacts(PRO, 2, "a")], "single_source", 2),
        ([LinkFacts(PRO, 1, "a"), LinkFacts(PRO, 2, "b")], "supported", 3),
        ([LinkFacts(PRO, 3, "a"), LinkFacts(PRO, 3, "b")], "supported", 4),
        ([LinkFacts(PRO, 2, "a"), LinkFacts(PRO, 2, "b"), LinkFacts(CON, 1, "c")], "contradicted", 3),
        ([LinkFacts(PRO, 1, "a"), LinkFacts(CON, 3, "c")], "contradicted", 1),
        ([LinkFacts(PRO, 1, "a"), LinkFacts(CON, 3, "c", answered=True)], "single_source", 1),
        (
            [LinkFacts(PRO, 1, "a"), LinkFacts(PRO, 1, "b"), LinkFacts(CON, 2, "c", answered=True)],
            "supported",
            2,
        ),
    ],
)
def test_state_and_dots(links: list[LinkFacts], state: str, dots: int) -> None:
    assert proof_state(links).state == state
    assert strength(links) == dots


def test_the_counts_are_given_with_the_state() -> None:
    links = [LinkFacts(PRO, 1, "a"), LinkFacts(PRO, 1, "a"), LinkFacts(CON, 1, "b"), LinkFacts(BY, 1, "c")]
    proof = proof_state(iter(links))
    assert (proof.supports, proof.contradicts, proof.context) == (2, 1, 1)
    assert (proof.unanswered, proof.sources) == (1, 1)
