"""The family of an item: an attachment that two mails bring belongs to both."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.commands.importing import Import
from evidence_desk.queries.evidence import list_evidence
from evidence_desk.queries.origin import origin
from evidence_desk.queries.relatives import relatives


def _mail(path: Path, subject: str, *attachments: tuple[str, bytes]) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", subject
    mail.set_content(f"See what is attached to {subject}.")
    for name, content in attachments:
        mail.add_attachment(content, maintype="text", subtype="plain", filename=name)
    path.write_bytes(bytes(mail))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    same = b"The fees of January."
    _mail(
        made / "1.eml", "First", ("fees.txt", same), ("fees again.txt", same), ("other.txt", b"Other words.")
    )
    _mail(made / "2.eml", "Second", ("copy.txt", same))
    _mail(made / "3.eml", "Third", ("mine.txt", b"Words of its own."))
    return made


def test_an_attachment_that_came_twice_is_with_both_mails(tmp_path: Path, folder: Path) -> None:
    desk = LocalDesk()
    session = desk.new_matter(tmp_path / "m.edesk", profile="us_federal_civil", title="M")
    report = Import(session, desk.pool).run([folder])
    assert (len(report.files), len(report.duplicates), report.seen) == (6, 2, 8)
    ids = {row.title: row.id for row in session.read(list_evidence)}

    def family(title: str) -> list[str]:
        return [row.title for row in session.read(relatives, ids[title])]

    assert sorted(family("First")) == ["fees", "other"]
    assert family("Second") == ["fees"]
    assert family("Third") == ["mine"]
    assert family("fees") == ["First", "Second", "other"]
    found = session.read(origin, ids["fees"])
    assert found is not None
    assert [row.title for row in found.parents] == ["First", "Second"]
    second = session.read(origin, ids["Second"])
    assert second is not None
    assert [row.title for row in second.children] == ["fees"]
    session.close()
    desk.close()


def test_a_name_that_holds_the_sign_between_paths_is_no_path(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    same, alike = b"The fees of February.", b"Not in any mail."
    _mail(folder / "1.eml", "First", ("a.txt", same))
    _mail(folder / "2.eml", "Second", ("fees › part › 2.txt", same))
    (folder / "notes").write_bytes(b"Plain words of a file that holds nothing.")
    (folder / "alone.txt").write_bytes(alike)
    (folder / "notes › again.txt").write_bytes(alike)
    desk = LocalDesk()
    session = desk.new_matter(tmp_path / "m.edesk", profile="us_federal_civil", title="M")
    Import(session, desk.pool).run([folder])
    ids = {row.title: row.id for row in session.read(list_evidence)}

    def family(title: str) -> list[str]:
        return [row.title for row in session.read(relatives, ids[title])]

    assert family("a") == ["First", "Second"]
    assert family("Second") == ["a"]
    assert family("notes") == family("alone") == []
    session.close()
    desk.close()
