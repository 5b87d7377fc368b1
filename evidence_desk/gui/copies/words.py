"""Says in the language of the screen what a copy changed, what two copies disagree about, and what a copy is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING

from evidence_desk.gui.texts import Texts

if TYPE_CHECKING:
    from evidence_desk.jobs.progress import Progress
    from evidence_desk.queries.conflicts import ConflictRow
    from evidence_desk.queries.news import NewsRow, Thing
    from evidence_desk.queries.replicas import CopyInfo
    from evidence_desk.queries.step_changes import FieldChange
    from evidence_desk.replica.changes import ChangeGroup

_FIELDS = {"date_text": "date", "native_text": "native_text"}
# Fields whose values are words, and the groups of these.
_VALUES = {"stance": "stance", "review": "review_word", "side": "side", "privilege": "privilege"}
_TEXT_WORDS = {"proof_link": "stance", "stage_link": "stage_status"}  # tables whose texts are words
_MOST_SUBJECTS = 4
_BYTES = ("packing", "opening", "checking the copy")  # phases that count bytes
_MEGA = 1_000_000


def when(at: str, *, has_time: bool = True) -> str:
    """Return a moment of the history as the clock here shows it; an empty text for none."""
    if not at:
        return ""
    local = datetime.fromisoformat(at).astimezone()
    return local.strftime("%Y-%m-%d %H:%M" if has_time else "%Y-%m-%d")


def in_megabytes(report: Callable[[Progress], None]) -> Callable[[Progress], None]:
    """Return what tells of bytes as megabytes, which people can read, and of anything else as it is."""
    from evidence_desk.jobs.progress import Progress

    def _report(progress: Progress) -> None:
        if progress.phase in _BYTES:
            total = None if progress.total is None else ceil(progress.total / _MEGA)
            progress = Progress(progress.done // _MEGA, total, progress.phase)
        report(progress)

    return _report


def field_word(t: Texts, column: str) -> str:
    """Return what a column is called in the window."""
    return t.word("field", _FIELDS.get(column) or column.removesuffix("_id").removesuffix("_text"))


def value_word(t: Texts, column: str, value: str) -> str:
    """Return a value of a column; an empty one is said to be empty."""
    if not value:
        return t("bring.empty")
    if column == "date_text":
        return t("stages.no_date") if value == "unknown" else t.date(value)
    return t.word(_VALUES[column], value) if column in _VALUES else value


def conflict_name(conflict: ConflictRow) -> str:
    """Return what the thing of a conflict is called at length, without its kind."""
    return conflict.what.removeprefix(conflict.table.replace("_", " ")).strip()


def long_name(conflict: ConflictRow) -> str:
    """Return what stands behind the short name of the thing of a conflict."""
    return conflict_name(conflict).removeprefix(conflict.name).strip()


def sides(t: Texts, conflict: ConflictRow) -> tuple[str, str]:
    """Return what each side of a conflict says, ours first."""
    if conflict.kind == "delete":
        words = {"deleted": t("bring.delete_it"), "kept": t("bring.keep_it")}
        return words.get(conflict.ours, conflict.ours), words.get(conflict.theirs, conflict.theirs)
    if conflict.kind == "number":
        first, second = conflict_name(conflict), conflict.other.partition(" ")[2] or conflict.other
        number = conflict.ours
        return (
            t("bring.keeps_number", thing=first, number=number),
            t("bring.keeps_number", thing=second, number=number),
        )
    ours, theirs = (value_word(t, conflict.field, side) for side in (conflict.ours, conflict.theirs))
    return ours, theirs


def about_conflict(t: Texts, conflict: ConflictRow) -> str:
    """Return what a conflict is about: the field, or what happened."""
    if conflict.kind == "delete":
        here = conflict.ours == "deleted"
        return t("bring.deleted_here" if here else "bring.deleted_there")
    if conflict.kind == "number":
        return t("bring.number_twice", field=field_word(t, conflict.field), number=conflict.ours)
    word = field_word(t, conflict.field)
    return t("bring.circle", field=word) if conflict.kind == "cycle" else word


def change_words(t: Texts, group: ChangeGroup) -> tuple[str, str, str]:
    """Return a group of changes as kind of thing, names of the things, and what happened to them."""
    shown = ", ".join(group.subjects[:_MOST_SUBJECTS])
    more = len(group.subjects) - _MOST_SUBJECTS
    names = f"{shown} {t('bring.and_more', n=more)}" if more > 0 else shown
    return t.word("thing", group.table), names or "—", _happened(t, group)


def _happened(t: Texts, group: ChangeGroup) -> str:
    text = "" if group.text in group.subjects else group.text
    return _happened_to(t, group.state, group.table, text, group.fields)


def step_words(t: Texts, row: NewsRow, thing: Thing | None) -> str:
    """Return what a step did to the thing it is listed under, or what the history calls the step."""
    said = []
    for each in row.changes:
        text = "" if thing and each.text == thing.name else each.text
        happened = _happened_to(t, each.state, each.table, text, each.fields)
        is_own = thing is not None and each.table == thing.table
        said.append(happened if is_own else f"{t.word('thing', each.table)}: {happened}")
    return "; ".join(said) or t.summary(row.summary)


def _happened_to(t: Texts, state: str, table: str, text: str, fields: Sequence[FieldChange]) -> str:
    if state != "changed":
        group = _TEXT_WORDS.get(table)
        said = t.word(group, text) if group else text
        key = f"bring.{state}"
        return t(f"{key}_text", text=said) if said else t(key)
    parts = []
    for each in fields:
        before, after = (value_word(t, each.name, side) for side in (each.before, each.after))
        parts.append(f"{field_word(t, each.name)}: {before} → {after}")
    return "; ".join(parts)


def copy_words(t: Texts, info: CopyInfo) -> str:
    """Return of what a copy is one, since when, by whom and for whom."""
    taken = t("copy.of", title=info.title, when=when(info.taken_at), who=info.taken_by)
    return f"{taken} {t('copy.for', who=info.recipient)}" if info.recipient else taken


def left_words(t: Texts, info: CopyInfo) -> str:
    """Return what is not in a copy; an empty text when everything is."""
    parts = []
    if info.scope:
        parts.append(t("copy.only", query=info.scope))
    if info.evidence_left:
        parts.append(t.count("copy.items_left", info.evidence_left))
    if info.files_left:
        parts.append(t.count("copy.files_left", len(info.files_left)))
    return " · ".join(parts)
