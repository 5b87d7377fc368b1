"""What two copies disagree about, on one line of the terminal."""

from __future__ import annotations

from evidence_desk.domain.words import ConflictKind
from evidence_desk.queries.conflicts import ConflictRow


def field_words(name: str) -> str:
    """Return what a column is called: ``date_text`` is the date, ``by_id`` who it is by."""
    return name.removesuffix("_text").removesuffix("_id").replace("_", " ")


def conflict_words(conflict: ConflictRow) -> str:
    """Return a conflict in words: the thing, what each side says, and whose word it is."""
    field = field_words(conflict.field)
    if conflict.kind == ConflictKind.NUMBER:
        ours, theirs = _by(conflict.what, conflict.ours_by), _by(conflict.other, conflict.theirs_by)
        return f"{field} {conflict.ours!r} was given to two things: {ours} and {theirs}"
    if conflict.kind == ConflictKind.DELETE:
        ours, theirs = _by(conflict.ours, conflict.ours_by), _by(conflict.theirs, conflict.theirs_by)
        return f"{conflict.what}: ours {ours}, theirs {theirs}"
    ours, theirs = (
        _by(repr(value), by)
        for value, by in ((conflict.ours, conflict.ours_by), (conflict.theirs, conflict.theirs_by))
    )
    about = f"{field} (a circle)" if conflict.kind == ConflictKind.CYCLE else field
    return f"{conflict.what}, {about}: ours {ours}, theirs {theirs}"


def _by(said: str, who: str) -> str:
    return f"{said} ({who})" if who else said
