"""What came of an import in words, the same wherever it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evidence_desk.commands.import_report import ImportReport
    from evidence_desk.gui.texts import Texts

_ALWAYS = ("duplicates", "failed", "skipped")


def counts_text(t: Texts, report: ImportReport) -> str:
    """Return how many files an import met, what became of them, and what is left of one that was stopped."""
    parts = [t("import.done", n=f"{len(report.files):,}")]
    parts += [t(f"import.{name}", n=f"{len(getattr(report, name)):,}") for name in _ALWAYS]
    for name, count in (
        ("remarked", report.remarked),
        ("read_anew", len(report.read_anew)),
        ("left", report.left),
    ):
        parts += [t(f"import.{name}", n=f"{count:,}")] if count else []
    text = t("import.summary", seen=t("import.seen", n=f"{report.seen:,}"), counts=" · ".join(parts))
    return text if report.state == "finished" else t("import.ended", counts=text)
