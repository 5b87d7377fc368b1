"""What the program notes of an import that is not at its end: what was chosen, and how, so that it can be continued.

It is nobody's work and not in the history. It is noted for one copy of a matter; in others nothing can be continued.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from evidence_desk.domain.begun_imports import Begun, Chosen
from evidence_desk.store.identity import REPLICA, meta
from evidence_desk.store.tables import META

IMPORTS = "import:"  # how the keys of the notes begin


def begun(connection: Connection) -> list[Begun]:
    """Return the imports this copy of the matter did not bring to an end, the first ones first."""
    rows = connection.execute(select(META.c.value).where(META.c.key.startswith(_prefix(connection))))
    return sorted((_begun(json.loads(value)) for value in rows.scalars()), key=lambda one: (one.at, one.id))


def note_begun(connection: Connection, run: Begun) -> None:
    """Note how far an import is."""
    key, value = _prefix(connection) + run.id, json.dumps(asdict(run))
    note = insert(META).values(key=key, value=value)
    connection.execute(note.on_conflict_do_update(index_elements=["key"], set_={"value": value}))


def note_finished(connection: Connection, run_id: str) -> None:
    """Forget an import that is at its end, and earlier ones of which it brought in the rest."""
    runs = begun(connection)
    own = next((run.chosen for run in runs if run.id == run_id), Chosen())
    for run in runs:
        if run.id == run_id or own.covers(run.chosen):
            connection.execute(delete(META).where(META.c.key == _prefix(connection) + run.id))


def _prefix(connection: Connection) -> str:
    return f"{IMPORTS}{meta(connection, REPLICA)}:"


def _begun(value: dict[str, Any]) -> Begun:
    chosen = value.pop("chosen")
    chosen |= {name: tuple(chosen[name]) for name in ("paths", "tags")}
    return Begun(**value, chosen=Chosen(**chosen))
