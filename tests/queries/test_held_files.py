"""Files of the matter by parts of their names, with the item each stands in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evidence_desk.commands.evidence import AddEvidence
from evidence_desk.commands.session import Session
from evidence_desk.queries.held_files import files_named

from ..matters import empty_folder, open_session, put_file


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    empty_folder(tmp_path / "m.edesk")
    session = open_session(tmp_path / "m.edesk")
    yield session
    session.close()


def test_files_are_found_by_all_words_typed_and_name_the_first_item_that_has_them(session: Session) -> None:
    notice, other, free = (
        put_file(session, name.encode(), name)
        for name in ("Notice 100%_final.pdf", "Notice draft.pdf", "loose.txt")
    )
    session.run(AddEvidence(title="Later", exhibit="A-10", files=[notice]))
    session.run(AddEvidence(title="Notice", native_title="通知", exhibit="A-2", files=[notice, other]))
    (found,) = session.read(files_named, "final NOTICE")
    assert (found.id, found.exhibit, found.title, found.native_title) == (notice, "A-2", "Notice", "通知")
    assert {each.id for each in session.read(files_named, "notice")} == {notice, other}
    assert [each.id for each in session.read(files_named, "%_")] == [notice]  # no wildcards
    (loose,) = session.read(files_named, "loose")
    assert (loose.id, loose.exhibit, loose.title) == (free, "", "")
    assert len(session.read(files_named, "")) == 3
    assert len(session.read(files_named, "", 2)) == 2
