"""The small services: errors, canonical JSON, identities, the clock, resources."""

from __future__ import annotations

import json
import threading
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_desk.domain.words import Stance
from evidence_desk.support.canonical import canonical_json, sha256_text
from evidence_desk.support.clock import system_clock, timestamp
from evidence_desk.support.codec import decode, object_schemas, to_json
from evidence_desk.support.errors import CommandError, UserError
from evidence_desk.support.ids import UuidV7, pair_id
from evidence_desk.support.resources import resource, schema
from evidence_desk.support.unset import UNSET, UnsetType

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(_json)
def test_canonical_json_says_the_same_and_once_only(value: object) -> None:
    text = canonical_json(value)
    assert json.loads(text) == value
    assert canonical_json(json.loads(text)) == text


def test_canonical_json_is_a_known_text_with_a_known_hash() -> None:
    text = canonical_json({"b": [1, 2.5, None, True], "a": {"中": "é\n"}})
    assert text == '{"a":{"中":"é\\n"},"b":[1,2.5,null,true]}'
    assert canonical_json({"a": 1, "b": 2}) == canonical_json({"b": 2, "a": 1})
    # NIST's example for SHA-256 of "abc".
    assert sha256_text("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    with pytest.raises(ValueError, match="JSON"):
        canonical_json(float("nan"))


def test_identities_sort_as_they_were_made_even_when_the_clock_stands_or_goes_back() -> None:
    times = iter([1_000] * 5000 + [900] * 10 + [2_000] * 10)
    make = UuidV7(lambda: next(times))
    made = [make() for _n in range(5020)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    for text in (made[0], made[4500], made[-1]):
        parsed = uuid.UUID(text)
        assert (parsed.version, parsed.variant) == (7, uuid.RFC_4122)
    assert uuid.UUID(made[0]).int >> 80 == 1_000
    assert uuid.UUID(made[-1]).int >> 80 == 2_000


def test_identities_from_several_threads_are_all_different() -> None:
    make = UuidV7()
    made: list[str] = []

    def _many() -> None:
        made.extend(make() for _n in range(2000))

    threads = [threading.Thread(target=_many) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8000


def test_a_pair_is_the_same_everywhere_and_no_other() -> None:
    assert pair_id("evidence_tag", "a", "b") == pair_id("evidence_tag", "a", "b")
    others = {
        pair_id("evidence_tag", "a", "b"),
        pair_id("evidence_tag", "b", "a"),
        pair_id("evidence_tag", "ab", ""),
        pair_id("evidence_file", "a", "b"),
    }
    assert len(others) == 4
    assert uuid.UUID(pair_id("x", "y")).version == 5


def test_times_are_utc_with_microseconds_and_sort_as_text() -> None:
    moment = datetime(2026, 11, 22, 17, 10, tzinfo=timezone(timedelta(hours=8)))
    assert timestamp(moment) == "2026-11-22T09:10:00.000000Z"
    assert timestamp(moment + timedelta(microseconds=1)) > timestamp(moment)
    assert system_clock().tzinfo is UTC


def test_an_error_is_one_line_with_its_remedy() -> None:
    error = UserError("code", "It is\nbroken.", "Mend it.", path="x")
    assert str(error) == "It is broken. Mend it."
    assert error.details == {"path": "x"}
    assert str(UserError("code", "Only this")) == "Only this"
    assert CommandError("code", "m", field="f").index is None


def test_resources_and_schemas_are_found() -> None:
    assert resource("demo", "commands.json").is_file()
    assert schema("commands.schema.json").is_file()


@dataclass(frozen=True, kw_only=True)
class _Inner:
    stance: Stance
    when: date | None = None


@dataclass(frozen=True, kw_only=True)
class _Outer:
    title: str
    from_: str | UnsetType = UNSET
    inner: list[_Inner] = field(default_factory=list)


def test_decoding_and_writing_back() -> None:
    value = {"title": "t", "from": "f", "inner": [{"stance": "supports", "when": "2019-01-05"}]}
    outer = decode(_Outer, value)
    assert outer == _Outer(
        title="t", from_="f", inner=[_Inner(stance=Stance.SUPPORTS, when=date(2019, 1, 5))]
    )
    assert to_json(outer) == value
    assert to_json(_Outer(title="t")) == {"title": "t", "inner": []}


@pytest.mark.parametrize(
    ("value", "code", "named"),
    [
        ({}, "missing_field", "title"),
        ({"title": "t", "from_": "f"}, "unknown_field", "from_"),
        ({"title": "t", "inner": [{"stance": "no"}]}, "wrong_value", "inner"),
        ({"title": "t", "inner": [{"stance": "supports", "wen": ""}]}, "unknown_field", "inner"),
        ({"title": "t", "from": 1}, "wrong_value", "from"),
        ({"title": "\ud800"}, "wrong_value", "title"),
    ],
)
def test_decoding_names_the_field_at_fault(value: dict[str, object], code: str, named: str) -> None:
    with pytest.raises(CommandError) as caught:
        decode(_Outer, value)
    assert (caught.value.code, caught.value.field) == (code, named)


def test_a_schema_keeps_fields_called_title_and_closes_inner_objects() -> None:
    made = object_schemas([_Outer])["_Outer"]
    assert set(made["properties"]) == {"title", "from", "inner"}
    assert made["required"] == ["title"]
    assert made["additionalProperties"] is False
    assert made["properties"]["inner"]["items"]["additionalProperties"] is False
