"""Makes the import report as a paper: every file that was met and what became of it, and every import run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from evidence_desk.export.blocks import Cell, Column, Paper, Paragraph, Row, Run, Section, Table
from evidence_desk.export.json import cleaned
from evidence_desk.export.style import SectionSpec, lists_spec
from evidence_desk.export.words import PaperWords, Voice
from evidence_desk.queries.batches import BatchFile, BatchRow
from evidence_desk.queries.rows import MatterRow
from evidence_desk.support.texts import visible

_COUNTS = ("seen", "imported", "duplicates", "failed", "skipped", "left", "remarked")
_RIGHT = frozenset((*_COUNTS, "size", "findings"))


def import_report(
    matter: MatterRow, runs: Sequence[BatchRow], words: PaperWords, *, lang: str, today: date
) -> Paper:
    """Return the import report: sections ``files`` and ``runs``.

    Args:
        matter: what it is about.
        runs: the import runs.
        words: the words of papers.
        lang: ``en``, ``zh``, or ``both`` side by side.
        today: the date the paper bears.

    Raises:
        UserError: ``unknown_language``.
    """
    voice, spec = words.voice(lang), lists_spec("import-report")
    files, listed = spec.sections
    file_rows = tuple(_row(files, _file_cells(voice, run, one)) for run in runs for one in run.lines)
    run_rows = tuple(_row(listed, _run_cells(voice, run)) for run in runs)
    sections = (_section(voice, files, file_rows), _section(voice, listed, run_rows))
    counts = {"runs": len(runs), "seen": sum(run.seen for run in runs)}
    return voice.paper(spec, matter, counts, sections, today=today)


def import_report_json(matter: MatterRow, runs: Sequence[BatchRow], *, lang: str, today: date) -> bytes:
    """Return the import report as the UTF-8 bytes of a JSON file."""
    answer = {
        "matter": asdict(matter),
        "lang": lang,
        "made": today.isoformat(),
        "batches": [asdict(run) for run in runs],
    }
    return (json.dumps(cleaned(answer), ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _section(voice: Voice, spec: SectionSpec, rows: tuple[Row, ...]) -> Section:
    title = voice.text(spec.title)
    columns = tuple(
        Column(
            column.key,
            voice.runs(column.heading, on_lines=True),
            column.width,
            align="right" if column.key in _RIGHT else "left",
        )
        for column in spec.columns
    )
    rule = Paragraph(voice.runs("imports.rule", on_lines=True), is_muted=True)
    return Section(
        spec.key, title, (rule, Table(columns, rows, spec.lead, voice.text("imports.empty"), title))
    )


def _row(spec: SectionSpec, cells: dict[str, Cell]) -> Row:
    return Row(tuple(cells[column.key] for column in spec.columns))


def _file_cells(voice: Voice, run: BatchRow, one: BatchFile) -> dict[str, Cell]:
    reason = "; ".join(f"{message} ({code})" if code else message for code, message in one.reasons)
    is_wrong = one.outcome in ("failed", "finding") or bool(one.code and one.sha256)
    return {
        "outcome": Cell(voice.value("outcome", one.outcome), "gap" if is_wrong else "none"),
        "path": _words(one.path),
        "name": _words(one.name),
        "hash": _words(one.sha256),
        "size": _words(str(one.size) if one.sha256 else ""),
        "media_type": _words(one.media_type),
        "modified": _words(_moment(one.modified_at)),
        "at": _words(_moment(run.at)),
        "by": _words(run.by),
        "reason": _words(reason),
    }


def _run_cells(voice: Voice, run: BatchRow) -> dict[str, Cell]:
    return {
        "at": _words(_moment(run.at)),
        "by": _words(run.by),
        "source": _words(run.source),
        "state": Cell(voice.value("batch_state", run.state), "none" if run.state == "finished" else "gap"),
        **{name: _words(str(getattr(run, name))) for name in _COUNTS},
        "findings": _words(str(len(run.findings))),
    }


def _moment(text: str) -> str:
    """Return a time to the second, its zone after it where it names one."""
    zone = "Z" if text.endswith("Z") else text[-6:] if text[-6:-5] in ("+", "-") and len(text) > 19 else ""
    return f"{text[:19].replace('T', ' ')}{zone}"


def _words(text: str) -> Cell:
    return Cell((Run(visible(text)),)) if text else Cell()
