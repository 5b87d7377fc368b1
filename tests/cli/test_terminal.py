"""Tables on a terminal: aligned for Latin and Han, fitted, and safe to print."""

from __future__ import annotations

import pytest

from evidence_desk.cli.terminal import table, width


def test_han_characters_take_two_columns_and_marks_none() -> None:
    assert width("abc") == 3
    assert width("深圳") == 4
    assert width("，") == 2
    assert width("e\u0301") == 1


def test_columns_stand_under_each_other_also_with_han() -> None:
    shown = table(["Court", "Stage"], [("深圳法院", "filed"), ("Beijing", "accepted")]).splitlines()
    stages = [
        line[: line.index(word)] for line, word in zip(shown, ["Stage", "filed", "accepted"], strict=True)
    ]
    assert {width(before) for before in stages} == {10}


def test_numbers_stand_at_the_right_and_are_grouped() -> None:
    assert table(["Bytes", "Name"], [(5, "a"), (1234567, "b")]).splitlines() == [
        "    Bytes  Name",
        "        5  a",
        "1,234,567  b",
    ]


def test_a_column_with_a_word_in_it_is_no_number_column() -> None:
    assert table(["Files"], [(1,), ("to be obtained",)]).splitlines() == ["Files", "1", "to be obtained"]


@pytest.mark.parametrize("columns", [20, 40, 79, 200])
def test_a_table_fits_the_terminal(columns: int) -> None:
    lines = [("A-1", "云服务与人脸融合服务合同" * 9, "x" * 300), ("A-2", "short", "short")]
    shown = table(["No.", "Title", "Purpose"], lines, columns=columns)
    assert all(width(line) <= max(columns, 24) for line in shown.splitlines())
    assert shown.splitlines()[1].startswith("A-1")
    assert "…" in shown
