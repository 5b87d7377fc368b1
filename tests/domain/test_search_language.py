"""The search language: what is read, what is refused and where, chips, completions."""

from __future__ import annotations

import pytest

from evidence_desk.domain.search_completion import completions
from evidence_desk.domain.search_grammar import parse
from evidence_desk.domain.search_language import (
    And,
    Everything,
    Field,
    In,
    Node,
    Not,
    Or,
    Phrase,
    Word,
    chips,
    refined,
    render,
    without,
)
from evidence_desk.domain.search_problems import QueryError

READ: list[tuple[str, Node]] = [
    ("", Everything()),
    ("  ", Everything()),
    ("contract", Word("contract")),
    ("contr*", Word("contr", is_prefix=True)),
    ("合同 解除", And((Word("合同"), Word("解除")))),
    ("a AND b", And((Word("a"), Word("b")))),
    ("a b OR c", Or((And((Word("a"), Word("b"))), Word("c")))),
    ("a (b OR c)", And((Word("a"), Or((Word("b"), Word("c")))))),
    ("-a", Not(Word("a"))),
    ("NOT a", Not(Word("a"))),
    ("well-known", Word("well-known")),
    ('"24 hours"', Phrase("24 hours")),
    ("“24 hours”", Phrase("24 hours")),
    ("（甲　ＯＲ　乙）", Or((Word("甲"), Word("乙")))),
    ("－ｔｙｐｅ：announcement", Not(Field("type", "announcement"))),
    ('tag:"Key document"', Field("tag", "Key document")),
    ("exhibit:A-*", Field("exhibit", "A-", is_prefix=True)),
    ("tag:*", Field("tag", "", is_prefix=True)),
    ("is:needs-second-look", Field("is", "needs_second_look")),
    ("date:2018-08..2019-01", Field("date", "2018-08..2019-01")),
    ("in:title contract", And((In("title"), Word("contract")))),
    ("https://example.org/a:b", Word("https://example.org/a:b")),
    ("10:30", Word("10:30")),
    ("or", Word("or")),
]


@pytest.mark.parametrize(("query", "node"), READ)
def test_a_query_is_read(query: str, node: Node) -> None:
    assert parse(query) == node
    assert parse(render(node)) == node


@pytest.mark.parametrize(
    ("query", "code", "position"),
    [
        ("date:2018-13", "bad_date", 10),
        ('合同 date:"2018-13"', "bad_date", 14),
        ('a "b', "open_quote", 2),
        ("a (b", "open_bracket", 2),
        ("a) b", "extra_bracket", 1),
        ("a ()", "empty_brackets", 2),
        ("a OR", "nothing_after", 2),
        ("OR a", "nothing_before", 0),
        ("a NOT", "nothing_after", 2),
        ("tga:x", "unknown_field_like", 0),
        ("zzzzz:x", "unknown_field", 0),
        ("date:2018*", "starred_date", 9),
        ("a" * 10_001, "too_long", 10_000),
        ("a tag:", "no_value", 5),
        ("is:odd", "unknown_value", 3),
        ("a —— b", "no_letters", 2),
        ("termination w/5 notice", "proximity", 12),
        ("a PRE/3 b", "proximity", 2),
        ("a /s b", "proximity", 2),
        ("a w/p b", "proximity", 2),
        ("a NEAR/10 b", "proximity", 2),
        ("a ｗ／５ b", "proximity", 2),
        ("NEAR(a b)", "proximity", 0),
        ("in:title", "no_words", 0),
        ("in:title type:email", "no_words", 0),
        ("-in:title a", "no_words", 1),
        ("in:title in:text a", "two_places", 9),
        ("(" * 40 + "a" + ")" * 40, "too_deep", 31),
        ("a " * 201, "too_many", 400),
    ],
)
def test_a_bad_query_says_what_is_wrong_and_where(query: str, code: str, position: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert (caught.value.code, caught.value.position) == (code, position)
    assert f"character {position + 1}" in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize(
    "query", ['"w/5"', "near home", "NEAR home", "w/o notice", "24/7", "/s/ Lee", "and/or"]
)
def test_what_only_looks_like_a_distance_is_words(query: str) -> None:
    assert parse(query)


def test_an_unknown_field_names_the_nearest() -> None:
    with pytest.raises(QueryError, match="Did you mean tag:"):
        parse("tga:x")


def test_chips_are_the_parts_that_must_all_fit() -> None:
    query = '合同 AND (a OR "b c") -is:privileged tag:"Key document"'
    found = chips(query, parse(query))
    assert [chip.text for chip in found] == ["合同", '(a OR "b c")', "-is:privileged", 'tag:"Key document"']
    assert without(query, found[0]) == '(a OR "b c") -is:privileged tag:"Key document"'
    assert without(query, found[1]) == '合同 -is:privileged tag:"Key document"'
    assert parse(without(query, found[3])) == parse('合同 (a OR "b c") -is:privileged')
    assert [chip.text for chip in chips("a OR b", parse("a OR b"))] == ["a OR b"]
    assert chips(" ", parse(" ")) == []


def test_a_facet_refines_a_query() -> None:
    assert refined("", "tag", "Key document") == 'tag:"Key document"'
    assert parse(refined("a OR b", "kind", "documentary")) == And(
        (Or((Word("a"), Word("b"))), Field("kind", "documentary"))
    )


@pytest.mark.parametrize(
    ("query", "options", "replaced"),
    [
        ("合同 ta", ("tag:",), "ta"),
        ("(-t", ("type:", "tag:"), "t"),
        ("tag:", ('tag:"Key document"', "tag:合同"), "tag:"),
        ("a tag:key", ('tag:"Key document"',), "tag:key"),
        ('a tag:"key d', ('tag:"Key document"',), 'tag:"key d'),
        ("is:un", ("is:unlinked", "is:unreviewed"), "is:un"),
        ("is：priv", ("is:privileged",), "is：priv"),
        ("", (), ""),
    ],
)
def test_completions(query: str, options: tuple[str, ...], replaced: str) -> None:
    found = completions(query, len(query), values={"tag": ["Key document", "合同"]})
    assert found.options == options
    assert query[found.start : found.end] == replaced
