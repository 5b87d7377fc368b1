"""The matrix as JSON, checked against its schema and against the matrix."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from evidence_desk.export.json import matrix_json_bytes
from evidence_desk.queries.rows import Matrix
from evidence_desk.support.resources import schema


def _answer(matrix: Matrix, make: Any) -> Any:
    return json.loads(matrix_json_bytes(matrix, lang="both", today=make.today))


def _validator() -> jsonschema.Draft202012Validator:
    rules = json.loads(schema("matrix.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(rules)
    return jsonschema.Draft202012Validator(rules)


def test_it_is_valid_and_agrees_with_the_matrix(sample: Matrix, make: Any) -> None:
    answer = _answer(sample, make)
    _validator().validate(answer)
    assert answer["matter"]["title"] == sample.matter.title
    assert (answer["lang"], answer["made"]) == ("both", "2026-11-22")
    assert [claim["number"] for claim in answer["claims"]] == ["1", "2", "3"]
    assert [item["id"] for item in answer["evidence"]] == [item.id for item in sample.columns]
    cells = {(cell["element"], cell["evidence"]): cell for cell in answer["cells"]}
    assert set(cells) == set(sample.cells)
    for place, cell in sample.cells.items():
        shown = cells[place]
        assert (shown["stance"], shown["weight"], shown["mixed"]) == (cell.stance, cell.weight, cell.mixed)
        assert shown["through_fact"] == cell.is_through_fact
        assert shown["links"] == [link.id for link in cell.links]
        assert [(c["id"], c["page"], c["quote"]) for c in shown["cites"]] == [
            (c.id, c.page, c.quote) for c in cell.cites
        ]


def test_gaps_name_what_they_are_of(sample: Matrix, make: Any) -> None:
    found = {(gap["kind"], gap["number"]): gap for gap in _answer(sample, make)["gaps"]}
    assert found["contradicted", "1.3"]["linked"] == ["ev-A-2", "ev-A-9", "ev-B-1"]
    assert found["to_be_obtained", "B-1"]["evidence"] == "ev-B-1"
    assert found["to_be_obtained", "B-1"]["linked"] == ["el-1.3"]


@pytest.mark.parametrize(
    ("field", "value"), [("stance", "helps"), ("weight", 4), ("links", []), ("element", "")]
)
def test_the_schema_refuses_a_wrong_cell(sample: Matrix, make: Any, field: str, value: object) -> None:
    answer = _answer(sample, make)
    answer["cells"][0][field] = value
    with pytest.raises(jsonschema.ValidationError):
        _validator().validate(answer)


def test_an_empty_matrix_is_valid(make: Any) -> None:
    _validator().validate(_answer(make.matrix_of([], [], []), make))


def test_half_a_character_does_not_stop_it(make: Any) -> None:
    element = make.element("1.1", "a\ud83d b")
    matrix = make.matrix_of([make.claim("1", "c", "", [element])], [], [])
    assert _answer(matrix, make)["claims"][0]["elements"][0]["text"] == "a b"
