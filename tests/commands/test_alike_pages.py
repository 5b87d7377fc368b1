"""Pages of productions whose images are byte for byte alike: each shows at its place, under its own number."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import Connection, select

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.commands.evidence import AddEvidence, EditEvidence
from evidence_desk.commands.importing import Import, read_missing_text
from evidence_desk.commands.intake import ImportedFile, ImportedItem, ImportFiles
from evidence_desk.commands.links import AddCite, EditCite
from evidence_desk.commands.loadfile_import import LoadedProduction, LoadFileImport
from evidence_desk.commands.session import Session
from evidence_desk.domain.words import Spread
from evidence_desk.intake.loadfiles.loading import SetRequest
from evidence_desk.queries import integrity
from evidence_desk.queries.batches import batches
from evidence_desk.queries.belonging import belonging
from evidence_desk.queries.evidence import list_evidence
from evidence_desk.queries.links import cites
from evidence_desk.queries.pages import PageLabel, page_labels
from evidence_desk.queries.provenance import provenance
from evidence_desk.queries.rows import EvidenceRow, FileRow
from evidence_desk.queries.search import read_query, search
from evidence_desk.replica.container import check_file_rows
from evidence_desk.replica.merge import bring_back
from evidence_desk.replica.pack import Wish, take_offline
from evidence_desk.replica.unpack import open_copy
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


def _produce(folder: Path, name: str, documents: list[str], *, has_text: bool = True) -> SetRequest:
    """Write a production; a document is a word with a letter for each page, ``_`` for the blank one."""
    (folder / name).mkdir(parents=True)
    rows, lines, number = [], [], 0
    for document in documents:
        first = number + 1
        for at, letter in enumerate(document):
            number += 1
            path = f"{name}/{number}.tif"
            Image.new("L", (50, 70), 255 if letter == "_" else ord(letter)).save(folder / path)
            lines.append(f"{name}{number:03},,{path},{'' if at else 'Y'},,,{'' if at else len(document)}")
        (folder / name / f"{first}.text").write_text("\f".join(f"words{n}" for n in range(first, number + 1)))
        text = f"{name}/{first}.text" if has_text else ""
        rows.append([f"{name}{first:03}", f"{name}{number:03}", text])
    (folder / f"{name}.dat").write_bytes(write_dat(["BEGBATES", "ENDBATES", "TEXTPATH"], rows))
    (folder / f"{name}.opt").write_text("\n".join(lines))
    return SetRequest(load_file=folder / f"{name}.dat", images=folder / f"{name}.opt")


def _take_in(session: Session, desk: LocalDesk, request: SetRequest) -> LoadedProduction:
    return LoadFileImport(session, desk.pool, request).run()


def _items(session: Session) -> dict[str, EvidenceRow]:
    return {row.title: row for row in session.read(list_evidence)}


def _labels(session: Session, item: EvidenceRow) -> list[str]:
    return [session._page_label(file.id, 1) for file in item.files]


def _texts(session: Session, item: EvidenceRow) -> list[str | None]:
    return [session.page_text(file.id, 1) for file in item.files]


def _bytes_of(files: tuple[FileRow, ...]) -> list[int]:
    """Tell which files have the same bytes."""
    hashes = [file.sha256 for file in files]
    return [hashes.index(each) for each in hashes]


def _is_whole(session: Session) -> bool:
    return session.read(integrity.verify, session.files_folder).ok


def _file_ids(connection: Connection) -> list[str]:
    return list(connection.execute(select(t.FILE.c.id)).scalars())


@pytest.mark.parametrize(
    ("pages", "alike"), [("a_b_", [0, 1, 2, 1]), ("____", [0, 0, 0, 0]), ("_ab_", [0, 1, 2, 0])]
)
def test_every_page_shows_at_its_place(
    session: Session, desk: LocalDesk, tmp_path: Path, pages: str, alike: list[int]
) -> None:
    made = _take_in(session, desk, _produce(tmp_path, "A", [pages]))
    (item,) = _items(session).values()
    assert _bytes_of(item.files) == alike
    assert _labels(session, item) == ["A001", "A002", "A003", "A004"]
    assert _texts(session, item) == ["words1", "words2", "words3", "words4"]
    assert [file.numbers for file in item.files][1:] == ["A002", "A003", "A004"]
    assert [Path(file.original_path).name for file in item.files] == ["1.tif", "2.tif", "3.tif", "4.tif"]
    assert (len(made.files.files), made.files.duplicates) == (5, [])  # four pages and a text
    found = session.read(integrity.verify, session.files_folder)
    assert (found.ok, found.files_checked) == (True, len(set(alike)) + 1)


def test_a_word_is_found_on_the_page_it_stands_on(session: Session, desk: LocalDesk, tmp_path: Path) -> None:
    _take_in(session, desk, _produce(tmp_path, "A", ["a_b_"]))
    session.index_text()
    (item,) = _items(session).values()
    for at in (1, 3):
        (hit,) = session.search(search, read_query(f"words{at + 1}")).hits
        assert (hit.file, hit.page) == (item.files[at].id, 1)
    assert session.read(page_labels, [item.files[3].id]) == [
        PageLabel(item.files[3].id, 1, "A004", ("A004",))
    ]


def test_cites_of_alike_pages_point_at_the_right_one(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    _take_in(session, desk, _produce(tmp_path, "A", ["a_b_"]))
    (item,) = _items(session).values()
    second, fourth = item.files[1], item.files[3]
    assert second.sha256 == fourth.sha256
    for file, quote in ((fourth, "words4"), (second, "words2")):
        session.run(AddCite(evidence=item.id, file=file.id, page=1, quote=quote))
    found = session.read(cites, evidence=item.id)
    assert {(cite.file, cite.label, cite.state) for cite in found} == {
        (second.id, "A002", "ok"),
        (fourth.id, "A004", "ok"),
    }
    (there,) = (cite for cite in found if cite.file == second.id)
    session.run(EditCite(cite=there.id, file=f"file:{fourth.id}", quote="words4"))
    assert {cite.label for cite in session.read(cites, evidence=item.id)} == {"A004"}
    with pytest.raises(CommandError) as caught:
        session.run(EditEvidence(evidence=item.id, files=[file.id for file in item.files[:3]]))
    assert caught.value.code == "file_cited"


def test_the_hash_alone_names_the_page_an_item_has(session: Session, desk: LocalDesk, tmp_path: Path) -> None:
    _take_in(session, desk, _produce(tmp_path, "A", ["a_", "b_", "c__"]))
    items = _items(session)
    blank = items["A001"].files[1].sha256
    for title, label in (("A001", "A002"), ("A003", "A004")):
        session.run(AddCite(evidence=items[title].id, file=f"file:{blank[:12]}", page=1))
        assert [cite.label for cite in session.read(cites, evidence=items[title].id)] == [label]
    with pytest.raises(CommandError) as caught:
        session.run(AddCite(evidence=items["A005"].id, file=f"file:{blank}", page=1))
    assert caught.value.code == "which_file"
    other = items["A005"].files[2].id
    with pytest.raises(CommandError) as caught:
        session.run(AddCite(evidence=items["A001"].id, file=other, page=1))
    assert caught.value.code == "not_its_file"


def test_documents_that_share_a_page_have_each_its_own(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    _take_in(session, desk, _produce(tmp_path, "A", ["_a", "_b", "c_", "_", "_", "c_"]))
    items = _items(session)
    assert {title: _labels(session, item) for title, item in items.items()} == {
        "A001": ["A001", "A002"],
        "A003": ["A003", "A004"],
        "A005": ["A005", "A006"],
        "A007": ["A007"],
        "A008": ["A008"],
        "A009": ["A009", "A010"],
    }
    assert _texts(session, items["A003"]) == ["words3", "words4"]
    assert _texts(session, items["A005"]) == ["words5", "words6"]
    assert items["A003"].numbers.startswith("A003")
    session.index_text()
    (hit,) = session.search(search, read_query("A003")).hits
    assert hit.evidence == items["A003"].id


def test_a_second_production_describes_the_pages_it_shares(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    _take_in(session, desk, _produce(tmp_path / "1", "A", ["a_"]))
    _take_in(session, desk, _produce(tmp_path / "2", "B", ["_b", "c_"]))
    items = _items(session)
    assert _labels(session, items["B001"]) == ["B001", "B002"]
    assert _texts(session, items["B003"]) == ["words3", "words4"]
    session.undo()
    assert _labels(session, _items(session)["A001"]) == ["A001", "A002"]
    session.redo()
    session.undo()
    session.undo()
    assert session.read(_file_ids) == []
    session.redo()
    session.redo()
    assert _labels(session, _items(session)["B001"]) == ["B001", "B002"]
    assert _is_whole(session)


@pytest.mark.parametrize("documents_a_step", [50, 1])
def test_importing_again_does_nothing_twice(
    session: Session,
    desk: LocalDesk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    documents_a_step: int,
) -> None:
    monkeypatch.setattr("evidence_desk.commands.loadfile_import._CHUNK_DOCUMENTS", documents_a_step)
    request = _produce(tmp_path, "A", ["_a", "_b", "__", "_", "_"])
    first = _take_in(session, desk, request)
    before = sorted(session.read(_file_ids))
    again = _take_in(session, desk, request)
    assert (again.documents.items, again.documents.held) == (0, first.documents.items)
    assert (again.files.files, len(again.files.duplicates)) == ([], first.files.seen)
    assert sorted(session.read(_file_ids)) == before
    for row in session.read(batches):
        outcomes = Counter(one.outcome for one in row.files)
        assert (row.imported, row.duplicates) == (outcomes["imported"], outcomes["duplicate"])
        assert row.seen == first.files.seen
    assert len(_items(session)) == 5


def test_a_document_an_earlier_version_took_in_is_known_again(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    """It kept alike pages once, as one page that bore their numbers."""
    request = _produce(tmp_path, "A", ["_a_"], has_text=False)
    _take_in(session, desk, request)
    (new,) = _items(session).values()
    rows = session.read(_file_rows)
    session.undo()
    files = [_as_once(rows[file.id]) for file in new.files[:2]]
    files[0].facts["load_file"]["labels"] = ["A001, A003"]
    item = ImportedItem(files=[file.sha256 for file in files], title="A001")
    session.run(ImportFiles(batch=session.new_id(), source="A.dat", files=files, items=[item]))
    (old,) = _items(session).values()
    assert [file.numbers for file in old.files] == ["A001 – A003", "A002"]
    again = _take_in(session, desk, request)
    assert (again.documents.items, again.documents.held) == (0, 1)


def _file_rows(connection: Connection) -> dict[str, Any]:
    return {row["id"]: dict(row) for row in connection.execute(select(t.FILE)).mappings()}


def _as_once(row: dict[str, Any]) -> ImportedFile:
    same = {one.name: row[one.name] for one in fields(ImportedFile) if one.name not in ("id", "sha256")}
    return ImportedFile(sha256=row["id"], **same)


def test_one_image_that_is_named_for_several_pages_came_once(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    request = _produce(tmp_path, "A", ["a_b"])
    lines = (tmp_path / "A.opt").read_text().replace("A/3.tif", "A/2.tif")
    (tmp_path / "A.opt").write_text(lines)
    (tmp_path / "A" / "3.tif").unlink()
    made = _take_in(session, desk, request)
    (item,) = _items(session).values()
    assert _labels(session, item) == ["A001", "A002", "A003"]
    assert len(made.files.files) == 3  # two images and a text
    (row,) = session.read(batches)
    assert (row.imported, len(row.files)) == (3, 3)


def test_the_pages_come_back_after_the_cache_is_lost(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    _take_in(session, desk, _produce(tmp_path / "1", "A", ["a_b_", "_c"]))
    shutil.rmtree(session.cache_folder)
    path = session.path
    session.close()
    again = desk.open_matter(path)
    read_missing_text(again, desk.pool)
    items = _items(again)
    assert _texts(again, items["A001"]) == ["words1", "words2", "words3", "words4"]
    assert _labels(again, items["A005"]) == ["A005", "A006"]
    again.close()


def test_a_picture_held_before_gets_its_number_from_the_production(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    Image.new("L", (50, 70), 255).save(tmp_path / "blank.tif")
    Import(session, desk.pool).run([tmp_path / "blank.tif"])
    made = _take_in(session, desk, _produce(tmp_path, "A", ["_a"]))
    item = _items(session)["A001"]
    assert (_labels(session, item), _texts(session, item)) == (["A001", "A002"], ["words1", "words2"])
    first = session.read(provenance, item.files[0].id)
    assert (first.sha256, first.numbers) == (item.files[0].sha256, "A001 – A002")
    assert {Path(one.path).name for one in made.files.files} == {"1.tif", "2.tif", "1.text"}
    again = Import(session, desk.pool).run([tmp_path / "A" / "1.tif"])
    assert (len(again.duplicates), len(session.read(_file_ids))) == (1, 4)


def test_an_original_nobody_can_read_has_the_pages_of_the_text_of_its_own_document(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    for name, pages in (("A", 3), ("B", 2), ("C", 0)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.bin").write_bytes(b"\x00\x01\x02\x03 no program knows this \xff\xfe" * 9)
        (tmp_path / name / "1.txt").write_text("\f".join(f"page {n} of {name}" for n in range(pages)))
        row = [f"{name}001", f"{name}001", f"{name}/1.bin", f"{name}/1.txt" if pages else ""]
        header = ["BEGBATES", "ENDBATES", "NATIVEPATH", "TEXTPATH"]
        (tmp_path / f"{name}.dat").write_bytes(write_dat(header, [row]))
        Image.new("L", (50, 70), ord(name)).save(tmp_path / name / "1.tif")
        (tmp_path / f"{name}.opt").write_text(f"{name}001,,{name}/1.tif,Y,,,1")
        _take_in(
            session, desk, SetRequest(load_file=tmp_path / f"{name}.dat", images=tmp_path / f"{name}.opt")
        )
    items = _items(session)
    assert {name: items[f"{name}001"].files[0].pages for name in "ABC"} == {"A": 3, "B": 2, "C": 0}


def test_what_is_remarked_of_a_name_is_of_the_file_that_has_it(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    for name, pages in (("A", "__"), ("B", "__")):
        request = _produce(tmp_path, name, [pages], has_text=False)
        (tmp_path / name / "1.tif").rename(tmp_path / name / "1.png")
        (tmp_path / f"{name}.opt").write_text(
            (tmp_path / f"{name}.opt").read_text().replace("1.tif", "1.png")
        )
        _take_in(session, desk, request)
    for item in _items(session).values():
        assert [file.problem_code for file in item.files] == ["name_mismatch", ""]
        assert [code for code, _message in item.remarks] == ["name_mismatch"]


def test_items_of_the_same_page_are_exact_copies(session: Session, desk: LocalDesk, tmp_path: Path) -> None:
    Image.new("L", (50, 70), 255).save(tmp_path / "blank.tif")
    _take_in(session, desk, _produce(tmp_path, "A", ["_a", "__", "_"]))
    items = _items(session)
    alone = session.run(AddEvidence(title="Alone", files=[f"file:{items['A005'].files[0].sha256}"]))
    (ref,) = alone.created
    copies = session.read(belonging, [items["A005"].id], {Spread.DUPLICATES})
    assert copies[Spread.DUPLICATES] == [ref.id]


def test_files_are_kept_by_hash_in_their_order(session: Session, desk: LocalDesk, tmp_path: Path) -> None:
    _take_in(session, desk, _produce(tmp_path, "A", ["a_b_"]))
    (item,) = _items(session).values()
    session.run(EditEvidence(evidence=item.id, files=[f"file:{file.sha256}" for file in item.files][::-1]))
    assert Counter(_labels(session, _items(session)["A001"])) == Counter(["A001", "A002", "A003", "A004"])


@pytest.mark.parametrize("with_files", [True, False])
def test_a_copy_has_every_page_and_brings_back_cites_on_them(
    session: Session, desk: LocalDesk, tmp_path: Path, *, with_files: bool
) -> None:
    _take_in(session, desk, _produce(tmp_path, "A", ["a_b_", "_c"]))
    out = tmp_path / "x.edcopy"
    take_offline(session, out, Wish(with_files=with_files))
    copy = desk.open_matter(open_copy(out, tmp_path / "copy.edesk"))
    items = _items(copy)
    assert _texts(copy, items["A001"]) == ["words1", "words2", "words3", "words4"]
    assert _labels(copy, items["A005"]) == ["A005", "A006"]
    assert _is_whole(copy)
    copy.run(AddCite(evidence=items["A001"].id, file=items["A001"].files[3].id, page=1, quote="words4"))
    path = copy.path
    copy.close()
    assert not bring_back(session, path).conflicts
    (cite,) = session.read(cites)
    assert (cite.label, cite.state) == ("A004", "ok")
    assert _is_whole(session)


def test_a_part_of_a_matter_has_the_shared_page_and_not_the_text_of_others(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    _take_in(session, desk, _produce(tmp_path, "A", ["a_", "b_"]))
    session.index_text()
    out = tmp_path / "x.edcopy"
    take_offline(session, out, Wish(scope="A003"))
    copy = desk.open_matter(open_copy(out, tmp_path / "copy.edesk"))
    (item,) = _items(copy).values()
    assert _labels(copy, item) == ["A003", "A004"]
    assert "words2" not in (copy.path / "pages" / "text.jsonl").read_text()
    assert _is_whole(copy)
    copy.close()


def test_copies_that_take_in_the_same_production_agree(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    out = tmp_path / "x.edcopy"
    take_offline(session, out, Wish())
    copy = desk.open_matter(open_copy(out, tmp_path / "copy.edesk"))
    request = _produce(tmp_path, "A", ["a_b_"])
    _take_in(session, desk, request)
    _take_in(copy, desk, request)
    assert sorted(session.read(_file_ids)) == sorted(copy.read(_file_ids))
    _take_in(copy, desk, _produce(tmp_path / "2", "B", ["_d"]))
    path = copy.path
    copy.close()
    bring_back(session, path)
    read_missing_text(session, desk.pool)
    assert {tuple(_labels(session, item)) for item in session.read(list_evidence)} == {
        ("A001", "A002", "A003", "A004"),
        ("B001", "B002"),
    }
    assert _is_whole(session)


def test_copies_that_take_in_different_productions_keep_the_numbers_of_both(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    out = tmp_path / "x.edcopy"
    take_offline(session, out, Wish())
    copy = desk.open_matter(open_copy(out, tmp_path / "copy.edesk"))
    _take_in(session, desk, _produce(tmp_path / "1", "A", ["a_"]))
    _take_in(copy, desk, _produce(tmp_path / "2", "B", ["b_"]))
    bring_back(session, copy.path)
    read_missing_text(session, desk.pool)
    items = _items(session)
    assert {title: _labels(session, item) for title, item in items.items()} == {
        "A001": ["A001", "A002"],
        "B001": ["B001", "B002"],
    }
    assert len({item.files[1].sha256 for item in items.values()}) == 1
    assert _is_whole(session)
    copy.close()


def test_a_file_handed_over_otherwise_joins_the_page_that_has_its_bytes(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    _take_in(session, desk, _produce(tmp_path / "1", "A", ["ab"]))
    (item,) = _items(session).values()
    copied = Path(shutil.copy(tmp_path / "1" / "A" / "2.tif", tmp_path / "other.tif"))
    report = Import(session, desk.pool).run([copied])
    assert [(one.evidence, one.pages) for one in report.duplicates] == [(item.id, 1)]
    (place,) = session.read(provenance, item.files[1].id).places
    assert place.path == str(copied)
    assert len(_items(session)) == 1
    assert Import(session, desk.pool).run([copied]).seen == 1
    attached = session.run(AddEvidence(title="Alone", files=[item.files[1].sha256]))
    assert attached.created
    assert _items(session)["Alone"].files[0].id == item.files[1].id


def test_a_copy_may_not_name_bytes_outside_its_folder() -> None:
    check_file_rows([("ab" * 32, "tif"), ("ab" * 32 + ".0123456789abcdef", "tif")])
    for bad in ("../x", "ab" * 31 + ".0123", "ab" * 32 + "/.."):
        with pytest.raises(UserError):
            check_file_rows([(bad, "tif")])
