"""search and terms on the command line: answers, orders, bad queries, a hurt cache."""

from __future__ import annotations

import csv
import os
import shutil
import sqlite3
from contextlib import closing
from operator import itemgetter
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.cli.answers import answer_schemas

from .conftest import Run, command_file

SCHEMAS = answer_schemas()


def _valid(name: str, answer: Any) -> Any:
    jsonschema.Draft202012Validator(SCHEMAS[f"{name}.schema.json"]).validate(answer)
    return answer


def test_the_example_of_the_interface_answers(run: Run, sample: Path) -> None:
    query = '合同 OR "24 hours" type:announcement -is:privileged'
    answer = _valid("search", run("search", sample, query, "--json", "--limit", 100).json)
    assert answer["query"] == query
    assert answer["total"] == len(answer["hits"]) > 5
    assert {"evidence", "exhibit", "title", "file", "page", "snippet"} <= set(answer["hits"][0])
    assert {"A-1", "A-2"} <= {hit["exhibit"] for hit in answer["hits"]}
    for hit in answer["hits"]:
        assert hit["marks"]
        for start, end in hit["marks"]:
            found = hit["snippet"][start:end].replace(" ", "").replace("\n", "")
            assert found in ("合同", "24hours"), hit
    table = run("search", sample, query)
    assert table.code == 0
    assert "A-1" in table.out
    assert f"{answer['total']} hits" in table.err


def test_a_limit_cuts_and_the_total_stays(run: Run, sample: Path) -> None:
    whole = run("search", sample, "合同", "--json").json
    cut = run("search", sample, "合同", "--json", "--limit", 2).json
    assert cut["total"] == whole["total"]
    assert cut["hits"] == whole["hits"][:2]
    none = _valid("search", run("search", sample, "zzzz", "--json").json)
    assert (none["total"], none["hits"]) == (0, [])


@pytest.mark.parametrize("order", ["relevance", "exhibit", "date", "added"])
def test_orders(run: Run, sample: Path, order: str) -> None:
    answer = run("search", sample, "face", "--order", order, "--limit", 100, "--json").json
    assert answer["total"] == len(answer["hits"])


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("date:2018-13", ("month", "character 11")),
        ('合同 "24 hours', ("quotation mark", "character 4")),
        ("tga:x", ("tag:", "character 1")),
        ("is:secret", ("is:privileged", "character 4")),
    ],
)
def test_a_bad_query_is_refused_at_its_place(
    run: Run, sample: Path, query: str, parts: tuple[str, ...]
) -> None:
    run("search", sample, query).refused(*parts)
    run("search", sample, query, "--json").refused(*parts)


def test_a_value_that_nothing_has_is_told(run: Run, sample: Path) -> None:
    told = run("search", sample, 'apologise tag:"Key documnet"')
    assert told.code == 1
    assert (
        'the tag "Key documnet" (at character 11 of the query). Did you mean tag:"Key document"?' in told.err
    )
    answered = run("search", sample, 'tag:"Key documnet"', "--json")
    assert answered.code == 1
    (notice,) = _valid("search", answered.json)["notices"]
    assert (notice["code"], notice["position"], notice["meant"]) == ("no_such_value", 0, "Key document")
    assert run("search", sample, 'tag:"Key document"').code == 0


def test_a_batch_or_reviewer_that_does_not_exist_is_told(run: Run, own_sample: Path, tmp_path: Path) -> None:
    split = {"do": "SplitReview", "evidence": ["evidence:A-1"], "name": "First pass", "reviewers": ["Anna"]}
    assert run("apply", own_sample, command_file(tmp_path, split)).code == 0
    for query, meant in (
        ('batch:"Frist pass"', 'batch:"First pass"'),
        ('batch:"First pass/3"', 'batch:"First pass/1"'),
        ("reviewer:Ana", "reviewer:Anna"),
    ):
        told = run("search", own_sample, query)
        assert (told.code, f"Did you mean {meant}?" in told.err) == (1, True), told.err
        assert run("search", own_sample, meant).code == 0
    assert "Nothing in this matter has the reviewer" in run("search", own_sample, "reviewer:Lee").err


def test_no_limit_below_none(run: Run, sample: Path) -> None:
    run("search", sample, "a", "--limit", "-1").refused("--limit")
    run("search", sample, "a", "--limit", "x").refused("--limit")


def test_an_empty_matter(run: Run, empty: Path) -> None:
    for query in ("", "合同", "is:unlinked"):
        assert _valid("search", run("search", empty, query, "--json").json)["total"] == 0


@pytest.mark.parametrize("hurt", ["cache", "index", "truncated", "garbage", "killed"])
def test_a_hurt_cache_is_made_anew(run: Run, own_sample: Path, hurt: str) -> None:
    before = run("search", own_sample, "她拍", "--json").json
    assert before["total"] > 1
    index = own_sample / "cache" / "index.sqlite"
    if hurt == "cache":
        shutil.rmtree(own_sample / "cache")
    elif hurt == "index":
        index.unlink()
    elif hurt == "garbage":
        index.write_bytes(b"\x5a" * index.stat().st_size)
    elif hurt == "killed":
        with closing(sqlite3.connect(index)) as connection:  # as a killed process leaves it
            connection.execute("INSERT INTO state VALUES ('at_work', 1)")
            connection.commit()
    else:
        os.truncate(index, index.stat().st_size // 2)
    after = run("search", own_sample, "她拍", "--json")
    assert after.json["total"] == before["total"]
    # What ranks alike stands in the order of the index, which is another one when the text was read anew.
    place = itemgetter("evidence", "file", "page")
    assert sorted(after.json["hits"], key=place) == sorted(before["hits"], key=place)
    told = {"truncated": "damaged", "garbage": "damaged", "killed": "cut off"}.get(hurt, "no text index")
    assert told in after.err
    assert "text index" not in run("search", own_sample, "她拍").err


def test_while_another_program_has_the_matter_open(run: Run, own_sample: Path) -> None:
    shutil.rmtree(own_sample / "cache")
    desk = LocalDesk()
    session = desk.open_matter(own_sample)
    ran = run("search", own_sample, "合同", "--json")
    session.close()
    desk.close()
    assert "not searched" in ran.err
    assert "open elsewhere" in ran.err
    assert ran.json["total"] >= 1  # titles are there


def test_a_report_of_terms(run: Run, sample: Path, tmp_path: Path) -> None:
    listed = tmp_path / "terms.txt"
    listed.write_text("\ufeff合同\r\n\r\n24 hours\n=1+1\ntype:email\n", encoding="utf-8")
    out = tmp_path / "report.csv"
    answer = _valid("terms", run("terms", sample, listed, "--json", "-o", out).json)
    assert [row["term"] for row in answer["terms"]] == ["合同", "24 hours", "=1+1", "type:email"]
    assert all(row["documents"] <= row["hits"] for row in answer["terms"])
    rows = list(csv.reader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["Term", "Hits", "Evidence items", "Problem"]
    assert rows[1][:2] == ["合同", str(answer["terms"][0]["hits"])]
    assert rows[3][0] == "'=1+1"
    table = run("terms", sample, listed)
    assert table.code == 0
    assert "合同" in table.out


def test_a_term_that_cannot_be_read_is_listed(run: Run, sample: Path, tmp_path: Path) -> None:
    listed = tmp_path / "terms.txt"
    listed.write_text("合同\nbad:x\n# asked by Li\n合同 w/5 通知\n", encoding="utf-8")
    ran = run("terms", sample, listed, "--json")
    assert (ran.code, len(ran.json["terms"])) == (1, 3)
    assert "w/5 is not understood" in ran.json["terms"][2]["problem"]
    run("search", sample, "合同 w/5 通知").refused("w/5 is not understood")
    assert "bad:" in ran.json["terms"][1]["problem"]


def test_lists_of_terms_that_are_none(run: Run, sample: Path, tmp_path: Path) -> None:
    run("terms", sample, tmp_path / "none.txt").refused("none.txt")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    run("terms", sample, tmp_path / "binary").refused("UTF-8")
