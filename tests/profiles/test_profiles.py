"""The three jurisdictions: complete, bilingual, checked, and versioned by date."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from evidence_desk.domain.stages import unexpected
from evidence_desk.profiles import (
    deadline_for,
    deadlines_from,
    due,
    find,
    load_calendar,
    load_profile,
    profile_ids,
    read_profile,
)
from evidence_desk.support.errors import UserError
from evidence_desk.support.resources import resource, schema

PRC_STAGES = """
preparing filed case_filing_review correction accepted not_accepted served answer_period
jurisdiction_objection jurisdiction_ruling jurisdiction_appeal transferred evidence_period
evidence_exchange pretrial_conference hearing adjourned suspended judgment_1 ruling_dismiss_suit
withdrawn deemed_withdrawn mediated appeal_period second_instance remanded judgment_2 effective
retrial_review retrial enforcement closed
"""
ALL = ["ew_civil", "prc_civil", "us_federal_civil"]


def _data(profile_id: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(resource("jurisdictions", f"{profile_id}.json").read_text("utf-8"))
    return data


def test_the_jurisdictions_are_those_on_disk() -> None:
    assert list(profile_ids()) == ALL


@pytest.mark.parametrize("profile_id", ALL)
def test_a_jurisdiction_fits_the_schema(profile_id: str) -> None:
    rules = json.loads(schema("jurisdiction.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(rules)
    checker = jsonschema.Draft202012Validator(
        rules, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    assert [error.message for error in checker.iter_errors(_data(profile_id))] == []


@pytest.mark.parametrize("profile_id", ALL)
def test_a_jurisdiction_loads_with_its_calendar(profile_id: str) -> None:
    profile = load_profile(profile_id)
    assert profile.id == profile_id
    assert load_calendar(profile.calendar).id == profile.calendar
    assert profile.deadlines


@pytest.mark.parametrize("profile_id", ALL)
def test_every_stage_can_be_reached_and_the_end_leads_nowhere_usual(profile_id: str) -> None:
    stages = load_profile(profile_id).stages
    reached = {stage.kind for stage in stages if stage.first}
    for _ in stages:
        reached |= {stage.kind for stage in stages if reached & set(stage.may_follow)}
    assert reached == {stage.kind for stage in stages}
    assert any(stage.terminal for stage in stages)


def test_the_prc_stages_are_complete_and_in_order() -> None:
    assert [stage.kind for stage in load_profile("prc_civil").stages] == PRC_STAGES.split()


def test_a_refused_filing_and_a_new_one_elsewhere_are_usual() -> None:
    rules = load_profile("prc_civil").stage_rules
    assert unexpected(rules, None, "filed") is None
    assert unexpected(rules, "filed", "not_accepted") is None
    assert unexpected(rules, "not_accepted", "filed") is None
    assert unexpected(rules, "case_filing_review", "accepted") is None
    surprise = unexpected(rules, "filed", "judgment_2")
    assert surprise is not None
    assert surprise.code == "unusual_order"


@pytest.mark.parametrize(
    ("profile_id", "rule_id", "start", "expected"),
    [
        ("prc_civil", "answer", "2019-01-21", "2019-02-11"),
        ("prc_civil", "appeal_ruling", "2019-01-25", "2019-02-11"),
        ("prc_civil", "filing_review", "2018-12-22", "2018-12-29"),
        ("prc_civil", "first_instance_trial", "2019-04-02", "2019-10-08"),
        ("prc_civil", "retrial_application", "2019-08-31", "2020-03-02"),
        ("ew_civil", "particulars", "2018-10-02", "2018-10-16"),
        ("ew_civil", "application_notice", "2025-10-20", "2025-10-14"),
        ("us_federal_civil", "answer", "2018-12-11", "2019-01-02"),
    ],
)
def test_a_deadline_is_counted_by_its_jurisdiction(
    profile_id: str, rule_id: str, start: str, expected: str
) -> None:
    profile = load_profile(profile_id)
    day = date.fromisoformat(start)
    assert due(profile, deadline_for(profile, rule_id, day), day).date.isoformat() == expected


@pytest.mark.parametrize(
    ("day", "article", "answer_to_publication"),
    [
        ("2019-01-21", "125", 60),
        ("2021-12-31", "125", 60),
        ("2022-01-01", "128", 30),
        ("2023-12-31", "128", 30),
        ("2024-01-01", "128", 30),
    ],
)
def test_the_version_in_force_on_the_day_is_chosen(
    day: str, article: str, answer_to_publication: int
) -> None:
    profile = load_profile("prc_civil")
    on = date.fromisoformat(day)
    assert deadline_for(profile, "answer", on).statute.en.endswith(f"art. {article}")
    assert deadline_for(profile, "service_by_publication", on).period.value == answer_to_publication


def test_article_numbers_of_the_2017_and_2023_texts() -> None:
    profile = load_profile("prc_civil")
    pairs = {
        "filing_review": ("123", "126"),
        "jurisdiction_objection": ("127", "130"),
        "hearing_notice": ("136", "139"),
        "first_instance_trial": ("149", "152"),
        "appeal_judgment": ("164", "171"),
        "second_instance_judgment": ("176", "183"),
        "retrial_application": ("205", "216"),
        "enforcement_application": ("239", "250"),
        "suit_after_preservation": ("101", "104"),
    }
    for rule_id, articles in pairs.items():
        for day, article in zip((date(2019, 1, 5), date(2024, 1, 1)), articles, strict=True):
            assert deadline_for(profile, rule_id, day).statute.en.endswith(f"art. {article}"), rule_id


def test_a_day_no_version_covers_and_an_unknown_rule_are_refused() -> None:
    profile = load_profile("prc_civil")
    with pytest.raises(UserError) as refused:
        deadline_for(profile, "answer", date(1999, 1, 1))
    assert refused.value.code == "no_deadline_in_force"
    with pytest.raises(UserError) as refused:
        deadline_for(profile, "duel", date(2019, 1, 1))
    assert refused.value.code == "unknown_deadline"


def test_the_deadlines_of_a_stage() -> None:
    rules = deadlines_from(load_profile("prc_civil"), "not_accepted", date(2019, 1, 5))
    assert [(rule.id, rule.period.value) for rule in rules] == [("appeal_ruling", 10)]


def test_words_are_found_by_id_and_by_either_name() -> None:
    kinds = load_profile("prc_civil").evidence_kinds
    assert len(kinds) == 8
    for wanted in ("electronic", "电子数据", "electronic data"):
        found = find(kinds, wanted)
        assert found is not None
        assert found.id == "electronic"
    assert find(kinds, "hearsay") is None
    assert load_profile("us_federal_civil").first_exhibit("defendant") == "DX-001"
    assert load_profile("prc_civil").first_exhibit("defendant") == "1"


@pytest.mark.parametrize(
    "text",
    [
        "（2019）京01民初123号",
        "(2019)京01民初123号",
        "〔2019〕粤0305民初1号",
        " （ 2019 ） 京民终 45 号 ",
        "（2020）最高法知民终123号",
        "（２０１９）京73知民初9号",
        "（2019）京01民初123号之一",
        "（2019）京01财保7号",
    ],
)
def test_case_numbers_of_chinese_courts(text: str) -> None:
    numbers = load_profile("prc_civil").case_numbers
    assert numbers is not None
    assert numbers.fits(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "（2019）京01民初____号",
        "2019京01民初123号",
        "（2019）京1民初123号",
        "（1819）京01民初123号",
        "（2019）京01民初123",
        "（2019）英01民初123号",
        "1:19-cv-00123",
    ],
)
def test_other_texts_are_no_case_numbers(text: str) -> None:
    numbers = load_profile("prc_civil").case_numbers
    assert numbers is not None
    assert not numbers.fits(text)


@pytest.mark.parametrize("load", [load_profile, load_calendar])
def test_an_unknown_name_is_refused_with_the_known_ones(load: Any) -> None:
    for name in ("narnia", "../holidays/cn", ""):
        with pytest.raises(UserError) as refused:
            load(name)
        assert "Known are" in refused.value.remedy


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"calendar": "moon"}, 'no calendar "moon"'),
        ({"id": "other"}, 'its id is "other"'),
        (
            {"stages": [{"kind": "a", "names": {"en": "A", "zh": "甲"}, "may_follow": ["b"]}]},
            'may follow "b"',
        ),
        ({"forms": [{"id": "x", "names": {"en": "X", "zh": "某"}}] * 2}, '"x" stands 2 times in forms'),
        ({"names": {"en": "Only one language"}}, "zh"),
        ({"counting": None}, "counting"),
        ({"case_numbers": {"pattern": "[0-9]+", "example": "A1"}}, '"A1" does not fit'),
        ({"case_numbers": {"pattern": "(", "example": "1"}}, "cannot be read"),
    ],
)
def test_a_bad_file_is_refused_by_name(tmp_path: Path, change: dict[str, Any], named: str) -> None:
    path = tmp_path / "ew_civil.json"
    path.write_text(json.dumps(_data("ew_civil") | change), encoding="utf-8")
    with pytest.raises(UserError) as refused:
        read_profile(path)
    assert refused.value.code == "bad_profile"
    assert named in refused.value.message


def test_two_versions_in_force_at_once_are_refused(tmp_path: Path) -> None:
    data = _data("prc_civil")
    versions = [rule for rule in data["deadlines"] if rule["id"] == "answer"]
    versions[0]["effective_to"] = versions[1]["effective_from"]
    path = tmp_path / "prc_civil.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(UserError, match="in force at once"):
        read_profile(path)
