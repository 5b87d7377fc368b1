"""Columns become fields by their names, by a kept mapping, or by their numbers."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest

from evidence_desk.intake.loadfiles.dat import read_dat
from evidence_desk.intake.loadfiles.mapping import (
    MappedColumn,
    Mapping,
    columns_of,
    known_names,
    mapping_of,
    mapping_schema,
    read_mapping,
    write_mapping,
)
from evidence_desk.intake.loadfiles.model import Column, Table
from evidence_desk.support.errors import UserError
from evidence_desk.support.resources import resource, schema

from .conftest import MadeSet, codes


def _table(tmp_path: Path, text: str) -> Table:
    path = tmp_path / "load.dat"
    path.write_text(text, encoding="utf-8")
    return read_dat(path, separator="|", known_names=known_names())


def _fields(columns: list[Column]) -> list[str]:
    return [one.field for one in columns]


def test_the_data_file_is_valid() -> None:
    data = json.loads(resource("intake", "load_fields.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(json.loads(schema("load-fields.schema.json").read_text())).validate(data)
    fields = [one["field"] for one in data["fields"]]
    assert len(fields) == len(set(fields))
    assert len(known_names()) == sum(len(one["names"]) for one in data["fields"]), (
        "a name stands for two fields"
    )


def test_the_schema_of_a_mapping_is_that_of_its_class() -> None:
    path = schema("load-mapping.schema.json")
    text = json.dumps(mapping_schema(), ensure_ascii=False, indent=2) + "\n"
    if os.environ.get("WRITE_SCHEMAS"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, "run the tests again with WRITE_SCHEMAS=1"


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("BEGBATES|ENDBATES|BEGATTACH|ENDATTACH", "begin_bates end_bates begin_attach end_attach"),
        (
            "Production::Begin Bates|PRODEND|Beg Attach|End Family",
            "begin_bates end_bates begin_attach end_attach",
        ),
        ("Control Number|Group Identifier|Parent Document ID", "control_number group parent"),
        ("DOCID|NATIVELINK|TEXTPATH|MD5 Hash|File Size", "control_number native_path text_path md5 size"),
        ("docid|Email_From|e-mail to|DATE SENT", "control_number from to date_sent"),
        ("控制号|持有人|发件人|发送日期", "control_number custodian from date_sent"),
        ("DOCID|Subject|Email Subject|TITLE", "control_number  subject title"),
    ],
)
def test_columns_are_known_by_their_names(tmp_path: Path, header: str, fields: str) -> None:
    found = _fields(columns_of(_table(tmp_path, header + "\n")))
    assert found == fields.split(" ")


def test_samples_show_what_a_column_holds(tmp_path: Path) -> None:
    table = _table(tmp_path, "DOCID|CUSTODIAN\n1|Li\n2|Li\n3|\n4|Wang\n")
    assert [one.samples for one in columns_of(table)] == [("1", "2", "3"), ("Li", "Wang")]


def test_a_kept_mapping_reads_the_same_columns_again(tmp_path: Path) -> None:
    table = _table(tmp_path, "DOCID|Weird|CUSTODIAN\n1|x|Li\n")
    columns = columns_of(table)
    path = tmp_path / "mapping.json"
    write_mapping(path, mapping_of(columns))
    jsonschema.Draft202012Validator(mapping_schema()).validate(json.loads(path.read_text(encoding="utf-8")))
    assert columns_of(table, read_mapping(path)) == columns
    bare = _table(tmp_path, "1|x@y|Li\n")
    assert bare.header is None
    assert _fields(columns_of(bare, read_mapping(path))) == ["control_number", "", "custodian"]


def test_a_mapping_finds_columns_by_name_whatever_their_order(tmp_path: Path) -> None:
    columns = [MappedColumn(number=1, name="Weird", field="custodian"), MappedColumn(number=2, name="DOCID")]
    table = _table(tmp_path, "DOCID|WEIRD\n1|Li\n")
    assert _fields(columns_of(table, Mapping(columns=columns))) == ["", "custodian"]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("{", "truncated"),
        ('{"format": "other"}', "format"),
        ('{"columns": [{"number": 1, "field": "colour"}]}', "'colour'"),
        (
            '{"columns": [{"number": 1, "field": "md5"}, {"number": 2, "field": "md5"}]}',
            "two columns are md5",
        ),
        ('{"columns": [{"field": "md5"}]}', "number"),
        ('{"separator": "||"}', "one character"),
        ('{"date_order": "backwards"}', "date_order"),
    ],
)
def test_a_wrong_mapping_is_refused_and_says_where(tmp_path: Path, text: str, part: str) -> None:
    path = tmp_path / "mapping.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as refused:
        read_mapping(path)
    assert refused.value.code == "wrong_mapping"
    assert part in refused.value.message


def test_a_mapping_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    with_header = _table(tmp_path, "DOCID|CUSTODIAN\n1|x\n")
    with pytest.raises(UserError, match="no column 'Other'"):
        columns_of(with_header, Mapping(columns=[MappedColumn(number=1, name="Other", field="md5")]))
    bare = _table(tmp_path, "1|x@y\n")
    with pytest.raises(UserError, match="names column 3"):
        columns_of(bare, Mapping(columns=[MappedColumn(number=3, field="md5")]))
    with pytest.raises(UserError) as refused:
        read_mapping(tmp_path / "none.json")
    assert refused.value.code == "unreadable"


def test_a_set_without_names_says_so_and_is_read_with_a_mapping(made: MadeSet) -> None:
    made.rows(["A-0001", made.file("N/1.txt", b"one")], ["A-0002", made.file("N/2.txt", b"two")])
    assert "no_header" in codes(made.check())
    columns = [
        MappedColumn(number=1, field="control_number"),
        MappedColumn(number=2, field="native_path"),
    ]
    checked = made.check(Mapping(columns=columns))
    assert [one.identifier for one in checked.loaded.documents] == ["A-0001", "A-0002"]
    assert codes(checked) == []


def test_a_refusal_in_the_worker_keeps_its_remedy(made: MadeSet) -> None:
    made.rows(["DOCID"], ["1"])
    with pytest.raises(UserError) as refused:
        made.check(Mapping(columns=[MappedColumn(number=1, name="None", field="md5")]))
    assert refused.value.code == "wrong_mapping"
    assert "--save-mapping" in refused.value.remedy
