"""The comma-separated grid, read back."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_desk.export.csv import csv_bytes
from evidence_desk.export.texts import clean
from evidence_desk.queries.rows import Matrix


def _read(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("lang", ["en", "zh", "both"])
def test_it_is_the_grid_of_the_paper(sample: Matrix, make: Any, lang: str) -> None:
    table = make.paper(sample, lang).sections[0].tables[0]
    rows = _read(csv_bytes(make.paper(sample, lang)))
    assert rows[1:] == [[cell.text.replace("\n", " ") for cell in row.cells] for row in table.rows]
    assert all(len(row) == len(table.columns) for row in rows)


@given(start=st.sampled_from("=+-@\t\r\n＝＋－＠"), rest=st.text(max_size=20))
def test_what_looks_like_a_formula_gets_an_apostrophe(make: Any, start: str, rest: str) -> None:
    element = make.element("1.1", start + rest)
    rows = _read(csv_bytes(make.paper(make.matrix_of([make.claim("1", "c", "", [element])], [], []))))
    got = rows[2][1]
    expected = clean(start + rest).replace("\n", " ")
    is_risky = start not in "\r\n" or expected.strip()[:1] in tuple("=+-@＝＋－＠")
    assert got == (f"'{expected}" if is_risky else expected)
    assert not got.lstrip().startswith(("=", "+", "-", "@"))


def test_a_character_no_format_has_does_not_hide_a_formula(make: Any) -> None:
    element = make.element("1.1", "\x00\ud800=1+1")
    rows = _read(csv_bytes(make.paper(make.matrix_of([make.claim("1", "c", "", [element])], [], []))))
    assert rows[2][1] == "'=1+1"


def test_commas_quotes_and_lines_come_back(make: Any) -> None:
    element = make.element("1.1", 'a,"b"; c')
    rows = _read(csv_bytes(make.paper(make.matrix_of([make.claim("1", "c", "", [element])], [], []))))
    assert rows[2][1] == 'a,"b"; c'
