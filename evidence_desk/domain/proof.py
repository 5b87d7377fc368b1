"""Proof state and strength of an element or fact, computed from what is linked to it and never typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evidence_desk.domain.words import ProofState, Stance

MAX_STRENGTH = 4


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """What the rules need to know of one proof link.

    Attributes:
        stance: supports, contradicts or context.
        weight: 1 to 3.
        source: the evidence item, or its group where the items of a group are one source.
        answered: whether an answer to the contradiction has been written down.
    """

    stance: Stance
    weight: int = 1
    source: str = ""
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """How well something is proved.

    Attributes:
        state: the verdict.
        supports: number of supporting links.
        contradicts: number of contradicting links.
        context: number of links that only give context.
        unanswered: number of contradicting links without an answer.
        sources: number of distinct supporting sources.
    """

    state: ProofState
    supports: int
    contradicts: int
    context: int
    unanswered: int
    sources: int


def proof_state(links: Iterable[LinkFacts]) -> Proof:
    """Return the proof state of an element or fact with the counts it rests on.

    Nothing that supports: unproven. Else a contradiction nobody has answered: contradicted. Else one distinct
    source of support: single source. Else: supported. Context never counts.
    """
    known = tuple(links)
    by_stance = {stance: [link for link in known if link.stance is stance] for stance in Stance}
    sources = len({link.source for link in by_stance[Stance.SUPPORTS]})
    unanswered = sum(not link.answered for link in by_stance[Stance.CONTRADICTS])
    return Proof(
        state=_state(sources, unanswered),
        supports=len(by_stance[Stance.SUPPORTS]),
        contradicts=len(by_stance[Stance.CONTRADICTS]),
        context=len(by_stance[Stance.CONTEXT]),
        unanswered=unanswered,
        sources=sources,
    )


def _state(sources: int, unanswered: int) -> ProofState:
    if not sources:
        return ProofState.UNPROVEN
    if unanswered:
        return ProofState.CONTRADICTED
    return ProofState.SINGLE_SOURCE if sources == 1 else ProofState.SUPPORTED


def strength(links: Iterable[LinkFacts]) -> int:
    """Return 0 to 4, the dots of a matrix cell.

    Each distinct supporting source counts once, with the weight of its heaviest link; each contradicting
    source without an answer takes its weight away again. The balance is kept between 0 and 4, and what
    is supported at all shows at least one dot.
    """
    known = tuple(links)
    support = _weights(link for link in known if link.stance is Stance.SUPPORTS)
    against = _weights(link for link in known if link.stance is Stance.CONTRADICTS and not link.answered)
    return min(MAX_STRENGTH, max(support - against, 1)) if support else 0


def _weights(links: Iterable[LinkFacts]) -> int:
    heaviest: dict[str, int] = {}
    for link in links:
        heaviest[link.source] = max(link.weight, heaviest.get(link.source, 0))
    return sum(heaviest.values())
