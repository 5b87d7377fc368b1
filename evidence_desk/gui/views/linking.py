"""The steps that link an item, or a place selected in it, to what it proves."""

from __future__ import annotations

from typing import Any

from evidence_desk.commands.command_files import Step
from evidence_desk.commands.links import AddCite, LinkEvidence
from evidence_desk.domain.words import Stance
from evidence_desk.gui.viewer.element_picker import Target
from evidence_desk.gui.viewer.selection import Passage, Selection
from evidence_desk.queries.rows import FileRow


def link_steps(
    evidence: str, target: Target, stance: str, chosen: Selection | None, file: FileRow | None
) -> list[Step]:
    """Return the steps that make the link, with a cite of each page of what is selected in a file, if anything is."""
    cites: list[Step] = []
    if chosen is not None and file is not None:
        cites = [Step(_cite(evidence, file, each), f"cite-{each.page}") for each in chosen.passages]
    goal: dict[str, Any] = {target.kind: target.id}
    handles = [step.handle for step in cites]
    return [*cites, Step(LinkEvidence(evidence=evidence, stance=Stance(stance), cites=handles, **goal))]


def _cite(evidence: str, file: FileRow, passage: Passage) -> AddCite:
    rects = [list(rect) for rect in passage.rects]
    return AddCite(evidence=evidence, file=file.id, page=passage.page, quote=passage.quote, rects=rects)
