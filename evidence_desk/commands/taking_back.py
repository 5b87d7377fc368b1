"""Takes back what a step of the history wrote; what stands in the way is said in words: the thing, the later steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from evidence_desk.queries.coding import later_steps
from evidence_desk.queries.things import Key, image_of, main_text, second_name, short_name
from evidence_desk.store.history import Entry, RowChange
from evidence_desk.store.recorder import Recorder
from evidence_desk.store.tables import RECORDED
from evidence_desk.support.errors import UserError
from evidence_desk.support.wording import kind_word

_WORDS = {
    "proof_link": "link to",
    "stage_link": "link to",
    "link_cite": "cite",
    "evidence_tag": "tag",
    "evidence_file": "file",
    "fact_element": "fact",
    "fact_competition": "competing fact",
    "file_place": "file",
    "review_item": "review batch",
}
_SHOWN = 3
_PART = 500  # ids in one query


def take_back(recorder: Recorder, entry: Entry) -> None:
    """Write the rows of a step as they were before it.

    Raises:
        UserError: ``row_moved_on`` when a row is not as the step left it, ``still_needed`` when something else
            refers to one that would go; both name the things as the window does.
    """
    changes = entry.row_changes()
    try:
        recorder.replay(change.reversed() for change in reversed(changes))
    except UserError as error:
        if error.code == "row_moved_on":
            raise _moved(recorder.connection, entry, changes, error) from error
        raise
    _refuse_needed(recorder.connection, changes)


def _moved(connection: Connection, entry: Entry, changes: Sequence[RowChange], error: UserError) -> UserError:
    table, row_id = str(error.details["table"]), str(error.details["id"])
    name = _named(connection, (table, row_id), changes)
    later = later_steps(connection, row_id, after=entry.seq)
    remedy = _first_those(later) if later else error.remedy
    message = f"This cannot be taken back: the {name} was changed since"
    return UserError("row_moved_on", message, remedy, table=table, id=row_id)


def _first_those(summaries: Sequence[str]) -> str:
    shown = ", ".join(f"“{each}”" for each in summaries[:_SHOWN])
    if len(summaries) > _SHOWN:
        return f"Take back first, the newest first: {shown} and {len(summaries) - _SHOWN} more."
    return (
        f"Take back first, the newest first: {shown}." if len(summaries) > 1 else f"Take back first: {shown}."
    )


def _refuse_needed(connection: Connection, changes: Sequence[RowChange]) -> None:
    """Refuse when a row that is left refers to one that went; a commit would, but could not say which."""
    gone: dict[str, list[str]] = {}
    for change in changes:
        if change.before is None:
            gone.setdefault(change.table, []).append(change.id)
    for table in RECORDED:
        for key in table.foreign_keys:
            ids = gone.get(key.column.table.name, [])
            for start in range(0, len(ids), _PART):
                query = select(table.c.id, key.parent).where(key.parent.in_(ids[start : start + _PART]))
                found = connection.execute(query.limit(1)).first()
                if found is not None:
                    what = _named(connection, (table.name, found[0]), changes)
                    target = _named(connection, (key.column.table.name, found[1]), changes)
                    raise UserError(
                        "still_needed",
                        f"This cannot be taken back: the {what} still refers to the {target}",
                        "Remove or change that first. Nothing was changed.",
                        table=table.name,
                        id=found[0],
                    )


def _named(connection: Connection, key: Key, changes: Sequence[RowChange]) -> str:
    """Return a word for the kind of a row and what it is called: link to “1.2”, note “Ask Li”."""
    held = image_of(connection)

    def _image(table: str, row_id: str) -> Mapping[str, Any] | None:
        row = held(table, row_id)  # of what is gone, the step knows the values
        return row or next((c.after or c.before for c in changes if (c.table, c.id) == (table, row_id)), None)

    if key[0] == "link_cite":
        row = _image(*key)
        key = ("cite", str(row["cite_id"])) if row else key
    word = _WORDS.get(key[0], kind_word(key[0]))
    name = second_name(key, _image) or _called(key, _image)
    return f"{word} “{name}”" if name else word


def _called(key: Key, image: Any) -> str:
    is_part = key[0] in ("cite", "note", "assessment", "evidence_tag", "evidence_file")
    first, other = (main_text, short_name) if is_part else (short_name, main_text)
    return first(key, image) or other(key, image)
