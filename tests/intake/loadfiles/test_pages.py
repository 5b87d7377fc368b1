"""OPT and LFP: pages joined to documents, with what is no page named."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence_desk.intake.loadfiles.lfp import read_lfp
from evidence_desk.intake.loadfiles.model import ImageDocument, PageImage
from evidence_desk.intake.loadfiles.opt import read_opt
from tests.intake.loadfiles.write import write_opt

from .conftest import MadeSet, codes


def _write(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


def test_opt_lines_join_to_documents(tmp_path: Path) -> None:
    text = "A-1,VOL1,I\\1.tif,Y,,,2\r\nA-2,VOL1,I\\2.tif,,,,\r\nA-3,,I\\a,b.tif,y,,,\r\n\r\n"
    found = read_opt(_write(tmp_path, "x.opt", text))
    assert [(one.label, len(one.pages), one.declared_pages) for one in found.documents] == [
        ("A-1", 2, 2),
        ("A-3", 1, None),
    ]
    assert found.documents[1].pages[0].path == "I\\a,b.tif"
    assert found.documents[1].pages[0].line == 3
    assert not found.findings


def test_opt_lines_that_are_no_pages_are_named(tmp_path: Path) -> None:
    text = "A-1,V,1.tif,,,,\njunk\n,V,2.tif,,,,\nA-2,V,,,,,\nA-3,V,3.tif,Y,,,99999999999\n"
    found = read_opt(_write(tmp_path, "x.opt", text))
    assert [(one.code, one.line) for one in found.findings] == [
        ("no_document_break", 1),
        ("not_a_page", 2),
        ("not_a_page", 3),
        ("not_a_page", 4),
    ]
    assert [one.declared_pages for one in found.documents] == [None, None]


def test_lfp_boundaries_offsets_and_rotations(tmp_path: Path) -> None:
    text = (
        "VN,VOL1,x\nIM,A-1,D,0,@VOL1;IMAGES\\01;A-1.tif;2\nIM,A-2, ,0,@VOL1;IMAGES\\01;A-2.tif;2,1\n"
        "OF,A-1\nOF,A-2\nIM,A-3,C,1,@VOL1;;all.pdf;7,0\nIM,A-4,,2,@VOL1;;all.pdf;7,0\nIM,broken\n"
        "IM,A-5,S,0,@VOL1;I;A-5.tif;2\n"
    )
    found = read_lfp(_write(tmp_path, "x.lfp", text))
    assert [(one.label, len(one.pages), one.parent) for one in found.documents] == [
        ("A-1", 2, ""),
        ("A-3", 2, "A-1"),
        ("A-5", 1, ""),
    ]
    second = found.documents[0].pages[1]
    assert (second.path, second.rotation, second.volume) == ("IMAGES\\01\\A-2.tif", 90, "VOL1")
    assert [page.offset for page in found.documents[1].pages] == [1, 2]
    assert [(one.code, one.line) for one in found.findings] == [
        ("ignored_lines", 1),
        ("ignored_lines", 4),
        ("not_a_page", 8),
    ]


def test_a_written_opt_reads_as_it_was(tmp_path: Path) -> None:
    documents = (
        ImageDocument((PageImage("A-1", "I\\1.tif", 1, "V"), PageImage("A-2", "I\\2.tif", 2, "V")), 2),
        ImageDocument((PageImage("A-3", "I\\卷.pdf", 3),), 12),
    )
    path = tmp_path / "x.opt"
    path.write_bytes(write_opt(documents))
    assert path.read_bytes().splitlines()[0] == b"A-1,V,I\\1.tif,Y,,,2"
    assert path.read_bytes().splitlines()[1] == b"A-2,V,I\\2.tif,,,,"
    assert read_opt(path).documents == documents
    with pytest.raises(ValueError, match="comma"):
        write_opt([ImageDocument((PageImage("A,1", "x", 1),))])


def test_pages_join_their_rows(made: MadeSet) -> None:
    for number in (1, 2, 3):
        made.image(f"I/{number}.tif", 100 + number)
    made.rows(["BEGBATES", "ENDBATES", "PAGECOUNT"], ["A-1", "A-2", "2"], ["A-3", "A-3", "1"])
    made.pages("A-1,V,I\\1.tif,Y,,,2", "A-2,V,I\\2.tif,,,,", "a-3,V,I\\3.tif,Y,,,1")
    checked = made.check()
    assert [[page.label for page in one.images] for one in checked.loaded.documents] == [
        ["A-1", "A-2"],
        ["a-3"],
    ]
    assert codes(checked) == []
    assert [(one.begin, one.end, one.documents) for one in checked.ranges] == [("A-1", "A-3", 2)]


def test_page_counts_are_compared(made: MadeSet) -> None:
    made.image("I/1.tif", frames=3)
    made.image("I/2.tif", 90)
    made.rows(
        ["BEGBATES", "ENDBATES", "PAGECOUNT"], ["A-1", "A-3", "3"], ["A-4", "A-6", "1"], ["A-7", "A-7", "4"]
    )
    made.pages("A-1,V,I\\1.tif,Y,,,3", "A-4,V,I\\2.tif,Y,,,2", "A-7,V,I\\2.tif,Y,,,2", "A-8,V,I\\2.tif,,,,")
    mismatches = [one for one in made.check().findings if one.code == "page_count_mismatch"]
    assert [(one.line, one.message.split(": ")[1]) for one in mismatches] == [
        (3, "its image line declares 2 pages, its images have 1"),
        (3, "A-4 to A-6 count 3, its images have 1"),
        (4, "it declares 4 pages, its images have 2"),
        (4, "A-7 to A-7 count 1, its images have 2"),
    ]


def test_pages_without_a_row_stand_by_themselves(made: MadeSet) -> None:
    made.image("I/1.tif")
    made.rows(["BEGBATES", "NATIVEPATH"], ["A-1", made.file("a.txt", b"text")])
    made.pages("B-1,V,I\\1.tif,Y,,,2", "B-1,V,I\\1.tif,,,,")
    checked = made.check()
    assert codes(checked) == ["duplicate_page", "images_without_document"]
    assert [one.identifier for one in checked.loaded.documents] == ["A-1", "B-1"]


def test_a_text_named_as_an_image_is_no_image(made: MadeSet) -> None:
    made.pages(f"A-1,V,{made.file('I/1.tif', b'Some text')},Y,,,1")
    made.file("I/other.tif", b"Some text too")
    found = [one for one in made.check().findings if one.code == "not_an_image"]
    assert [(one.source, one.line) for one in found] == [("load.opt", 1), ("I/other.tif", 0)]
    assert "text/plain" in found[0].message
