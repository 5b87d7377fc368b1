"""A production becomes evidence: one item a document, families and labels kept, nothing twice, nothing lost."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.commands.deletion import Delete
from evidence_desk.commands.evidence import AddEvidence
from evidence_desk.commands.importing import read_missing_text
from evidence_desk.commands.loadfile_import import LoadedProduction, LoadFileImport
from evidence_desk.commands.session import ChangeSet, Session
from evidence_desk.intake.loadfiles.loading import SetRequest
from evidence_desk.jobs.progress import Cancelled, CancelToken, Progress
from evidence_desk.queries import integrity
from evidence_desk.queries.batches import batches, unfinished
from evidence_desk.queries.evidence import evidence_ids, evidence_rows
from evidence_desk.queries.provenance import provenance
from evidence_desk.queries.search import matching_ids, read_query
from evidence_desk.store import tables as t
from evidence_desk.support.errors import CommandError, UserError
from tests.intake.loadfiles.write import write_dat


@pytest.fixture(scope="module")
def desk() -> Iterator[LocalDesk]:
    made = LocalDesk()
    yield made
    made.close()


@pytest.fixture
def session(desk: LocalDesk, tmp_path: Path) -> Iterator[Session]:
    made = desk.new_matter(tmp_path / "case.edesk", profile="us_federal_civil", title="A v. B")
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A production: a mail and its attachment, a scan of three pages of which two are alike, a text alone."""
    made = tmp_path / "VOL01"
    for name in ("N", "I", "T"):
        (made / name).mkdir(parents=True)
    (made / "N" / "1.txt").write_text("The servers were down all night.")
    (made / "N" / "2.txt").write_text("Invoice of January.")
    for number, shade in ((1, 10), (2, 20), (3, 10)):
        Image.new("L", (50, 70), shade).save(made / "I" / f"{number}.tif")
    (made / "T" / "3.txt").write_bytes(b"page one\x0cpage two")
    (made / "T" / "4.txt").write_text("nothing but words")
    (made / "I" / "2.txt").write_text("words of the second page")
    header = ["BEGBATES", "ENDBATES", "BEGATTACH", "ENDATTACH", "CUSTODIAN", "FROM", "SUBJECT", "DATESENT"]
    header += ["NATIVEPATH", "TEXTPATH", "Weird"]
    rows = [
        ["A-2", "A-2", "A-1", "A-2", "Li", "", "", "", "N\\2.txt", "", ""],
        ["A-1", "A-1", "A-1", "A-2", "Li", "ann@example.org", "Outage", "5/21/2001", "N\\1.txt", "", "odd"],
        ["A-3", "A-5", "", "", "Wang", "", "Scan", "", "", "T\\3.txt", ""],
        ["A-6", "A-6", "", "", "", "", "", "", "", "T\\4.txt", ""],
        ["A-7", "A-7", "", "", "", "", "gone", "", "N\\none.txt", "", ""],
    ]
    (made / "load.dat").write_bytes(write_dat(header, rows))
    lines = ["A-3,V,I\\1.tif,Y,,,3", "A-4,V,I\\2.tif,,,,", "A-5,V,I\\3.tif,,,,"]
    (made / "load.opt").write_text("\r\n".join(lines))
    return made


def _import(session: Session, desk: LocalDesk, folder: Path, **options: Any) -> LoadedProduction:
    request = SetRequest(load_file=folder / "load.dat", images=folder / "load.opt")
    return LoadFileImport(session, desk.pool, request, **options).run()


def _rows(connection: Connection, table: Any) -> list[Any]:
    return list(connection.execute(select(table)).all())


def _items(session: Session) -> dict[str, Any]:
    return {row.title: row for row in session.read(_rows, t.EVIDENCE)}


def _files(session: Session, evidence: str) -> list[Any]:
    joins = [row for row in session.read(_rows, t.EVIDENCE_FILE) if row.evidence_id == evidence]
    rows = {row.id: row for row in session.read(_rows, t.FILE)}
    return [rows[join.file_id] for join in sorted(joins, key=lambda row: row.position)]


def test_each_document_is_one_item_with_its_fields(session: Session, desk: LocalDesk, folder: Path) -> None:
    made = _import(session, desk, folder)
    items = _items(session)
    assert sorted(items) == ["A-2", "A-6", "Outage", "Scan"]
    mail = items["Outage"]
    assert (mail.author, mail.custodian, mail.date_text, mail.exhibit) == (
        "ann@example.org",
        "Li",
        "2001-05-21",
        "",
    )
    assert mail.guesses["date"] == mail.guesses["title"] == mail.guesses["custodian"] == "load_file"
    assert items["A-2"].parent_id == mail.id
    assert mail.parent_id is None
    facts = _files(session, mail.id)[0].facts["load_file"]
    assert (facts["line"], facts["begin_bates"], facts["columns"]["Weird"]) == (3, "A-1", "odd")
    assert made.load_file.documents == 5
    assert [left.code for left in made.files.failed] == ["original_missing"]


def test_the_counts_add_up(session: Session, desk: LocalDesk, folder: Path) -> None:
    (folder / "N" / "stray.txt").write_text("named by no line")
    made = _import(session, desk, folder)
    names = {Path(one.path).name for one in made.files.files}
    assert names == {"1.txt", "2.txt", "1.tif", "2.tif", "3.tif", "3.txt", "4.txt"}
    assert made.files.duplicates == []
    assert [left.path for left in made.files.skipped] == ["N/stray.txt"]
    on_disk = [path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".dat", ".opt")]
    gone = 1
    assert made.files.seen == len(on_disk) + gone


def test_pages_bear_bates_numbers_and_produced_text(session: Session, desk: LocalDesk, folder: Path) -> None:
    _import(session, desk, folder)
    scan = _files(session, _items(session)["Scan"].id)
    assert [row.name for row in scan] == ["1.tif", "2.tif", "3.tif"]
    assert [row.facts["load_file"]["labels"] for row in scan] == [["A-3"], ["A-4"], ["A-5"]]
    assert session.page_text(scan[0].id, 1) == "page one\npage two"
    assert [session.page_text(row.id, 1) for row in scan[1:]] == ["words of the second page", ""]
    session.index_text()
    assert list(session.search(matching_ids, read_query('"A-5"'))) == [_items(session)["Scan"].id]
    alone = _files(session, _items(session)["A-6"].id)[0]
    assert session.page_text(alone.id, 1) == "nothing but words"


def test_items_are_listed_and_ordered_by_their_numbers(
    session: Session, desk: LocalDesk, folder: Path
) -> None:
    session.run(AddEvidence(title="Of no production"))
    _import(session, desk, folder)

    def listed(order: str) -> list[str]:
        return [row.numbers for row in session.read(evidence_rows, session.read(evidence_ids, order=order))]

    numbers = listed("numbers")
    assert "Of no production" not in numbers
    assert [each for each in numbers if each] == sorted(each for each in numbers if each)
    assert numbers[-1] == ""
    assert numbers[0].startswith("A-1")
    assert [each for each in listed("-numbers") if each] == [each for each in numbers if each][::-1]
    assert listed("-numbers")[-1] == ""


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("Sample_0000005", "Sample_0000005 · SYM-01_REV – SYM-02_REV"),
        ('"Sample_0000005"', "Sample_0000005 · SYM-01_REV – SYM-02_REV"),
        ("Sample_00000*", "Sample_0000005 · SYM-01_REV – SYM-02_REV"),
        ("SYM-02_REV", "Sample_0000005 · SYM-01_REV – SYM-02_REV"),
    ],
)
def test_an_item_is_found_and_shown_with_its_numbers(
    session: Session, desk: LocalDesk, folder: Path, query: str, shown: str
) -> None:
    header = ["Control Number", "BEGBATES", "ENDBATES", "SUBJECT", "NATIVEPATH"]
    rows = [
        ["Sample_0000005", "SYM-01_REV", "SYM-02_REV", "RE: Import", "N\\1.txt"],
        ["Sample_9900006", "", "", "RE: Import", "N\\2.txt"],
    ]
    (folder / "load.dat").write_bytes(write_dat(header, rows))
    LoadFileImport(session, desk.pool, SetRequest(load_file=folder / "load.dat")).run()
    session.index_text()
    (found,) = session.search(matching_ids, read_query(query))
    assert session.read(provenance, _files(session, found)[0].id).numbers == shown


def test_a_held_item_is_found_by_the_number_it_is_met_under(
    session: Session, desk: LocalDesk, folder: Path
) -> None:
    desk.import_paths(session, [folder / "N" / "1.txt"])
    session.index_text()
    rows = [["Sample_0000005", "N\\1.txt"]]
    (folder / "load.dat").write_bytes(write_dat(["Control Number", "NATIVEPATH"], rows))
    LoadFileImport(session, desk.pool, SetRequest(load_file=folder / "load.dat")).run()
    session.index_text()
    held = session.read(_rows, t.EVIDENCE)[0].id
    assert list(session.search(matching_ids, read_query("Sample_0000005"))) == [held]


def test_labels_and_produced_text_come_back_after_the_cache_is_lost(
    session: Session, desk: LocalDesk, folder: Path, tmp_path: Path
) -> None:
    _import(session, desk, folder)
    scan = _files(session, _items(session)["Scan"].id)[0].id
    cache = session.cache_folder
    session.close()
    shutil.rmtree(cache)
    again = desk.open_matter(tmp_path / "case.edesk")
    try:
        assert again.page_text(scan, 1) is None
        read_missing_text(again, desk.pool)
        assert again.page_text(scan, 1) == "page one\npage two"
        assert again._page_label(scan, 1) == "A-3"
    finally:
        again.close()


def test_a_second_import_joins_and_makes_nothing(session: Session, desk: LocalDesk, folder: Path) -> None:
    _import(session, desk, folder)
    before = len(_items(session))
    made = _import(session, desk, folder)
    assert len(_items(session)) == before
    assert not made.files.files
    places = session.read(_rows, t.FILE_PLACE)
    assert sorted(row.path.rpartition(", ")[2] for row in places) == ["A-1", "A-2", "A-3", "A-6"]


def test_a_file_that_is_held_already_is_joined(session: Session, desk: LocalDesk, folder: Path) -> None:
    desk.import_paths(session, [folder / "N" / "1.txt"])
    held = session.read(_rows, t.EVIDENCE)[0].id
    _import(session, desk, folder)
    assert len(_items(session)) == 4
    assert _items(session)["A-2"].parent_id == held
    assert session.read(_rows, t.FILE_PLACE)[0].path.endswith("load.dat, A-1")


def test_the_batch_keeps_the_report_and_undo_takes_all_back(
    session: Session, desk: LocalDesk, folder: Path
) -> None:
    made = _import(session, desk, folder)
    batch = session.read(_rows, t.BATCH)[0]
    assert len(batch.report["load_file"]["findings"]) == len(made.load_file.findings)
    assert batch.source == "load.dat"
    assert session.read(integrity.verify, session.files_folder).ok
    session.undo()
    assert not _items(session)
    assert not session.read(_rows, t.FILE)
    session.redo()
    assert session.read(_rows, t.BATCH) == [batch]


def test_a_production_is_a_batch_like_any_other(session: Session, desk: LocalDesk, folder: Path) -> None:
    (folder / "N" / "stray.txt").write_text("named by no line")
    for _ in range(2):
        made = _import(session, desk, folder)
        row = session.read(batches)[-1]
        assert (row.id, row.state, row.source) == (made.files.batch, "finished", "load.dat")
        outcomes = Counter(one.outcome for one in row.files)
        counts = (row.imported, row.duplicates, row.failed, row.skipped)
        assert counts == tuple(outcomes[name] for name in ("imported", "duplicate", "failed", "skipped"))
        assert row.seen == sum(counts) == made.files.seen


def test_findings_stay_with_the_run(session: Session, desk: LocalDesk, folder: Path) -> None:
    lines = (folder / "load.opt").read_text().replace("Y,,,3", "Y,,,4")
    (folder / "load.opt").write_text(lines)
    made = _import(session, desk, folder)
    [kept] = session.read(batches)
    assert [one.code for one in kept.findings] == [one.code for one in made.load_file.findings]
    missing = next(one for one in kept.findings if one.code == "original_missing")
    assert (missing.place, missing.message[:3]) == ("load.dat:6", "A-7")
    listed = Counter((one.code, one.message) for one in kept.lines if one.outcome != "imported")
    assert set(listed) >= {(one.code, one.message) for one in kept.findings}
    assert max(listed.values()) == 1  # what was not taken in is told once
    assert any(one.outcome == "finding" and one.code == "page_count_mismatch" for one in kept.lines)
    first = _files(session, _items(session)["Scan"].id)[0]
    assert [code for code, _message in session.read(provenance, first.id).warnings] == [
        "page_count_mismatch",
        "text_pages",
    ]


def test_a_production_without_its_images_is_not_made_twice_and_each_number_is_a_finding(
    session: Session, desk: LocalDesk, folder: Path
) -> None:
    (folder / "T" / "5.txt").write_text("words of the scan")
    rows = [["S-1", "T\\5.txt"], ["S-3", "T\\4.txt"]]
    (folder / "load.dat").write_bytes(write_dat(["BEGBATES", "TEXTPATH"], rows))
    (folder / "load.opt").write_text("S-1,V,I\\1.tif,Y,,,\nS-2,V,I\\2.tif,,,,\nS-3,V,I\\3.tif,Y,,,")
    assert _import(session, desk, folder).documents.items == 2
    before, step = _items(session), session.undo_label
    (folder / "T" / "4.txt").write_text("words that were read anew")
    made = LoadFileImport(session, desk.pool, SetRequest(load_file=folder / "load.dat")).run()
    assert _items(session) == before
    assert (made.documents.items, made.documents.held) == (0, 2)
    found = [one for one in made.load_file.findings if one.code == "number_held"]
    assert [(one.line, one.message.partition(":")[0]) for one in found] == [(2, "S-1"), (3, "S-3")]
    assert session.undo_label == step
    assert session.read(integrity.verify, session.files_folder).ok
    stored = {path.name[:64] for path in session.files_folder.glob("??/*")}
    assert stored == {row.id[:64] for row in session.read(_rows, t.FILE)}


def test_another_document_under_a_number_that_is_held_is_a_further_item_with_a_finding(
    session: Session, desk: LocalDesk, folder: Path
) -> None:
    for text in ("one letter", "quite another letter"):
        (folder / "N" / "1.txt").write_text(text)
        (folder / "load.dat").write_bytes(write_dat(["BEGBATES", "NATIVEPATH"], [["B-1", "N\\1.txt"]]))
        made = LoadFileImport(session, desk.pool, SetRequest(load_file=folder / "load.dat")).run()
    assert len(session.read(_rows, t.EVIDENCE)) == 2
    assert [one.code for one in made.load_file.findings if one.code.startswith("number")] == [
        "number_of_other"
    ]


def test_undo_takes_back_a_production_of_many_steps(
    session: Session, desk: LocalDesk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evidence_desk.commands.loadfile_import._CHUNK_DOCUMENTS", 1)
    _import(session, desk, folder)
    assert session.undo_label == "Import 8 files from load.dat"
    session.undo()
    assert not session.read(_rows, t.FILE)
    assert session.undo_label is None


def test_what_is_deleted_while_it_runs_does_not_break_it_off(
    session: Session, desk: LocalDesk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evidence_desk.commands.loadfile_import._CHUNK_DOCUMENTS", 1)
    (folder / "N" / "2.txt").write_bytes((folder / "N" / "1.txt").read_bytes())
    rows = [["B-1", "N\\1.txt"], ["B-2", "N\\2.txt"]]
    (folder / "load.dat").write_bytes(write_dat(["BEGBATES", "NATIVEPATH"], rows))
    undone: list[str] = []

    def on_changed(changes: ChangeSet) -> None:
        if "file" in changes.kinds and not undone:
            undone.append("")  # the deletion is heard of as well
            gone = [row_id for kind, row_id in changes.rows if kind in ("evidence", "file")]
            undone[0] = session.run(Delete(what=gone, cascade=True)).summary

    session.subscribe(on_changed)
    made = LoadFileImport(session, desk.pool, SetRequest(load_file=folder / "load.dat")).run()
    assert undone == ["Delete 2 things"]
    assert (made.files.state, len(made.files.files)) == ("finished", 2)
    (item,) = _items(session).values()
    (file,) = _files(session, item.id)
    assert item.title == "B-2"
    assert session.page_text(file.id, 1) == "The servers were down all night."
    assert session.read(integrity.verify, session.files_folder).ok


def test_a_set_without_identifiers_changes_nothing(session: Session, desk: LocalDesk, folder: Path) -> None:
    (folder / "load.dat").write_bytes(write_dat(["Name", "Domain"], [["x", "y"]]))
    with pytest.raises(UserError) as refused:
        _import(session, desk, folder)
    assert refused.value.code == "unmapped"
    assert "--save-mapping" in refused.value.remedy
    assert not session.read(_rows, t.BATCH)


def test_a_stop_is_honoured(session: Session, desk: LocalDesk, folder: Path) -> None:
    token = CancelToken()
    token.cancel()
    request = SetRequest(load_file=folder / "load.dat")
    with pytest.raises(Cancelled):
        LoadFileImport(session, desk.pool, request).run(token=token)
    assert not _items(session)


def test_an_error_before_the_first_document_ends_the_run(
    session: Session, desk: LocalDesk, folder: Path
) -> None:
    refusal = (
        "CREATE TRIGGER refused BEFORE UPDATE ON meta WHEN new.key LIKE 'import:%'"
        """ AND new.value LIKE '%"state": "running"%' BEGIN SELECT RAISE(ABORT, 'refused'); END"""
    )
    with closing(sqlite3.connect(session.path / "matter.sqlite")) as raw, raw:
        raw.execute(refusal)
    with pytest.raises(DBAPIError, match="refused"):
        _import(session, desk, folder)
    assert session.imports == set()
    [run] = session.read(unfinished)
    assert (run.state, run.left) == ("broken_off", 5)


def test_a_stop_leaves_no_bytes_nobody_names(
    session: Session, desk: LocalDesk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evidence_desk.commands.loadfile_import._CHUNK_DOCUMENTS", 2)
    token = CancelToken()
    kept = {path for path in session.files_folder.rglob("*") if path.is_file()}

    def _on_progress(progress: Progress) -> None:
        if progress.phase == "reading" and progress.done:
            (folder / "N" / "2.txt").unlink()  # what is read last would have been taken in
            token.cancel()

    run = LoadFileImport(session, desk.pool, SetRequest(load_file=folder / "load.dat"))
    with pytest.raises(Cancelled):
        run.run(on_progress=_on_progress, token=token)
    [row] = session.read(batches)
    assert (row.id, row.state) == (run.report.batch, "stopped")
    named = {session.file_path(row.id) for row in session.read(_rows, t.FILE)}
    assert named
    assert {path for path in session.files_folder.rglob("*") if path.is_file()} - kept == named


def test_pages_without_a_load_file_are_documents(session: Session, desk: LocalDesk, folder: Path) -> None:
    request = SetRequest(images=folder / "load.opt")
    with pytest.raises(CommandError) as caught:
        LoadFileImport(session, desk.pool, request, type="scribble").run()
    assert caught.value.code == "unknown_type"
    assert _items(session) == {}
    made = LoadFileImport(session, desk.pool, request, type="Contract").run()
    assert made.load_file.documents == 1
    item = _items(session)["A-3"]
    assert item.type == "contract"
    assert [row.name for row in _files(session, item.id)] == ["1.tif", "2.tif", "3.tif"]


def test_a_picture_of_several_pages_counts_its_labels_on(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    pages = [Image.new("L", (40, 40), shade) for shade in (1, 2, 3)]
    pages[0].save(tmp_path / "all.tif", save_all=True, append_images=pages[1:])
    (tmp_path / "x.opt").write_text("B-009,,all.tif,Y,,,3\n")
    request = SetRequest(images=tmp_path / "x.opt", folder=tmp_path)
    made = LoadFileImport(session, desk.pool, request).run()
    assert "page_count_mismatch" not in [one.code for one in made.load_file.findings]
    sha256 = _files(session, _items(session)["B-009"].id)[0].id
    assert [session._page_label(sha256, number) for number in (1, 2, 3)] == ["B-009", "B-010", "B-011"]


def _scan(folder: Path, pages: int, *, text: bytes, inline: str = "") -> SetRequest:
    """Write a document of so many one-page pictures; the last is byte for byte the second one."""
    for number in range(1, pages + 1):
        shade = 20 if number == pages else number * 10
        Image.new("L", (50, 70), shade).save(folder / f"{number}.tif")
    (folder / "whole.text").write_bytes(text)
    row = ["B-1", f"B-{pages}", inline or "whole.text"]
    (folder / "x.dat").write_bytes(write_dat(["BEGBATES", "ENDBATES", "TEXTPATH"], [row]))
    lines = [
        f"B-{n},,{n}.tif,{'Y' if n == 1 else ''},,,{pages if n == 1 else ''}" for n in range(1, pages + 1)
    ]
    (folder / "x.opt").write_text("\n".join(lines))
    return SetRequest(load_file=folder / "x.dat", images=folder / "x.opt")


def _texts(session: Session) -> list[str]:
    item = next(iter(_items(session).values()))
    return [session.page_text(row.id, 1) for row in _files(session, item.id)]


@pytest.mark.parametrize("text", [b"one\x0ctwo\x0cthree\x0cfour", b"one\x0ctwo\x0cthree\x0cfour\x0c\r\n"])
def test_the_text_of_a_document_stands_on_the_page_it_is_of(
    session: Session, desk: LocalDesk, tmp_path: Path, text: bytes
) -> None:
    made = LoadFileImport(session, desk.pool, _scan(tmp_path, 4, text=text)).run()
    assert _texts(session) == ["one", "two", "three", "four"]
    assert "text_pages" not in {one.code for one in made.load_file.findings}
    session.index_text()
    assert session.search(matching_ids, read_query("three"))
    shutil.rmtree(session.cache_folder)
    path = session.path
    session.close()
    again = desk.open_matter(path)
    read_missing_text(again, desk.pool)
    assert _texts(again) == ["one", "two", "three", "four"]
    again.close()


def test_text_in_the_load_file_itself_stands_on_its_pages(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    LoadFileImport(session, desk.pool, _scan(tmp_path, 3, text=b"", inline="one\x0ctwo\x0cthree")).run()
    assert _texts(session) == ["one", "two", "three"]


def test_a_blank_last_page_is_a_page_where_the_numbers_say_so(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    LoadFileImport(session, desk.pool, _scan(tmp_path, 3, text=b"one\x0ctwo\x0c")).run()
    assert [text.strip() for text in _texts(session)] == ["one", "two", ""]


def test_text_that_does_not_fit_the_pages_stays_on_the_first_and_is_one_finding(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    made = LoadFileImport(session, desk.pool, _scan(tmp_path, 4, text=b"one\x0ctwo")).run()
    assert _texts(session) == ["one\ntwo", "", "", ""]
    found = [one for one in made.load_file.findings if one.code == "text_pages"]
    assert len(found) == 1
    assert found[0].message.startswith("B-1: its text has 2 pages and its images have 4;")


def test_a_picture_of_several_pages_gets_its_text_page_by_page(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    request = _scan(tmp_path, 1, text=b"one\x0ctwo\x0cthree\x0c")
    pages = [Image.new("L", (40, 40), shade) for shade in (1, 2, 3)]
    pages[0].save(tmp_path / "1.tif", save_all=True, append_images=pages[1:])
    made = LoadFileImport(session, desk.pool, request).run()
    sha256 = _files(session, next(iter(_items(session).values())).id)[0].id
    assert [session.page_text(sha256, number) for number in (1, 2, 3)] == ["one", "two", "three"]
    assert "text_pages" not in {one.code for one in made.load_file.findings}


def test_a_subject_over_two_lines_is_one_title_and_right_to_left_signs_stay_in_it(
    session: Session, desk: LocalDesk, folder: Path
) -> None:
    rows = [
        ["C-1", "N\\1.txt", "Re: line one\nline two\tx"],
        ["C-2", "N\\2.txt", "\u200fשלום\u200f hello"],
    ]
    (folder / "load.dat").write_bytes(write_dat(["BEGBATES", "NATIVEPATH", "SUBJECT"], rows))
    LoadFileImport(session, desk.pool, SetRequest(load_file=folder / "load.dat")).run()
    assert sorted(_items(session)) == sorted(["Re: line one line two x", "\u200fשלום\u200f hello"])
