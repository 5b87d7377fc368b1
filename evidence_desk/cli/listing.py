"""What ``list`` can list: for each kind its query and the columns shown on a terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evidence_desk.cli.conflict_words import field_words
from evidence_desk.commands.session import Session
from evidence_desk.domain.simhash import percent
from evidence_desk.queries import (
    batches,
    claims,
    conflicts,
    court_rows,
    duplicates,
    evidence,
    labels,
    links,
    matter,
    review_batches,
    rows,
    stages,
)
from evidence_desk.support.wording import counted


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that can be listed.

    Attributes:
        row: the dataclass of a row.
        read: returns the rows of a session.
        columns: headings, and what stands under each.
    """

    row: type[Any]
    read: Callable[[Session], list[Any]]
    columns: dict[str, Callable[[Any], object]]


def _name(row: Any) -> str:
    native = getattr(row, "native_name", "") or getattr(row, "native_title", "")
    name = getattr(row, "name", "") or getattr(row, "title", "")
    return f"{name} {native}".strip()


def _amount(row: rows.ClaimRow) -> str:
    return f"{Decimal(row.amount):,f} {row.currency}".strip() if row.amount else ""


def _due(row: court_rows.DeadlineRow) -> str:
    if row.due is None:
        return "open"
    return f"{row.due}{' (provisional)' if row.provisional else ''}"


def _use(row: court_rows.StageRow) -> str:
    return ", ".join(f"{item.exhibit or item.title} {item.status}" for item in row.evidence)


KINDS: dict[str, Kind] = {
    "evidence": Kind(
        rows.EvidenceRow,
        lambda s: s.read(evidence.list_evidence),
        {
            "Exhibit": lambda r: r.exhibit,
            "Title": _name,
            "Type": lambda r: r.type,
            "Date": lambda r: r.date.text,
            "Links": lambda r: r.links,
            "Files": lambda r: len(r.files) or "to be obtained",
            "Review": lambda r: r.review,
        },
    ),
    "files": Kind(
        rows.FileRow,
        lambda s: s.read(evidence.files),
        {
            "SHA-256": lambda r: r.sha256[:12],
            "Name": lambda r: r.name,
            "Kind": lambda r: r.media_type,
            "Pages": lambda r: r.pages,
            "Bytes": lambda r: r.bytes,
            "Problem": lambda r: "; ".join(message for _code, message in r.remarks),
        },
    ),
    "claims": Kind(
        rows.ClaimRow,
        lambda s: s.read(claims.claims),
        {
            "No.": lambda r: r.number,
            "Claim": _name,
            "Amount": _amount,
            "By": lambda r: r.by_name,
            "Against": lambda r: r.against_name,
            "Proved": lambda r: f"{r.coverage:.0%}",
        },
    ),
    "elements": Kind(
        rows.ElementRow,
        lambda s: s.read(claims.elements),
        {
            "No.": lambda r: r.number,
            "Element": lambda r: r.text,
            "Burden": lambda r: r.burden,
            "State": lambda r: r.state,
            "+": lambda r: r.supports,
            "-": lambda r: r.contradicts,
            "o": lambda r: r.context,
        },
    ),
    "facts": Kind(
        rows.FactRow,
        lambda s: s.read(claims.facts),
        {
            "No.": lambda r: r.number,
            "Date": lambda r: r.date.text,
            "Fact": lambda r: r.text,
            "Status": lambda r: r.status,
            "Competes": lambda r: "yes" if r.competes_with else "",
        },
    ),
    "parties": Kind(
        rows.PartyRow,
        lambda s: s.read(matter.parties),
        {"Name": _name, "Kind": lambda r: r.kind, "Role": lambda r: r.role, "Side": lambda r: r.side},
    ),
    "proceedings": Kind(
        court_rows.ProceedingRow,
        lambda s: s.read(stages.proceedings),
        {
            "Court": lambda r: f"{r.court} {r.court_native}".strip(),
            "Case number": lambda r: r.case_number,
            "Level": lambda r: r.level,
            "Instance": lambda r: r.instance,
            "Relation": lambda r: r.relation,
        },
    ),
    "stages": Kind(
        court_rows.StageRow,
        lambda s: s.read(stages.stages),
        {
            "Court": lambda r: f"{r.court} {r.court_native}".strip(),
            "Stage": lambda r: r.kind,
            "Date": lambda r: r.date.text,
            "Status": lambda r: r.status,
            "Outcome": lambda r: r.outcome,
            "Ground": lambda r: r.ground,
            "Evidence": _use,
        },
    ),
    "links": Kind(
        rows.LinkRow,
        lambda s: s.read(links.links),
        {
            "Evidence": lambda r: r.exhibit or r.evidence[:8],
            "Proves": lambda r: r.element_number or f"fact {r.fact_number}",
            "Stance": lambda r: r.stance,
            "Weight": lambda r: r.weight,
            "Cites": lambda r: ", ".join(f"p. {c.label or c.page}" for c in r.cites),
            "Purpose": lambda r: r.purpose,
        },
    ),
    "cites": Kind(
        rows.CiteRow,
        lambda s: s.read(links.cites),
        {
            "Evidence": lambda r: r.item,
            "Page": lambda r: r.label or r.page,
            "State": lambda r: r.state,
            "Quote": lambda r: r.quote or counted(len(r.rects), "rectangle"),
        },
    ),
    "tags": Kind(
        rows.TagRow,
        lambda s: s.read(labels.counted_tags),
        {
            "Key": lambda r: r.key,
            "Tag": lambda r: r.name,
            "Colour": lambda r: r.color,
            "Items": lambda r: r.uses,
        },
    ),
    "presets": Kind(
        rows.PresetRow,
        lambda s: s.read(labels.presets),
        {"Key": lambda r: r.key, "Preset": lambda r: r.name},
    ),
    "searches": Kind(
        rows.SavedSearchRow,
        lambda s: s.read(labels.saved_searches),
        {"Key": lambda r: r.key, "Search": lambda r: r.name, "Query": lambda r: r.query},
    ),
    "review-batches": Kind(
        review_batches.ReviewBatchRow,
        lambda s: s.read(review_batches.review_batches),
        {
            "Batch": lambda r: f"{r.name} {r.number}",
            "Reviewer": lambda r: r.reviewer,
            "Reviewed": lambda r: r.reviewed,
            "Second look": lambda r: r.second_look,
            "Items": lambda r: r.items,
            "Query": lambda r: r.query,
        },
    ),
    "deadlines": Kind(
        court_rows.DeadlineRow,
        lambda s: s.read(stages.deadlines, s.profile),
        {
            "Court": lambda r: r.court,
            "From": lambda r: r.stage_kind,
            "Rule": lambda r: r.rule,
            "Due": _due,
            "Source": lambda r: r.source,
            "Note": lambda r: r.note,
        },
    ),
    "near-duplicates": Kind(
        duplicates.NearGroup,
        lambda s: s.read(duplicates.near_duplicates),
        {
            "Alike": lambda r: f"{percent(r.similarity)}%",
            "Items": lambda r: len(r.evidence),
            "Evidence": lambda r: ", ".join(r.names),
        },
    ),
    "assessments": Kind(
        rows.AssessmentRow,
        lambda s: s.read(labels.assessments),
        {
            "Exhibit": lambda r: r.exhibit,
            "By": lambda r: r.by_name,
            "Dimension": lambda r: r.dimension,
            "Position": lambda r: r.position,
            "Reason": lambda r: r.reason,
        },
    ),
    "conflicts": Kind(
        conflicts.ConflictRow,
        lambda s: s.read(conflicts.conflicts),
        {
            "Thing": lambda r: r.what,
            "Field": lambda r: field_words(r.field) or "all of it",
            "Ours": lambda r: r.ours,
            "Theirs": lambda r: r.other if r.kind == "number" else r.theirs,
            "Theirs by": lambda r: r.theirs_by,
        },
    ),
    "batches": Kind(
        batches.BatchRow,
        lambda s: s.read(batches.batches),
        {
            "When (UTC)": lambda r: r.at[:19].replace("T", " "),
            "By": lambda r: r.by,
            "From": lambda r: r.source,
            "State": lambda r: r.state,
            "Seen": lambda r: r.seen,
            "Imported": lambda r: r.imported,
            "Held already": lambda r: r.duplicates,
            "Failed": lambda r: r.failed,
            "Left out": lambda r: r.skipped,
            "Still to do": lambda r: r.left,
            "Remarks": lambda r: r.remarked,
            "Findings": lambda r: len(r.findings),
        },
    ),
}
