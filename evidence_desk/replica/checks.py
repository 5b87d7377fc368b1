"""What is refused before anything is compared: other matters, damaged histories, copies made by hand."""

from __future__ import annotations

from sqlalchemy import Connection

from evidence_desk.queries.chain import Problem
from evidence_desk.replica.ancestor import CONFLICT, State, read_state, settled_columns
from evidence_desk.replica.container import changed
from evidence_desk.store import tables as t
from evidence_desk.support.errors import UserError


def read_theirs(connection: Connection) -> State:
    """Read the history of a copy; one that is chained well and says nonsense was not written by this program.

    Raises:
        UserError: ``copy_changed``: it says nonsense.
    """
    try:
        state = read_state(connection)
        for key, row in state.rows.items():
            if key[0] == "file" and not isinstance(row["facts"], dict):
                raise TypeError(row["facts"])
            if key[0] == CONFLICT:
                settled_columns(row)
                if row["field"] and row["field"] not in t.BY_NAME[row["table_name"]].c:
                    raise ValueError(row["field"])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise changed("its history") from None
    return state


def check_same_matter(theirs: str, ours: str, name: str) -> None:
    """Refuse a copy of something else.

    Raises:
        UserError: ``other_matter``.
    """
    if theirs != ours:
        raise UserError(
            "other_matter", f"{name} is a copy of another matter", "Open the matter it was taken from."
        )


def check_whole(problems: list[Problem], what: str) -> None:
    """Refuse what is not as its history says, naming the first thing found.

    Raises:
        UserError: ``copy_changed``.
    """
    if problems:
        first = problems[0]
        raise UserError(
            "copy_changed",
            f"{what} is not as its history says: {first.message}",
            "Run verify on it. Nothing was changed.",
            part=first.file,
        )


def check_related(ours: State, theirs: State) -> None:
    """Refuse copies whose histories contradict each other, and wholes for copies that hold a part.

    Raises:
        UserError: ``forked`` or ``partial_copy``.
    """
    if ours.root and ours.root not in theirs.roots:
        raise UserError(
            "partial_copy",
            "This matter is a copy that holds only a part, and cannot take in a whole one",
            "Bring it back to the desk and take a new copy.",
        )
    for entry, digest in ours.hashes.items():
        if theirs.hashes.get(entry, digest) != digest:
            raise UserError(
                "forked",
                "Both folders went on from the same copy without being taken offline: one was copied by hand",
                "Make copies with take-offline, each for one person.",
            )
