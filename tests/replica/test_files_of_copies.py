"""Files that go with copies: the same bytes under two names, facts without sense, what stays on the desk."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from evidence_desk.commands.intake import ImportedFile, ImportedItem, ImportFiles
from evidence_desk.commands.session import Session
from evidence_desk.domain.file_ids import placed
from evidence_desk.domain.remarks import KEY as REMARKS
from evidence_desk.queries.batches import batches
from evidence_desk.queries.evidence import files, list_evidence
from evidence_desk.queries.integrity import verify
from evidence_desk.store.import_runs import Begun, Chosen, note_begun
from evidence_desk.support.errors import UserError

from ..matters import put_file, sha256
from .conftest import Desk

SCAN = b"the same picture"
SECRET = "a-folder-of-the-desk-alone"


def take_in(session: Session, extension: str, facts: Any) -> str:
    """Take in the picture at a place of a production, whatever is said about it; return its id."""
    blob = session.files_folder / sha256(SCAN)[:2] / f"{sha256(SCAN)}.{extension}"
    blob.parent.mkdir(parents=True, exist_ok=True)
    blob.write_bytes(SCAN)
    file = ImportedFile(
        id=placed(sha256(SCAN), "A.dat", "1"),
        sha256=sha256(SCAN),
        name=f"1.{extension}",
        media_type="image/tiff",
        extension=extension,
        bytes=len(SCAN),
        pages=1,
        original_path=f"/prod/1.{extension}",
        modified_at="",
        facts=facts,
    )
    items = [ImportedItem(files=[file.row_id], title="A001")]
    session.run(ImportFiles(batch=session.new_id(), source="prod", files=[file], items=items))
    return file.row_id


@pytest.mark.parametrize("is_packed", [False, True])
def test_the_same_bytes_under_two_endings_are_whole_on_both_sides(desk: Desk, is_packed: bool) -> None:
    ann = desk.copy("ann")
    ours, theirs = put_file(desk.session, SCAN, "scan.tiff"), take_in(ann, "tif", {})
    desk.bring(desk.copy("bob", of=ann) if is_packed else ann)
    given = desk.copy("eve")
    for session in (desk.session, given):
        rows = {row.id: row.extension for row in session.read(files)}
        assert (rows[ours], rows[theirs]) == ("tiff", "tif")
        assert all(session.file_path(file_id).read_bytes() == SCAN for file_id in (ours, theirs))
        assert session.read(verify, session.files_folder).problems == ()


def test_a_copy_with_one_of_two_endings_brings_the_bytes_of_both(desk: Desk) -> None:
    ann = desk.copy("ann")
    ids = [put_file(ann, SCAN, "scan.tiff"), take_in(ann, "tif", {})]
    shutil.rmtree(ann.files_folder / sha256(SCAN)[:2])
    blob = ann.files_folder / sha256(SCAN)[:2] / f"{sha256(SCAN)}.tiff"
    blob.parent.mkdir()
    blob.write_bytes(SCAN)
    ann.close()
    desk.bring(ann.path)
    assert [desk.session.file_path(file_id).read_bytes() for file_id in ids] == [SCAN, SCAN]


@pytest.mark.parametrize(
    "facts",
    [
        {REMARKS: ["boom", ["one"], [1, 2, 3], ["blank", "It is blank"]]},
        {REMARKS: "boom", "load_file": {"findings": ["boom"], "labels": 3}},
        {REMARKS: 7, "load_file": {"findings": 7, "labels": "A-1"}},
    ],
)
def test_remarks_that_are_none_cost_nothing_but_themselves(desk: Desk, facts: dict[str, Any]) -> None:
    ann = desk.copy("ann")
    file_id = take_in(ann, "tif", facts)
    desk.bring(ann)
    [item] = [each for each in desk.session.read(list_evidence) if each.title == "A001"]
    said = [("blank", "It is blank")] if isinstance(facts[REMARKS], list) else []
    assert [remark for file in item.files for remark in file.remarks] == said
    assert [file.id for file in item.files] == [file_id]
    assert desk.session.read(batches)


def test_facts_that_are_none_are_refused(desk: Desk) -> None:
    ann = desk.copy("ann")
    take_in(ann, "tif", ["boom"])
    with pytest.raises(UserError) as caught:
        desk.bring(ann)
    assert caught.value.code == "copy_changed"
    assert len(desk.session.read(files)) == 2


@pytest.mark.parametrize("scope", ["", "exhibit:A-10"])
def test_what_an_import_was_asked_for_stays_on_the_desk(desk: Desk, scope: str) -> None:
    run = Begun(id="r1", at="2026-01-01", actor="tester", source="x", chosen=Chosen(paths=(f"/{SECRET}/",)))
    desk.session.note(note_begun, run)
    ann = desk.copy("ann", scope=scope)
    ann.close()
    assert SECRET.encode() not in (ann.path / "matter.sqlite").read_bytes()
