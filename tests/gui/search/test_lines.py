"""The line of text under a row: what was looked for can always be seen."""

from __future__ import annotations

import pytest

from evidence_desk.gui.models.evidence_delegate import centred
from evidence_desk.queries.marks import Snippet

_TEXT = "the parties to this services agreement agree that it may be terminated upon notice of a day"


def _mark(word: str) -> tuple[int, int]:
    return _TEXT.index(word), _TEXT.index(word) + len(word)


@pytest.mark.parametrize("width", [24, 40, 60])
@pytest.mark.parametrize("word", ["parties", "agreement", "terminated", "day"])
def test_the_first_mark_stands_within_the_row(width: int, word: str) -> None:
    line = centred(Snippet(_TEXT, (_mark(word),)), width, len)
    ((start, end),) = line.marks
    assert line.text[start:end] == word
    assert end <= width
    assert len(line.text) <= width
    assert line.text.endswith("…") or _TEXT.endswith(line.text.lstrip("…"))
    if line.text.startswith("…"):
        assert abs((start + end) / 2 - width / 2) <= 2


def test_a_mark_wider_than_the_row_begins_it() -> None:
    line = centred(Snippet(_TEXT, ((30, 80),)), 20, len)
    assert line == Snippet("…" + _TEXT[30:48] + "…", ((1, 19),))


def test_later_marks_move_along_and_a_line_without_marks_is_cut_at_its_end() -> None:
    first, second = _mark("terminated"), _mark("notice")
    line = centred(Snippet(_TEXT, (first, second)), 36, len)
    assert [line.text[start:end] for start, end in line.marks] == ["terminated", "notice"]
    assert centred(Snippet(_TEXT, ()), 10, len) == Snippet(_TEXT[:9] + "…", ())
    assert centred(Snippet(_TEXT, ()), len(_TEXT), len) == Snippet(_TEXT, ())
