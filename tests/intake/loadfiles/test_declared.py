"""What a load file declares - hashes, sizes, dates, numbers, families - against what is there."""

from __future__ import annotations

import hashlib

import pytest

from evidence_desk.intake.loadfiles.bates import parse_bates, ranges_of, span
from evidence_desk.intake.loadfiles.dates import Order, order_of, read_date
from evidence_desk.intake.loadfiles.families import in_order
from evidence_desk.intake.loadfiles.mapping import Mapping

from .conftest import MadeSet, codes

DATA = b"the real bytes"
SUMS = {name: hashlib.new(name, DATA).hexdigest() for name in ("md5", "sha1", "sha256")}


def test_right_hashes_and_sizes_pass_in_every_form(made: MadeSet) -> None:
    name = made.file("N/1.txt", DATA)
    header = ["DOCID", "NATIVEPATH", "MD5HASH", "SHA1", "SHA-256", "FILESIZE"]
    made.rows(
        header,
        ["A-1", name, SUMS["md5"].upper(), SUMS["sha1"], SUMS["sha256"], "14"],
        ["A-2", name, SUMS["sha256"], "", "", "14 bytes"],
        ["A-3", name, "", "", "", "14.0"],
        ["A-4", name, "", "", "", ""],
    )
    assert codes(made.check()) == []


def test_wrong_hashes_and_sizes_are_listed_with_both_values(made: MadeSet) -> None:
    name = made.file("N/1.txt", DATA)
    header = ["DOCID", "NATIVEPATH", "MD5HASH", "SHA1", "SHA-256", "FILESIZE"]
    made.rows(
        header,
        ["A-1", name, "0" * 32, "1" * 40, "2" * 64, "1,400"],
        ["A-2", name, "unknown", "", "", "14 KB"],
    )
    found = {(one.line, one.code): one.message for one in made.check().findings}
    assert set(found) == {
        (2, "md5_mismatch"),
        (2, "sha1_mismatch"),
        (2, "sha256_mismatch"),
        (2, "size_mismatch"),
        (3, "md5_mismatch"),
        (3, "odd_size"),
    }
    assert "0" * 32 in found[2, "md5_mismatch"]
    assert SUMS["md5"] in found[2, "md5_mismatch"]
    assert found[2, "size_mismatch"] == "A-1: 1,400 bytes are declared, the file has 14"


@pytest.mark.parametrize(
    ("text", "order", "iso", "problem"),
    [
        ("2019-01-05", "", "2019-01-05", ""),
        ("20190105", "", "2019-01-05", ""),
        ("2019/1/5 13:00", "", "2019-01-05", ""),
        ("2019-01-05T13:00:00Z", "", "2019-01-05", ""),
        ("5/21/2001 3:48 PM", "", "2001-05-21", ""),
        ("21.05.2001", "", "2001-05-21", ""),
        ("5/5/2001", "", "2001-05-05", ""),
        ("5/6/2001", "", "", "ambiguous_date"),
        ("5/6/2001", "month_first", "2001-05-06", ""),
        ("5/6/2001", "day_first", "2001-06-05", ""),
        ("13/21/2001 3:48 PM", "", "", "impossible_date"),
        ("13/5/2001", "month_first", "", "impossible_date"),
        ("2/29/2001", "month_first", "", "impossible_date"),
        ("2019-02-30", "", "", "impossible_date"),
        ("0001-01-01", "", "", "impossible_date"),
        ("1/1/1601", "month_first", "", "impossible_date"),
        ("12/30/1899", "", "", "impossible_date"),
        ("5 March 2019", "", "2019-03-05", ""),
        ("Mar 5, 2019 10:00", "", "2019-03-05", ""),
        ("05-MAR-2019", "", "2019-03-05", ""),
        ("sometime", "", "", "unreadable_date"),
        ("00/00/0000", "", "", ""),
        ("", "", "", ""),
        ("00000000", "", "", ""),
    ],
)
def test_dates_are_read_or_named_never_guessed(text: str, order: Order, iso: str, problem: str) -> None:
    found = read_date(text, order)
    assert (found.iso, found.problem) == (iso, problem)


def test_the_set_itself_gives_the_order_of_its_dates_away() -> None:
    assert order_of(["5/21/2001", "5/6/2001", "13/21/2001"]) == "month_first"
    assert order_of(["21/5/2001", "5/6/2001"]) == "day_first"
    assert order_of(["21/5/2001", "5/21/2001", "5/6/2001", "2001-05-21"]) == ""


def test_impossible_and_ambiguous_dates_are_listed_with_their_column(made: MadeSet) -> None:
    name = made.file("N/1.txt", DATA)
    made.rows(["DOCID", "NATIVEPATH", "Date Sent"], ["A-1", name, "13/13/2001"], ["A-2", name, "5/6/2001"])
    dated = [one for one in made.check().findings if one.code.endswith("_date")]
    assert [(one.code, one.line, one.field) for one in dated] == [
        ("impossible_date", 2, "Date Sent"),
        ("ambiguous_date", 3, "Date Sent"),
    ]
    assert codes(made.check(Mapping(date_order="day_first"))) == ["impossible_date"]


def test_bates_numbers_in_their_parts() -> None:
    number = parse_bates("ABC-0000099")
    assert number is not None
    assert (number.prefix, number.counter, number.width, number.suffix) == ("ABC-", 99, 7, "")
    assert str(number.plus(2)) == "ABC-0000101"
    assert str(parse_bates("X_0001_0009_REV")) == "X_0001_0009_REV"
    assert parse_bates("no digits") is None
    assert parse_bates("") is None


def test_ranges_gaps_and_overlaps() -> None:
    declared = [("A-1", "A-3"), ("A-4", "A-4"), ("A-7", "A-9"), ("A-8", "A-8"), ("A-10", ""), ("B-1", "B-2")]
    numbers = [span(begin, end, line) for line, (begin, end) in enumerate(declared, 1)]
    found = ranges_of(one for one in numbers if one)
    assert [(one.begin, one.end, one.documents) for one in found.ranges] == [
        ("A-1", "A-4", 2),
        ("A-7", "A-10", 3),
        ("B-1", "B-2", 1),
    ]
    [gap] = found.gaps
    assert (gap.first, gap.last, gap.before.line, gap.after.line) == ("A-5", "A-6", 2, 3)
    assert [(one.line, other.line) for one, other in found.overlaps] == [(3, 4)]
    assert span("A-3", "A-1", 1) is None
    assert span("A-1", "B-3", 1) is None


def test_gaps_overlaps_and_backward_ranges_are_listed(made: MadeSet) -> None:
    name = made.file("N/1.txt", DATA)
    made.rows(
        ["BEGBATES", "ENDBATES", "NATIVEPATH"],
        ["A-1", "A-5", name],
        ["A-4", "A-6", name],
        ["A-9", "A-8", name],
        ["A-1", "A-5", name],
    )
    found = [(one.code, one.line) for one in made.check().findings]
    assert sorted(found) == [
        ("duplicate_identifier", 5),
        ("number_gap", 4),
        ("number_overlap", 3),
        ("odd_range", 4),
    ]


def test_a_gap_is_told_of_the_line_that_was_left_out(made: MadeSet) -> None:
    name = made.file("N/1.txt", DATA)
    made.rows(["BEGBATES", "NATIVEPATH"], ["A-1", name], ["A-2", "cut"], ["A-3", name], ["A-5", name])
    made.dat.write_bytes(made.dat.read_bytes().replace("\x14þcutþ".encode(), b""))
    gaps = [(one.line, one.message) for one in made.check().findings if one.code == "number_gap"]
    assert gaps == [
        (3, "no document bears A-2, between line 2 (A-1) and line 4 (A-3)"),
        (5, "no document bears A-4, between line 4 (A-3) and line 5 (A-5)"),
    ]


def test_families_by_range_by_parent_by_group_and_by_list(made: MadeSet) -> None:
    name = made.file("N/1.txt", DATA)
    header = [
        "BEGBATES",
        "BEGATTACH",
        "ENDATTACH",
        "PARENTID",
        "Group ID",
        "ATTACHIDS",
        "ATTACHCOUNT",
        "NATIVEPATH",
    ]
    made.rows(
        header,
        ["A-2", "A-1", "A-3", "", "", "", "0", name],
        ["A-1", "A-1", "A-3", "", "", "", "2", name],
        ["A-3", "A-1", "A-3", "", "", "", "", name],
        ["A-4", "", "", "", "", "", "", name],
        ["A-5", "", "", "a-4", "", "", "", name],
        ["A-6", "", "", "", "A-6", "", "", name],
        ["A-7", "", "", "", "A-6", "", "", name],
        ["A-8", "", "", "", "", "A-9; A-10", "2", name],
        ["A-9", "", "", "", "", "", "", name],
        ["A-10", "", "", "", "", "", "", name],
    )
    checked = made.check()
    assert checked.loaded.parents == {0: 1, 2: 1, 4: 3, 6: 5, 8: 7, 9: 7}
    assert codes(checked) == []
    order = in_order(10, checked.loaded.parents)
    assert sorted(order) == list(range(10))
    assert order.index(1) < order.index(0)


def test_families_that_do_not_add_up_are_listed(made: MadeSet) -> None:
    name = made.file("N/1.txt", DATA)
    made.rows(
        ["BEGBATES", "BEGATTACH", "ENDATTACH", "PARENTID", "ATTACHCOUNT", "NATIVEPATH"],
        ["A-1", "", "", "A-2", "", name],
        ["A-2", "", "", "A-1", "", name],
        ["A-3", "A-9", "A-10", "", "", name],
        ["A-4", "", "", "", "3", name],
    )
    checked = made.check()
    assert codes(checked) == ["attachment_count", "family_loop", "outside_family", "parent_missing"]
    assert len(checked.loaded.parents) == 1
    assert len(in_order(4, checked.loaded.parents)) == 4


def test_text_may_stand_in_the_load_file_itself(made: MadeSet) -> None:
    made.rows(
        ["DOCID", "EXTRACTEDTEXT"],
        ["A-1", "Dear Ann,\nthe servers are down."],
        ["A-2", made.file("T/2.txt", b"words")],
    )
    first, second = made.check().loaded.documents
    assert (first.text, first.text_path) == ("Dear Ann,\nthe servers are down.", "")
    assert (second.text, second.text_path) == ("", "T\\2.txt")


def test_what_no_line_names_and_rows_without_identifier_are_listed(made: MadeSet) -> None:
    made.file("N/stray.txt", b"stray")
    made.rows(["DOCID", "NATIVEPATH"], ["", made.file("N/1.txt", DATA)])
    found = [(one.code, one.source, one.line) for one in made.check().findings]
    assert ("unreferenced", "N/stray.txt", 0) in found
    assert ("no_identifier", "load.dat", 2) in found
