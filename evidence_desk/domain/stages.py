"""Whether a court stage was to be expected after the last one; it warns and never forbids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StageRule:
    """What a system of procedure says about one kind of stage.

    Attributes:
        kind: machine name of the stage.
        may_follow: the kinds it usually comes after.
        first: whether a proceeding may begin with it.
        terminal: whether a proceeding usually ends with it.
    """

    kind: str
    may_follow: frozenset[str]
    first: bool = False
    terminal: bool = False


@dataclass(frozen=True, slots=True)
class StageWarning:
    """A stage that was not to be expected.

    Attributes:
        code: ``unknown_stage``, ``unusual_first``, ``after_end`` or ``unusual_order``.
        kind: the stage.
        previous: the stage before it, or None.
        usual: the kinds it usually follows, or those a proceeding usually begins with.
    """

    code: str
    kind: str
    previous: str | None
    usual: tuple[str, ...]


def unexpected(stages: Mapping[str, StageRule], previous: str | None, kind: str) -> StageWarning | None:
    """Return a warning when a stage does not usually come after the previous one, or None.

    Args:
        stages: the rules of the profile by kind, in its order.
        previous: the kind of the last stage of the proceeding, or None when it is the first.
        kind: the kind of the new stage.
    """
    rule = stages.get(kind)
    if rule is None:
        return StageWarning("unknown_stage", kind, previous, tuple(stages))
    if previous is None:
        starts = tuple(name for name, stage in stages.items() if stage.first)
        return None if rule.first else StageWarning("unusual_first", kind, None, starts)
    # What follows a stage that the profile does not know, nobody can say.
    if previous not in stages or previous in rule.may_follow:
        return None
    code = "after_end" if stages[previous].terminal else "unusual_order"
    return StageWarning(code, kind, previous, tuple(name for name in stages if name in rule.may_follow))
