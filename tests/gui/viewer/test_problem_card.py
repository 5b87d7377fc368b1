"""Over a file that cannot be shown stands why, and what can be done about it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence_desk.domain.remarks import NOT_ALL_READ
from evidence_desk.gui.viewer.page_store import NO_PICTURE
from evidence_desk.gui.viewer.problem_card import ProblemCard
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries.rows import FileRow


@pytest.mark.parametrize(
    ("media_type", "extension", "is_converted"),
    [("application/msword", "doc", True), ("application/x-sqlite3", "db", False)],
)
def test_what_only_has_to_be_converted_says_how(
    window: MainWindow, media_type: str, extension: str, is_converted: bool
) -> None:
    t, card = window.ui.t, ProblemCard(window.ui)
    file = FileRow("a" * 64, "a" * 64, "old", media_type, extension, 0, 9, "", "", "", "")
    card.show_problem(file, NO_PICTURE)
    assert f"({extension})" in card.reason.text()
    assert (t("import.convert") in card.reason.text()) is is_converted


def test_over_the_list_of_an_archive_stands_what_in_it_could_not_be_read(window: MainWindow) -> None:
    t, card = window.ui.t, ProblemCard(window.ui)
    said = "not all that is in it could be read: a.txt: it is locked with a password"
    file = FileRow("a" * 64, "a" * 64, "a.zip", "application/zip", "zip", 1, 9, "", "", "", said)
    card.show_problem(replace(file, remarks=((NOT_ALL_READ, said),)), "")
    assert not card.isHidden()
    assert card.reason.text() == f"N{said[1:]}. {t('files.unread_remedy')}"
    assert card._again.isHidden()
    card.show_problem(file, "")
    assert card.isHidden()
