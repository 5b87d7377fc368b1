"""The JSON Schema of command files, and the decoder, say the same of every value."""

from __future__ import annotations

import json
import os
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from evidence_desk.commands.command_files import parse_commands
from evidence_desk.commands.registry import IN_FILES, command_file_schema
from evidence_desk.support.errors import CommandError, UserError
from evidence_desk.support.resources import resource, schema

from ..matters import EVERYTHING

FILE = schema("commands.schema.json")
VALIDATOR = Draft202012Validator(command_file_schema())


def as_text() -> str:
    return json.dumps(command_file_schema(), ensure_ascii=False, indent=1) + "\n"


def test_the_schema_in_the_project_is_that_of_the_commands() -> None:
    """``WRITE_SCHEMAS=1 pytest tests/commands/test_schema.py`` writes it anew."""
    if os.environ.get("WRITE_SCHEMAS"):
        FILE.write_text(as_text(), encoding="utf-8")
    assert FILE.read_text(encoding="utf-8") == as_text()


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(command_file_schema())
    assert set(command_file_schema()["$defs"]) == set(IN_FILES)


@pytest.mark.parametrize("path", [resource("demo", "commands.json")], ids=lambda path: Path(path).name)
def test_the_samples_commands_are_as_the_schema_says(path: Path) -> None:
    value = json.loads(path.read_text(encoding="utf-8"))
    assert [error.message for error in VALIDATOR.iter_errors(value)] == []
    assert len(parse_commands(value)) == len(value["commands"])


def test_both_refuse_a_file_that_is_no_command_file() -> None:
    for value in (
        None,
        [],
        {},
        {"commands": {}},
        {"commands": [5]},
        {"commands": [{}]},
        {"commands": [{"do": "X"}]},
    ):
        assert not VALIDATOR.is_valid(value)
        with pytest.raises(UserError):
            parse_commands(value)


_VALUES: list[Any] = [
    None, True, False, 0, 1, 2, -3, 2.5, "", "x", "supports", "reviewed", "claim", "person", "ours", "2019-01-05",
    [], ["x"], [1], [[1, 2, 3, 4]], [[1.5, 2, 3, 4]], [["x"]], [None], {}, {"a": 1}, {"tags": ["x"]}, {"tags": "x"},
    {"links": [{"stance": "supports"}]}, {"links": [{"stance": "maybe"}]}, {"links": [{}]}, {"review": None},
    {"stages": [{"stage": "s", "status": "filed", "more": 1}]}, {"review": "reviewed"}, {"review": "x"},
]  # fmt: skip


def test_every_kind_of_command_is_taken_by_both() -> None:
    value = {"commands": EVERYTHING}
    assert [error.message for error in VALIDATOR.iter_errors(value)] == []
    assert len(parse_commands(value)) == len(EVERYTHING)


@settings(max_examples=300, database=None, deadline=None)
@given(st.integers(0, 2**32).map(Random))
def test_schema_and_decoder_agree(random: Random) -> None:
    command = dict(random.choice(EVERYTHING))
    if random.random() < 0.3:
        command = {"do": random.choice(list(IN_FILES))}
    name = command["do"]
    properties = [key for key in VALIDATOR.schema["$defs"][name]["properties"] if key != "do"]
    for _n in range(random.randint(0, 3)):
        key = random.choice([*properties, "nonsense"])
        if random.random() < 0.2:
            command.pop(key, None)
        else:
            command[key] = random.choice(_VALUES)
    value = {"commands": [command]}
    try:
        parse_commands(value)
    except CommandError:
        decoded = False
    else:
        decoded = True
    assert decoded == VALIDATOR.is_valid(value), command
