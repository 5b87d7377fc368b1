"""Undo and redo: the last step of the history, or all the steps in a row that one import made."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection

from sqlalchemy import Connection

from evidence_desk.commands.intake import ImportFiles
from evidence_desk.commands.outcome import ChangeSet, Outcome, change_set
from evidence_desk.commands.taking_back import take_back
from evidence_desk.store import history
from evidence_desk.store.history import Entry
from evidence_desk.store.store import EntryHead, Store
from evidence_desk.support.errors import UserError

Target = Callable[[Connection], int | None]


def undo(store: Store, running: Collection[str]) -> Outcome:
    """Take back the last step; see `Session.undo`. ``running`` are the ids of the imports that go on."""
    nothing = UserError("nothing_to_undo", "There is nothing to undo")
    return _replay(store, "undo", history.undo_target, nothing, running)


def redo(store: Store, running: Collection[str]) -> Outcome:
    """Do again what the last undo took back; see `Session.redo`. ``running`` is as in `undo`."""
    nothing = UserError("nothing_to_redo", "There is nothing to redo")
    return _replay(store, "redo", history.redo_target, nothing, running)


def _replay(store: Store, kind: str, target: Target, nothing: UserError, running: Collection[str]) -> Outcome:
    """Reverse entries in one transaction; each is an entry of its own, so that none has to hold a whole import."""
    changed: set[tuple[str, str]] = set()
    with store.change() as change:
        entry = _entry(change.connection, target)
        if entry is None:
            raise nothing
        batch = _batch(entry)
        if batch in running:  # it would go on and end as if all of it had come in
            raise UserError(
                "import_running",
                "The import is still running: stop it first",
                "Then undo takes back what came in. Nothing was changed.",
            )
        # The last entry of an import says what all of it was.
        summary = f"{kind.capitalize()}: {entry.summary.removeprefix('Undo: ').removeprefix('Redo: ')}"
        while entry is not None:
            take_back(change.recorder, entry)
            arguments = {"undoes": entry.seq, **({"batch": batch} if batch else {})}
            change.entry = EntryHead(kind, entry.command, summary, arguments, undoes=entry.seq)
            changed |= change_set(change).rows
            store.append(change)
            entry = _entry(change.connection, target, batch) if batch else None
    return Outcome(summary, ChangeSet(frozenset(changed)))


def _entry(connection: Connection, target: Target, batch: str = "") -> Entry | None:
    """Return the next entry to reverse, or None; with a batch only one of that import."""
    seq = target(connection)
    if seq is None:
        return None
    entry = history.entry(connection, seq)
    return entry if not batch or _batch(entry) == batch else None


def _batch(entry: Entry) -> str:
    """Return the id of the import an entry belongs to, or nothing."""
    if entry.command != ImportFiles.__name__:
        return ""
    return str(json.loads(entry.arguments).get("batch", ""))
