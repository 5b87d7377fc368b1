"""Small files the program keeps: whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evidence_desk.support.kept import write_kept


def test_a_file_is_made_with_its_folder_and_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "user" / "kept.json"
    for values in ({"a": "甲"}, {"b": 2}):
        write_kept(file, values)
        assert json.loads(file.read_text("utf-8")) == values
    assert [each.name for each in file.parent.iterdir()] == ["kept.json"]


def test_where_it_cannot_be_written_the_old_one_stays(tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    file.mkdir()
    with pytest.raises(OSError, match=r"kept\.json"):
        write_kept(file, {"a": 1})
    assert [each.name for each in tmp_path.iterdir()] == ["kept.json"]
