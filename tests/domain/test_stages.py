"""Court stages in an unusual order are noticed, and never forbidden."""

from __future__ import annotations

from evidence_desk.domain.stages import StageRule, StageWarning, unexpected

STAGES = {
    rule.kind: rule
    for rule in (
        StageRule("filed", frozenset(), first=True),
        StageRule("accepted", frozenset({"filed"})),
        StageRule("hearing", frozenset({"accepted", "hearing"})),
        StageRule("closed", frozenset({"hearing"}), terminal=True),
    )
}


def test_the_usual_order_gives_no_warning() -> None:
    previous = None
    for kind in ("filed", "accepted", "hearing", "hearing", "closed"):
        assert unexpected(STAGES, previous, kind) is None
        previous = kind


def test_an_unusual_order_names_what_is_usual() -> None:
    assert unexpected(STAGES, "filed", "hearing") == StageWarning(
        "unusual_order", "hearing", "filed", ("accepted", "hearing")
    )
    assert unexpected(STAGES, None, "hearing") == StageWarning("unusual_first", "hearing", None, ("filed",))
    after_end = unexpected(STAGES, "closed", "hearing")
    assert after_end is not None
    assert after_end.code == "after_end"


def test_stages_the_profile_does_not_know() -> None:
    unknown = unexpected(STAGES, "filed", "duel")
    assert unknown is not None
    assert unknown.code == "unknown_stage"
    assert unexpected(STAGES, "duel", "hearing") is None
