"""The steps that link an item, or a place selected in it, to what it proves."""

from __future__ import annotations

from typing import Any

from evidence_desk.commands.command_files import Step
from evidence_desk.commands.links import AddCite, LinkEvidence
from evidence_desk.domain.words import Stance
from evidence_desk.gui.viewer.element_picker import Target
from evidence_desk.gui.viewer.selection import Selection
from evidence_desk.queries.rows import FileRow


def link_steps(
    evidence: str, target: Target, stance: str, chosen: Selection | None, file: FileRow | None
) -> list[Step]:
    """Return the steps that make a cite of what is selected in a file, if anything is, and the link with it."""
    goal: dict[str, Any] = {target.kind: target.id}
    steps, cites = [], []
    if chosen is not None and file is not None:
        rects = [list(rect) for rect in chosen.rects]
        cite = AddCite(evidence=evidence, file=file.sha256, page=chosen.page, quote=chosen.quote, rects=rects)
        steps.append(Step(cite, "cite"))
        cites.append("cite")
    return [
        *steps,
        Step(LinkEvidence(evidence=evidence, stance=Stance(stance), cites=cites, **goal)),
    ]
