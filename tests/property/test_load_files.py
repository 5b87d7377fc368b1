"""A written DAT reads back as it was, whatever its values."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from evidence_desk.intake.loadfiles.dat import read_dat
from tests.intake.loadfiles.write import write_dat

# Everything the format can write: U+00AE stands for a line break, and a carriage return is one.
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="®\r"), max_size=30)
TRICKY = st.text('þ\x14\n;\\|^",a 证\x00\x1a\ufeff', max_size=12)
VALUES = WORDS | TRICKY


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    names = draw(st.lists(st.text("ABCDEFGH 甲乙þ|^", min_size=1, max_size=8), min_size=1, max_size=6))
    header = [name.strip() or "X" for name in names]
    row = st.lists(VALUES, min_size=len(header), max_size=len(header)).filter(any)
    return header, draw(st.lists(row, max_size=6))


@given(tables())
def test_a_written_table_reads_as_it_was(table: tuple[list[str], list[list[str]]]) -> None:
    header, rows = table
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "written.dat"
        path.write_bytes(write_dat(header, rows))
        found = read_dat(path, header=True)
    assert found.header == tuple(header)
    assert [list(row.values) for row in found.rows] == rows
    assert not [one for one in found.findings if one.code != "undecodable"]
