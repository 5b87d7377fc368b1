"""What the program notes of an import that is not at its end: what was chosen, and how, so that it can be continued.

It is nobody's work and not in the history. It is noted for one copy of a matter; in others nothing can be continued.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from evidence_desk.store.identity import REPLICA, meta
from evidence_desk.store.tables import META

IMPORTS = "import:"  # how the keys of the notes begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What an import was asked for.

    Attributes:
        paths: the files and folders; of a production the folder of its set. Folders end with a separator.
        load_file: of a production its load file, ``images`` its list of pages.
        mapping: how the columns of the load file were mapped, as it is kept in a file; or None.
        tags: the tags, ``type`` the document type, for every new item.
        has_ocr: whether pictures were to be read, ``is_converting`` whether old formats were to be converted.
        has_passwords: whether passwords were given; they are kept nowhere.
        onto: the item whose files they were to join, if any.
    """

    paths: tuple[str, ...] = ()
    load_file: str = ""
    images: str = ""
    mapping: dict[str, Any] | None = None
    tags: tuple[str, ...] = ()
    type: str = ""
    has_ocr: bool = False
    is_converting: bool = False
    has_passwords: bool = False
    onto: str = ""

    def covers(self, other: Chosen) -> bool:
        """Tell whether this one brings in all that another would."""
        is_same = (self.load_file, self.images, self.onto) == (other.load_file, other.images, other.onto)
        return is_same and set(other.paths) <= set(self.paths)


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """An import that was begun and did not come to its end.

    Attributes:
        id: of its run; ``at`` is when it began, ``actor`` by whom, ``source`` what was chosen in words.
        state: ``running`` until it is known how it ended; then ``stopped`` or ``broken_off``.
        found: how many files it found to take in, or documents of a production; what is in files is not counted.
        done: how many of them it dealt with.
        chosen: what it was asked for.
        has_come_in: whether some of it came in; where that is gone, it was taken back.
    """

    id: str
    at: str
    actor: str
    source: str
    state: str = "running"
    found: int = 0
    done: int = 0
    chosen: Chosen = field(default_factory=Chosen)
    has_come_in: bool = False


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
