"""What came of attaching files, in words: what is attached, what is not, and what within them could not be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from evidence_desk.intake.one_file import BETWEEN
from evidence_desk.support.texts import visible

if TYPE_CHECKING:
    from evidence_desk.commands.import_report import ImportReport
    from evidence_desk.gui.texts import Texts

_MOST_TOLD = 3


class Told(NamedTuple):
    """What to say; whether anything was attached, and whether that is all there is to say."""

    words: str
    is_attached: bool
    is_whole: bool


def attached_text(t: Texts, report: ImportReport, item: str) -> Told:
    """Return what came of attaching files to an item."""
    chosen = [each.path for each in (*report.files, *report.duplicates) if BETWEEN not in each.path]
    left = [*report.failed, *report.skipped]
    out = [each for each in left if BETWEEN not in each.path]
    lines = [t("files.left", path=_name(each.path), why=t.warning(each.message)) for each in out]
    lost = [each for each in report.failed if BETWEEN in each.path]
    lines += [t("files.unread", path=_name(each.path), why=t.warning(each.message)) for each in lost]
    more = len(lines) - _MOST_TOLD
    lines = [*lines[:_MOST_TOLD], *([t.count("settings.more", more)] if more > 0 else [])]
    if lost:
        lines.append(t("files.unread_remedy"))
    if chosen:
        lines.insert(0, t("files.attached", files=", ".join(map(_name, chosen)), item=item))
    return Told("\n".join(lines), bool(chosen), not (out or lost))


def _name(path: str) -> str:
    """Return the name of a file, with its place within it where it has one."""
    outer, between, inner = path.partition(BETWEEN)
    return visible(f"{Path(outer).name}{between}{inner}")
