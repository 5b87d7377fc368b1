"""Imports as steps of the history: whole families, the places of duplicates, and the report on a run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from evidence_desk.commands.deletion import Delete
from evidence_desk.commands.importing import Import, ImportReport
from evidence_desk.commands.labels import AddTag
from evidence_desk.commands.session import ChangeSet, Session
from evidence_desk.jobs.pool import WorkerPool
from evidence_desk.jobs.progress import Cancelled, CancelToken, Progress
from evidence_desk.queries.batches import BatchRow, batches
from evidence_desk.queries.evidence import evidence_detail, list_evidence
from evidence_desk.queries.history import history
from evidence_desk.queries.integrity import verify
from evidence_desk.queries.provenance import provenance
from evidence_desk.store.page_text import FILE_NAME
from evidence_desk.support.errors import CommandError, UserError

from ..intake.packed import archive, mail, msg, raw_archive, written
from ..matters import empty_folder, open_session, put_file


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(2) as pool:
        yield pool


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    empty_folder(tmp_path / "m.edesk")
    session = open_session(tmp_path / "m.edesk")
    yield session
    session.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a client might hand over."""
    top = tmp_path / "client"
    letter = mail("No notice", ("合同.txt", b"the contract"), body="See the contract.")
    inner = msg("Reply", "we did", ("copy.txt", b"the contract"))
    written(top, "1 mail.eml", letter)
    written(top, "2 bundle.zip", archive(("letters/reply.msg", inner), ("../notes.txt", b"notes")))
    written(top, "3 notes.txt", b"notes")
    written(top, "4 packed.7z", b"7z\xbc\xaf\x27\x1c" + bytes(300))
    written(top, ".hidden", b"x")
    return top


def run(session: Session, pool: WorkerPool, *paths: Path) -> ImportReport:
    return Import(session, pool).run(paths)


def held_places(session: Session) -> set[tuple[str, str]]:
    found = set()
    for item in session.read(list_evidence):
        for file in item.files:
            origin = session.read(provenance, file.sha256)
            found |= {(file.sha256, place.path) for place in (origin.first, *origin.places)}
    return found


def check_counts(report: ImportReport, row: BatchRow) -> None:
    assert row.seen == report.seen == len(row.files)
    assert row.seen == row.imported + row.duplicates + row.failed + row.skipped
    outcomes = [one.outcome for one in row.files]
    assert outcomes.count("imported") == row.imported == len(report.files)
    assert outcomes.count("duplicate") == row.duplicates == len(report.duplicates)
    assert outcomes.count("failed") == row.failed == len(report.failed)
    assert outcomes.count("skipped") == row.skipped == len(report.skipped)


def test_a_type_is_a_known_one_before_anything_is_read(
    session: Session, pool: WorkerPool, folder: Path
) -> None:
    paths = [folder / "3 notes.txt"]
    with pytest.raises(CommandError) as caught:
        Import(session, pool, type="scribble").run(paths)
    assert (caught.value.code, "contract" in caught.value.remedy) == ("unknown_type", True)
    assert session.read(batches) == []
    Import(session, pool, type="Contract").run(paths)
    assert [row.type for row in session.read(list_evidence)] == ["contract"]


def test_children_are_items_below_the_item_of_their_parent(
    session: Session, pool: WorkerPool, folder: Path
) -> None:
    report = run(session, pool, folder)
    items = {item.id: item for item in session.read(list_evidence)}
    above = {
        item.files[0].name: items[item.parent].files[0].name if item.parent else "" for item in items.values()
    }
    assert above == {
        "1 mail.eml": "",
        "合同.txt": "1 mail.eml",
        "2 bundle.zip": "",
        "reply.msg": "2 bundle.zip",
        "notes.txt": "2 bundle.zip",
        "4 packed.7z": "",
    }
    [row] = session.read(batches)
    check_counts(report, row)
    assert (row.state, bool(row.by), row.source) == ("finished", True, "client")
    assert (
        session.page_text(next(one.sha256 for one in report.files if one.path.endswith("合同.txt")), 1)
        == "the contract"
    )


def test_files_join_an_item_as_its_last_ones_in_one_step_and_what_is_in_them_becomes_items_below_it(
    session: Session, pool: WorkerPool, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "first.txt").write_text("the first file of the item", encoding="utf-8")
    item = run(session, pool, tmp_path / "first.txt").files[0].evidence
    before = session.read(evidence_detail, item).row
    (mail,) = folder.glob("*.eml")
    report = Import(session, pool, onto=item).run([mail, tmp_path / "first.txt"])
    after = session.read(evidence_detail, item).row
    assert [file.name for file in after.files] == ["first.txt", mail.name]
    assert {each.evidence for each in report.files if not each.parent} == {item}
    below = [each for each in session.read(list_evidence) if each.parent == item]
    assert {each.id for each in below} == {each.evidence for each in report.files if each.parent} != set()
    assert session.undo_label == f"Attach {mail.name}, first.txt to {before.title}"
    session.undo()
    assert session.read(list_evidence) == [before]
    session.redo()
    assert session.read(evidence_detail, item).row == after


def test_a_file_the_matter_holds_already_joins_an_item_too(
    session: Session, pool: WorkerPool, tmp_path: Path
) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(f"the text of {name}", encoding="utf-8")
    items = [each.evidence for each in run(session, pool, tmp_path / "one.txt", tmp_path / "two.txt").files]
    (tmp_path / "moved").mkdir()
    Import(session, pool, onto=items[0]).run([(tmp_path / "two.txt").rename(tmp_path / "moved" / "two.txt")])
    assert [[file.name for file in session.read(evidence_detail, item).row.files] for item in items] == [
        ["one.txt", "two.txt"],
        ["two.txt"],
    ]
    assert len(session.read(list_evidence)) == 2


def test_a_held_file_that_is_taken_back_while_it_is_attached_is_left_and_named(
    session: Session, pool: WorkerPool, tmp_path: Path
) -> None:
    for name in ("one.txt", "two.txt", "three.txt"):
        (tmp_path / name).write_text(f"the text of {name}", encoding="utf-8")
    item = run(session, pool, tmp_path / "one.txt").files[0].evidence
    run(session, pool, tmp_path / "two.txt")

    def take_back(progress: Progress) -> None:
        if progress.phase == "reading" and session.undo_label == "Import 1 file from two.txt":
            session.undo()

    attaching = Import(session, pool, onto=item)
    report = attaching.run([tmp_path / "two.txt", tmp_path / "three.txt"], on_progress=take_back)
    assert [(Path(left.path).name, left.code) for left in report.failed] == [("two.txt", "taken_back")]
    assert [file.name for file in session.read(evidence_detail, item).row.files] == ["one.txt", "three.txt"]
    assert report.duplicates == []


def test_mail_gives_title_date_and_facts(session: Session, pool: WorkerPool, folder: Path) -> None:
    run(session, pool, folder / "1 mail.eml")
    item = next(item for item in session.read(list_evidence) if not item.parent)
    assert (item.title, item.type, item.date.text) == ("No notice", "email", "2019-01-05")
    origin = session.read(provenance, item.files[0].sha256)
    assert set(origin.tools) == {"email"}


def test_places_of_duplicates_are_kept_once(session: Session, pool: WorkerPool, folder: Path) -> None:
    report = run(session, pool, folder)
    first = held_places(session)
    paths = {path.removeprefix(f"{folder}/") for _sha256, path in first}
    assert paths == {
        "1 mail.eml",
        "1 mail.eml › 1/合同.txt",
        "2 bundle.zip",
        "2 bundle.zip › letters/reply.msg",
        "2 bundle.zip › letters/reply.msg › 1/copy.txt",
        "2 bundle.zip › ../notes.txt",
        "3 notes.txt",
        "4 packed.7z",
    }
    assert len(report.duplicates) == 2
    again = run(session, pool, folder)
    assert (len(again.files), len(again.duplicates), len(again.skipped)) == (0, 4, 1)
    assert held_places(session) == first
    check_counts(again, session.read(batches)[1])
    moved = folder.rename(folder.with_name("elsewhere"))
    run(session, pool, moved)
    assert {path for _, path in held_places(session) - {*first}} == {
        f"{moved}/{name}" for name in ("1 mail.eml", "2 bundle.zip", "3 notes.txt", "4 packed.7z")
    }


def test_what_was_wrong_is_named_where_it_was(session: Session, pool: WorkerPool, tmp_path: Path) -> None:
    data = raw_archive(
        [(b"../../up.txt", b"up", 0), (b"link", b"/etc/passwd", 0o120777), (b"good.txt", b"good", 0)]
    )
    path = written(tmp_path / "in", "bad.zip", data)
    report = run(session, pool, tmp_path / "in")
    assert [(left.path, left.code) for left in report.skipped] == [(f"{path} › link", "symlink")]
    by_path = {one.path: one for one in session.read(batches)[0].files}
    assert by_path[f"{path} › ../../up.txt"].code == "unsafe_path"
    assert by_path[f"{path} › link"].outcome == "skipped"
    assert {item.parent for item in report.files} == {"", report.files[0].evidence}


def test_provenance_says_everything(session: Session, pool: WorkerPool, folder: Path) -> None:
    report = run(session, pool, folder)
    child = next(one for one in report.files if one.path.endswith("合同.txt"))
    origin = session.read(provenance, child.sha256)
    assert (origin.name, origin.size, origin.media_type, origin.pages) == ("合同.txt", 12, "text/plain", 1)
    assert (origin.first.path, origin.first.batch) == (child.path, report.batch)
    assert origin.first.by
    assert origin.first.at
    assert origin.parent == report.files[0].sha256
    assert origin.kept_as == "attachment"
    assert [place.name for place in origin.places] == ["copy.txt"]
    assert origin.tools
    packed = next(one for one in report.files if one.path.endswith(".7z"))
    assert session.read(provenance, packed.sha256).problem_code == "needs_unpacking"
    with pytest.raises(UserError, match="holds no file"):
        session.read(provenance, "0" * 64)


def test_undo_takes_the_whole_import_back_and_redo_brings_it(
    session: Session, pool: WorkerPool, folder: Path
) -> None:
    run(session, pool, folder)
    before = (session.read(list_evidence), session.read(batches))
    session.undo()
    assert (session.read(list_evidence), session.read(batches)) == ([], [])
    session.redo()
    assert (session.read(list_evidence), session.read(batches)) == before
    session.undo()
    assert len(run(session, pool, folder).files) == 6


def test_an_import_of_many_steps_is_undone_and_redone_as_one(
    session: Session, pool: WorkerPool, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.run(AddTag(name="before"))
    monkeypatch.setattr("evidence_desk.commands.importing._CHUNK_FILES", 1)
    run(session, pool, folder)
    steps = [row for row in session.read(history) if row.command == "ImportFiles"]
    assert len(steps) > 1
    before = (session.read(list_evidence), session.read(batches))
    for _ in range(2):
        assert session.undo_label == f"Import 6 files from {folder.name}"
        assert session.undo().summary == f"Undo: Import 6 files from {folder.name}"
        assert (session.read(list_evidence), session.read(batches)) == ([], [])
        assert session.undo_label == "Add tag before"
        assert session.redo_label == f"Import 6 files from {folder.name}"
        assert session.redo().summary == f"Redo: Import 6 files from {folder.name}"
        assert (session.read(list_evidence), session.read(batches)) == before
        assert session.redo_label is None
    assert session.read(verify, session.files_folder).ok


def test_a_report_of_nothing_new_is_no_step_to_undo(
    session: Session, pool: WorkerPool, folder: Path, tmp_path: Path
) -> None:
    run(session, pool, folder)
    assert not run(session, pool, folder).files
    assert len(session.read(batches)) == 2
    assert session.undo_label == f"Import 6 files from {folder.name}"
    session.undo()
    written(tmp_path / "none", ".hidden", b"x")
    assert not run(session, pool, tmp_path / "none").files
    assert session.redo_label == f"Import 6 files from {folder.name}"
    session.redo()
    assert len(session.read(list_evidence)) == 6
    assert session.read(verify, session.files_folder).ok


def test_what_was_done_while_an_import_ran_keeps_its_place(
    session: Session, pool: WorkerPool, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Undo goes back through the history and never past what somebody did in between."""
    monkeypatch.setattr("evidence_desk.commands.importing._CHUNK_FILES", 1)
    tagged: list[str] = []

    def on_changed(changes: ChangeSet) -> None:
        if "file" in changes.kinds and not tagged:
            tagged.append("x")
            session.run(AddTag(name="meanwhile"))

    session.subscribe(on_changed)
    run(session, pool, folder)
    session.undo()
    assert session.undo_label == "Add tag meanwhile"
    session.undo()
    session.undo()
    assert session.read(list_evidence) == []
    for _ in range(3):
        session.redo()
    assert len(session.read(list_evidence)) == 6


@pytest.mark.skipif(
    not Path("/proc/self/fd").is_dir(), reason="the system does not tell the path of an open file"
)
def test_bytes_last_through_a_power_cut_before_anything_names_them(
    session: Session, pool: WorkerPool, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[str] = set()
    unsafe: list[str] = []
    fsync = os.fsync

    def _fsync(descriptor: int) -> None:
        fsync(descriptor)
        synced.add(str(Path(f"/proc/self/fd/{descriptor}").readlink()))

    def _on_changed(changes: ChangeSet) -> None:
        stored = [session.file_path(sha256) for table, sha256 in changes.rows if table == "file"]
        unsafe.extend(str(path) for path in stored if not {str(path), str(path.parent)} <= synced)

    monkeypatch.setattr(os, "fsync", _fsync)
    session.subscribe(_on_changed)
    assert len(run(session, pool, folder).files) == 6
    assert unsafe == []
    assert str(session.files_folder) in synced


def test_stopping_keeps_whole_families_and_says_so(
    session: Session, pool: WorkerPool, tmp_path: Path
) -> None:
    top = tmp_path / "many"
    for number in range(40):
        written(top, f"{number:02}.zip", archive(("a.txt", b"a%d" % number), ("b.txt", b"b%d" % number)))
    token = CancelToken()

    def _stop_soon(progress: Progress) -> None:
        if progress.phase == "reading" and progress.done > 20:
            token.cancel()

    stopped = Import(session, pool)
    with pytest.raises(Cancelled):
        stopped.run([top], on_progress=_stop_soon, token=token)
    [row] = session.read(batches)
    assert row.state == "stopped"
    check_counts(stopped.report, row)
    items = session.read(list_evidence)
    parents = [item.id for item in items if not item.parent]
    assert 0 < len(parents) < 40
    assert sorted(item.parent for item in items if item.parent) == sorted(parents * 2)
    held = {file.sha256 for item in items for file in item.files}
    assert {path.stem for path in session.files_folder.glob("??/*")} >= held
    assert session.read(verify, session.files_folder).ok
    whole = Import(session, pool).run([top])
    assert len(whole.files) + len(items) == 120


def test_progress_counts_up_to_all_files_there_are(session: Session, pool: WorkerPool, folder: Path) -> None:
    heard: list[Progress] = []
    report = Import(session, pool).run([folder], on_progress=heard.append)
    phases = list(dict.fromkeys(progress.phase for progress in heard))
    assert phases[:2] == ["scanning", "reading"]
    last = [progress for progress in heard if progress.phase == "reading"][-1]
    assert last.done == last.total == report.seen - len(report.skipped)
    assert (session.cache_folder / FILE_NAME).exists()


def test_a_matter_beside_the_files_is_not_imported_into_itself(session: Session, pool: WorkerPool) -> None:
    written(session.path.parent, "letter.txt", b"a letter")
    report = run(session, pool, session.path.parent)
    assert [Path(file.path).name for file in report.files] == ["letter.txt"]
    assert [(Path(left.path), left.code) for left in report.skipped] == [(session.path, "matter")]


def deletion(changes: ChangeSet) -> Delete:
    """What takes items and files away that a step of an import brought."""
    return Delete(
        what=[row_id for kind, row_id in changes.rows if kind in ("evidence", "file")], cascade=True
    )


def test_an_import_that_runs_is_not_taken_back_and_afterwards_is_whole(
    session: Session, pool: WorkerPool, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evidence_desk.commands.importing._CHUNK_FILES", 1)
    refused: list[str] = []

    def on_changed(changes: ChangeSet) -> None:
        if "file" in changes.kinds and session.imports:
            with pytest.raises(UserError) as caught:
                session.undo()
            refused.append(caught.value.code)

    session.subscribe(on_changed)
    report = run(session, pool, folder)
    assert len(refused) > 1
    assert set(refused) == {"import_running"}
    held = session.read(list_evidence)
    assert len(held) == len(report.files) == 6
    assert session.undo().summary == f"Undo: Import 6 files from {folder.name}"
    assert session.read(list_evidence) == []
    session.redo()
    assert session.read(list_evidence) == held


def test_a_change_made_while_an_import_runs_can_be_taken_back_meanwhile(
    session: Session, pool: WorkerPool, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evidence_desk.commands.importing._CHUNK_FILES", 1)
    undone: list[str] = []

    def on_changed(changes: ChangeSet) -> None:
        if "file" in changes.kinds and session.imports and not undone:
            session.run(AddTag(name="meanwhile"))
            undone.append(session.undo().summary)

    session.subscribe(on_changed)
    run(session, pool, folder)
    assert undone == ["Undo: Add tag meanwhile"]
    session.undo()
    assert session.read(list_evidence) == []
    session.redo()
    assert len(session.read(list_evidence)) == 6


def test_what_is_deleted_while_an_import_runs_does_not_break_it_off(
    session: Session, pool: WorkerPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        written(tmp_path / "in", f"a{number}.txt", b"bytes %d" % number)
        written(tmp_path / "in", f"b{number}.txt", b"bytes %d" % number)
    monkeypatch.setattr("evidence_desk.commands.importing._CHUNK_FILES", 1)
    undone: list[str] = []

    def on_changed(changes: ChangeSet) -> None:
        if "file" in changes.kinds and not undone:
            undone.append("")  # the deletion is heard of as well
            undone[0] = session.run(deletion(changes)).summary

    session.subscribe(on_changed)
    report = run(session, pool, tmp_path / "in")
    assert undone == ["Delete 2 things"]
    assert (report.state, len(report.files), len(report.duplicates)) == ("finished", 4, 4)
    assert len(session.read(list_evidence)) == 3
    assert session.read(verify, session.files_folder).ok


def test_bytes_that_were_taken_in_and_deleted_outlive_a_stop(
    session: Session, pool: WorkerPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        written(tmp_path / "in", f"{number}.txt", b"bytes %d" % number)
    monkeypatch.setattr("evidence_desk.commands.importing._CHUNK_FILES", 1)
    token, gone = CancelToken(), []

    def on_changed(changes: ChangeSet) -> None:
        if "file" in changes.kinds and not gone:
            gone.extend(row_id for kind, row_id in changes.rows if kind == "file")
            session.run(deletion(changes))
            token.cancel()

    session.subscribe(on_changed)
    with pytest.raises(Cancelled):
        Import(session, pool).run([tmp_path / "in"], token=token)
    assert list((session.files_folder / gone[0][:2]).glob(f"{gone[0]}*"))


def test_bytes_somebody_else_put_in_place_and_took_back_outlive_a_stop(
    session: Session, pool: WorkerPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        written(tmp_path / "in", f"{number}.txt", b"bytes %d" % number)
    monkeypatch.setattr("evidence_desk.commands.importing._CHUNK_FILES", 1)
    token, brought = CancelToken(), []

    def on_changed(changes: ChangeSet) -> None:
        if "file" in changes.kinds and not brought:
            brought.append("")  # this change is heard of as well
            brought[0] = put_file(session, b"brought back", "old.txt")
            session.undo()
            token.cancel()

    session.subscribe(on_changed)
    with pytest.raises(Cancelled):
        Import(session, pool).run([tmp_path / "in"], token=token)
    assert (session.files_folder / brought[0][:2] / f"{brought[0]}.txt").exists()


def test_a_last_step_that_fails_leaves_the_report_and_no_bytes(
    session: Session, pool: WorkerPool, folder: Path
) -> None:
    run(session, pool, folder / "3 notes.txt")
    broken = Import(session, pool, tags=["tag:Gone"])
    with pytest.raises(UserError, match="There is no tag 'tag:Gone'"):
        broken.run([folder / "1 mail.eml", folder / "3 notes.txt"])
    assert broken.report.state == "broken_off"
    first, last = session.read(batches)
    assert (first.state, last.state) == ("finished", "broken_off")
    check_counts(broken.report, last)
    assert len([path for path in session.files_folder.glob("??/*") if path.is_file()]) == 1


def test_tags_are_put_on_by_any_reference_and_an_unknown_one_is_named(
    session: Session, pool: WorkerPool, folder: Path
) -> None:
    session.run(AddTag(name="Key"))
    Import(session, pool, tags=["tag:Key"]).run([folder / "3 notes.txt"])
    assert [item.tags for item in session.read(list_evidence)] == [("Key",)]
    with pytest.raises(UserError, match="There is no tag 'tag:Gone'"):
        Import(session, pool, tags=["tag:Gone"]).run([folder / "1 mail.eml"])
