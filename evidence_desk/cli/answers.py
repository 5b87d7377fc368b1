"""The JSON answers of the command line: what each holds, and the JSON Schemas made from that."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from evidence_desk.cli.listing import KINDS
from evidence_desk.cli.loading import LoadFileAnswer
from evidence_desk.cli.settings import SettingsAnswer
from evidence_desk.commands.base import Ref
from evidence_desk.commands.importing import ImportReport, LeftFile, TakenFile
from evidence_desk.commands.reading_pictures import OcrReport
from evidence_desk.commands.session import Outcome
from evidence_desk.domain import words as fixed
from evidence_desk.queries.conflicts import ConflictRow
from evidence_desk.queries.history import HistoryRow
from evidence_desk.queries.integrity import Verification
from evidence_desk.queries.news import TouchedThing
from evidence_desk.queries.search import SearchResult, TermRow
from evidence_desk.support.codec import json_name, object_schemas

if TYPE_CHECKING:
    from evidence_desk.replica.report import BringBackReport


@dataclass(frozen=True, slots=True)
class ImportAnswer:
    """What ``import --json`` prints; files met = imported + duplicates + failed + skipped."""

    batch: str
    state: str
    seen: int
    imported: int
    duplicates: int
    failed: list[LeftFile]
    skipped: list[LeftFile]
    files: list[TakenFile]
    duplicate_files: list[TakenFile]
    read_anew: list[TakenFile]


def import_answer(report: ImportReport) -> ImportAnswer:
    """Return a report as the interface gives it."""
    return ImportAnswer(
        batch=report.batch,
        state=report.state,
        seen=report.seen,
        imported=len(report.files),
        duplicates=len(report.duplicates),
        failed=report.failed,
        skipped=report.skipped,
        files=report.files,
        duplicate_files=report.duplicates,
        read_anew=report.read_anew,
    )


@dataclass(frozen=True, slots=True)
class ApplyAnswer:
    """What ``apply --json`` prints; ``applied`` counts the commands."""

    applied: int
    summary: str
    created: list[Ref]
    warnings: list[str]


def apply_answer(outcome: Outcome, commands: int) -> ApplyAnswer:
    """Return what applying a command file did."""
    return ApplyAnswer(commands, outcome.summary, list(outcome.created), list(outcome.warnings))


@dataclass(frozen=True, slots=True)
class HistoryAnswer:
    """What ``history --json`` prints, oldest first."""

    entries: list[HistoryRow]


@dataclass(frozen=True, slots=True)
class BringBackAnswer:
    """What ``bring-back --json`` prints: what it brings, and all that is left to decide; a preview applies nothing."""

    changes: int
    added: int
    deleted: int
    files: int
    entries: int
    conflicts: list[ConflictRow]
    new_conflicts: int
    applied: bool
    summary: str


def bring_back_answer(report: BringBackReport) -> BringBackAnswer:
    """Return what bringing a copy back did."""
    names = (field.name for field in dataclasses.fields(BringBackAnswer))
    values = {name: getattr(report, name) for name in names}
    return BringBackAnswer(**{**values, "conflicts": list(report.conflicts)})


@dataclass(frozen=True, slots=True)
class NewsAnswer:
    """What ``whats-new --json`` prints: what others did, by who did it and what it is about, the newest first."""

    actor: str
    since: int
    steps: int
    marked: bool
    news: list[TouchedThing]


@dataclass(frozen=True, slots=True)
class TermsAnswer:
    """What ``terms --json`` prints, in the order of the list."""

    terms: list[TermRow]


# The fields whose values are fixed words; one that may also be empty ends with "?".
_FIXED_WORDS: dict[str, type[StrEnum]] = {
    "PartyRow.kind": fixed.PartyKind,
    "PartyRow.side": fixed.Side,
    "ClaimRow.kind": fixed.ClaimKind,
    "ElementRow.state": fixed.ProofState,
    "FactRow.status": fixed.FactStatus,
    "EvidenceRow.review": fixed.ReviewState,
    "EvidenceRow.side": fixed.Side,
    "LinkRow.stance": fixed.Stance,
    "CiteRow.state": fixed.CiteState,
    "ProceedingRow.relation?": fixed.Relation,
    "StageRow.status": fixed.StageStatus,
    "StageEvidenceRow.status": fixed.StageLinkStatus,
    "DeadlineRow.source": fixed.DeadlineSource,
    "ConflictRow.kind": fixed.ConflictKind,
}
_HASH = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_SHAPES: dict[str, dict[str, Any]] = {
    "FileRow.sha256": _HASH,
    "TakenFile.sha256": _HASH,
    "LeftPage.sha256": _HASH,
    "HistoryRow.hash": _HASH,
    "CiteRow.page": {"type": "integer", "minimum": 1},
    "LinkRow.weight": {"enum": [1, 2, 3]},
    "HistoryRow.kind": {"enum": ["do", "undo", "redo"]},
}


# The answers whose name is not that of their word.
_OTHER_WORDS = {"load-file": "import MATTER --load-file F", "settings-values": "settings [NAME [VALUE]]"}


def answer_schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema (2020-12) of every ``--json`` answer, by the name of its file under schemas/."""
    found = {f"list-{name}": _listing(name, kind.row) for name, kind in KINDS.items()}
    named = {
        "import": ImportAnswer,
        "load-file": LoadFileAnswer,
        "ocr": OcrReport,
        "apply": ApplyAnswer,
        "history": HistoryAnswer,
        "bring-back": BringBackAnswer,
        "whats-new": NewsAnswer,
        "search": SearchResult,
        "terms": TermsAnswer,
        "settings-values": SettingsAnswer,
    }
    found |= {name: _of_class(cls) for name, cls in named.items()}
    found["verify"] = _of_class(Verification)
    return {f"{name}.schema.json": _headed(name, body) for name, body in sorted(found.items())}


def schema_text(schema: dict[str, Any]) -> str:
    """Return a schema as it stands in its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _headed(name: str, body: dict[str, Any]) -> dict[str, Any]:
    word = name.replace("list-", "list MATTER ") if name.startswith("list-") else f"{name} MATTER"
    word = _OTHER_WORDS.get(name, word)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"evidence-desk {word} --json",
        **body,
    }


def _listing(name: str, row: type[Any]) -> dict[str, Any]:
    rows = {"type": "array", "items": _of_class(row)}
    return {"type": "object", "properties": {name: rows}, "required": [name]}


def _of_class(cls: type[Any]) -> dict[str, Any]:
    schema = object_schemas([cls], is_open=True)[cls.__name__]
    _narrow(schema, cls)
    return schema


def _narrow(schema: dict[str, Any], cls: type[Any]) -> None:
    """Say of an object's schema what the types do not: every field is there, and which words it may hold."""
    hints = get_type_hints(cls)
    schema["description"] = (cls.__doc__ or "").strip().splitlines()[0].replace("``", "`")
    schema["required"] = list(schema["properties"])
    for field in dataclasses.fields(cls):
        name, place = json_name(field.name), f"{cls.__name__}.{field.name}"
        if place in _SHAPES:
            schema["properties"][name] = dict(_SHAPES[place])
        for key, may_be_empty in ((place, False), (place + "?", True)):
            if key in _FIXED_WORDS:
                schema["properties"][name] = {"enum": [*map(str, _FIXED_WORDS[key]), *[""] * may_be_empty]}
        for inner, node in _inner_classes(hints[field.name], schema["properties"][name]):
            _narrow(node, inner)


def _inner_classes(hint: Any, node: dict[str, Any]) -> Iterator[tuple[type[Any], dict[str, Any]]]:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        yield hint, node
    elif get_origin(hint) in (list, tuple) and dataclasses.is_dataclass(get_args(hint)[0]):
        yield get_args(hint)[0], node["items"]
