"""What is wrong with a production, in a list: found by its check, or by the import."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from evidence_desk.commands.import_report import ImportReport
from evidence_desk.gui.texts import Texts
from evidence_desk.gui.widgets.plain_list import plain_list
from evidence_desk.intake.loadfiles.check import CheckedSet
from evidence_desk.support.texts import visible

_MOST = 2000

Finding = tuple[str, str, str]  # a code, the message, and where


def findings_list(t: Texts) -> QTreeWidget:
    """Return the list, empty."""
    made = plain_list((t("load.finding"), t("report.where")), t("load.findings"), (335,))
    made.setProperty("role", "roomy")
    return made


def show_checked(t: Texts, listed: QTreeWidget, checked: CheckedSet) -> None:
    """List what a check found."""
    _fill(
        t,
        listed,
        (
            (each.code, each.message, f"{each.source}:{each.line}" if each.line else each.source)
            for each in checked.findings
        ),
    )


def show_left(t: Texts, listed: QTreeWidget, report: ImportReport) -> None:
    """List what an import did not take in; where it took in everything, what was found before stays."""
    left = [*report.failed, *report.skipped]
    if left:
        _fill(t, listed, ((each.code, each.message, each.path) for each in left))


def _fill(t: Texts, listed: QTreeWidget, findings: Iterable[Finding]) -> None:
    listed.clear()
    for code, message, place in islice(findings, _MOST):
        said, where = visible(t.warning(message)), visible(place)
        item = QTreeWidgetItem([said, where])
        item.setToolTip(0, f"{said} ({code})")
        item.setToolTip(1, where)
        listed.addTopLevelItem(item)
