"""Load files in every encoding and with every trap we know: read exactly, or named with their line."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from evidence_desk.intake.loadfiles.dat import read_dat, values_of
from evidence_desk.intake.loadfiles.mapping import known_names
from evidence_desk.intake.loadfiles.model import Table
from evidence_desk.support.errors import UserError

CONCORDANCE = "þDOCIDþ\x14þSUBJECTþ\x14þNOTEþ\r\nþA-1þ\x14þCafé 证据þ\x14þone®twoþ\r\nþA-2þ\x14þþ\x14þþ\r\n"
LATIN = CONCORDANCE.replace(" 证据", "")


def _read(tmp_path: Path, data: bytes, **options: object) -> Table:
    path = tmp_path / "load.dat"
    path.write_bytes(data)
    return read_dat(path, known_names=known_names(), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"\xef\xbb\xbf" + CONCORDANCE.encode(), "utf-8-sig"),
        (b"\xff\xfe" + CONCORDANCE.encode("utf-16-le"), "utf-16"),
        (b"\xfe\xff" + CONCORDANCE.encode("utf-16-be"), "utf-16"),
        (CONCORDANCE.encode(), "utf-8"),
        (CONCORDANCE.encode("utf-16-le"), "utf-16-le"),
        (CONCORDANCE.encode("utf-16-be"), "utf-16-be"),
        (LATIN.encode("cp1252"), "cp1252"),
        (LATIN.encode("latin-1").replace(b"\r\n", b"\n"), "cp1252"),
        (CONCORDANCE.replace("\r\n", "\r").encode() + b"\x1a", "utf-8"),
    ],
)
def test_every_encoding_is_found_and_read_exactly(tmp_path: Path, data: bytes, encoding: str) -> None:
    table = _read(tmp_path, data)
    word = "Café" if encoding == "cp1252" else "Café 证据"
    assert table.dialect.encoding == encoding
    assert table.header == ("DOCID", "SUBJECT", "NOTE")
    assert [row.values for row in table.rows] == [("A-1", word, "one\ntwo"), ("A-2", "", "")]
    assert [row.line for row in table.rows] == [2, 3]
    assert not table.findings


@pytest.mark.parametrize(
    ("text", "separator", "quote"),
    [
        ("Control Number|Custodian\n^A|1^|Li\n", "|", "^"),
        ("^Control Number^|^Custodian^\n^A|1^|^Li^\n", "|", "^"),
        ('Control Number,Custodian\n"A|1",Li\n', ",", '"'),
        ("Control Number\tCustodian\nA|1\tLi\n", "\t", '"'),
        ('"Control Number";"Custodian"\n"A|1";"Li"\n', ";", '"'),
        ("þControl Numberþ\x14Custodian\nþA|1þ\x14Li\n", "\x14", "þ"),
    ],
)
def test_plainer_variants_are_found(tmp_path: Path, text: str, separator: str, quote: str) -> None:
    table = _read(tmp_path, text.encode())
    assert (table.dialect.separator, table.dialect.quote) == (separator, quote)
    assert table.header == ("Control Number", "Custodian")
    assert [row.values for row in table.rows] == [("A|1", "Li")]


@pytest.mark.parametrize(
    ("first", "is_header"),
    [
        ("DOCID|CUSTODIAN|NATIVEPATH", True),
        ("Name|Artifact ID|Domains (Email CC)", True),
        ("Sample_0000005|Li|", False),
        ("A|Li|.\\N\\1.pdf", False),
        ("A|Li|li@example.org", False),
        ("Li|Li|Wang", False),
    ],
)
def test_a_header_is_told_from_data(tmp_path: Path, first: str, is_header: bool) -> None:
    table = _read(tmp_path, f"{first}\nX|Y|Z\n".encode(), separator="|")
    assert (table.header is not None) is is_header


def test_a_named_header_is_believed(tmp_path: Path) -> None:
    assert _read(tmp_path, b"A-0001|x\nB-0002|y\n", header=True).header == ("A-0001", "x")
    assert len(_read(tmp_path, b"DOCID|CUSTODIAN\n", header=False).rows) == 1


def test_wrong_column_counts_are_named_with_their_line_and_left_out(tmp_path: Path) -> None:
    table = _read(tmp_path, b"DOCID|CUSTODIAN|TITLE\n1|a|b\n2|a\n\n3|a|b|c\n4|a|b|\n")
    assert [(one.code, one.line) for one in table.findings] == [("wrong_columns", 3), ("wrong_columns", 5)]
    assert [row.values[0] for row in table.rows] == ["1", "4"]


def test_a_missing_quote_costs_its_own_line_only(tmp_path: Path) -> None:
    text = "þDOCIDþ\x14þTITLEþ\nþ1þ\x14þopen\nþ2þ\x14þfineþ\nþ3\x14þbþ\nþ4þ\x14þdþ\n"
    table = _read(tmp_path, text.encode())
    assert [row.values for row in table.rows] == [("1", "open"), ("2", "fine"), ("4", "d")]
    assert [(one.code, one.line) for one in table.findings] == [("unclosed_quote", 2), ("wrong_columns", 4)]


def test_line_breaks_and_quotes_within_values(tmp_path: Path) -> None:
    text = "þDOCIDþ\x14þTITLEþ\nþ1þ\x14þtwo\nlinesþ\nþ2þ\x14þsay þþyesþþþ\nþ3þ\x14þa þ strayþ\n"
    table = _read(tmp_path, text.encode())
    assert [row.values[1] for row in table.rows] == ["two\nlines", "say þyesþ", "a þ stray"]
    assert [row.line for row in table.rows] == [2, 4, 5]
    assert not table.findings


def test_bytes_of_no_encoding_are_named(tmp_path: Path) -> None:
    table = _read(tmp_path, b"\xef\xbb\xbfDOCID|TITLE\n1|a\xffb\n")
    assert [(one.code, one.line) for one in table.findings] == [("undecodable", 2)]


def test_what_does_not_fit_the_encoding_is_counted_and_a_mark_decides(tmp_path: Path) -> None:
    data = "DOCID|TITLE\n1|证据\n".encode("gb18030")
    read = _read(tmp_path, data, encoding="utf-8").dialect
    assert (read.misfits > 0, read.is_marked) == (True, False)
    assert _read(tmp_path, data, encoding="gb18030").dialect.misfits == 0
    marked = _read(tmp_path, "\ufeffDOCID|TITLE\n1|证据\n".encode(), encoding="gb18030").dialect
    assert (marked.encoding, marked.is_marked, marked.misfits) == ("utf-8-sig", True, 0)


def test_a_doubled_carriage_return_breaks_a_line_once(tmp_path: Path) -> None:
    table = _read(tmp_path, b"DOCID|TITLE\r\r\n1|a\r\r\n2\r\r\n")
    assert [(one.code, one.line) for one in table.findings] == [("wrong_columns", 3)]


def test_an_encoding_may_be_given(tmp_path: Path) -> None:
    data = "DOCID|TITLE\n1|证据\n".encode("gb18030")
    assert _read(tmp_path, data, encoding="gb18030").rows[0].values == ("1", "证据")
    with pytest.raises(UserError) as refused:
        _read(tmp_path, data, encoding="no-such-code")
    assert refused.value.code == "unknown_encoding"


def test_an_empty_or_missing_file(tmp_path: Path) -> None:
    table = _read(tmp_path, b"")
    assert (table.header, table.rows, table.width) == (None, (), 0)
    with pytest.raises(UserError) as refused:
        read_dat(tmp_path / "none.dat")
    assert refused.value.code == "unreadable"


@pytest.mark.parametrize("line", ["þa\n", "x\x14þa\n", "x\x14þaþb\n", "þþ\x14þ\n", "þ\x14"])
def test_hostile_quotes_take_linear_time(tmp_path: Path, line: str) -> None:
    began = time.perf_counter()
    _read(tmp_path, (line * 40_000).encode())
    assert time.perf_counter() - began < 10


def test_several_values() -> None:
    assert values_of(" a; b ;;c") == ["a", "b", "c"]
