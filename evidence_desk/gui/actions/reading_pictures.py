"""The action that reads the text in pictures (OCR) of the chosen items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.toast import Toast
from evidence_desk.support.errors import UserError


def read_all_pictures(ui: Ui, toast: Toast) -> None:
    """Run OCR on everything of the matter that has pages without text."""
    from evidence_desk.queries.pages import evidence_without_text

    def start(evidence: Sequence[str]) -> None:
        if evidence:
            read_pictures(ui, toast, evidence, lambda: None)
        else:
            toast.note(ui.t("ocr.nothing"))

    ui.bridge.read_later(start, evidence_without_text)


def read_pictures(ui: Ui, toast: Toast, evidence: Sequence[str], then: Callable[[], object]) -> None:
    """Ask for OCR of some items and run it on the job thread; ``then`` is called when it is done.

    Without the extra it says how to get it, and changes nothing.
    """
    from evidence_desk.commands.ocr import RequestOcr
    from evidence_desk.intake.ocr import check_available

    session = ui.bridge.session
    if session is None or not evidence:
        return
    try:
        check_available()
    except UserError as error:
        ui.bridge.failed.emit(UserError(error.code, ui.t("ocr.missing"), ui.t("ocr.missing_remedy")))
        return

    def done(report: Any) -> None:
        then()
        toast.note(ui.t("ocr.done", pages=report.pages, failed=len(report.failed)))

    def start(_outcome: Any) -> None:
        ui.bridge.start_job(
            ui.t("job.ocr"),
            lambda report, token: ui.desk.read_pictures(session, again=True, on_progress=report, token=token),
            done,
        )

    ui.bridge.run(RequestOcr(evidence=list(evidence)), start)
