"""What is written from parts is read back to the same parts; nothing typed breaks the reader."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from evidence_desk.domain.search_completion import completions
from evidence_desk.domain.search_grammar import parse
from evidence_desk.domain.search_language import (
    HAVE,
    PLACES,
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
from evidence_desk.domain.search_tokens import tokens

_PLAIN = st.text("abcXYZ019合同騰é.'#%", min_size=1, max_size=6).filter(
    lambda text: any(map(str.isalnum, text))
)
_WORDS = st.builds(Word, _PLAIN, is_prefix=st.booleans())
_PHRASES = st.builds(Phrase, st.lists(_PLAIN, min_size=1, max_size=3).map(" ".join))
_VALUES = st.text("ab 合:(-)./", min_size=1, max_size=8).map(lambda text: " ".join(text.split())).filter(bool)
_FIELDS = st.one_of(
    st.builds(Field, st.sampled_from(["tag", "type", "exhibit"]), _VALUES, is_prefix=st.booleans()),
    st.builds(Field, st.just("has"), st.sampled_from(HAVE)),
    st.builds(Field, st.just("date"), st.sampled_from(["2018", "early 2018", "2018-08..2019-01"])),
)
_LEAVES = st.one_of(_WORDS, _PHRASES, _FIELDS)


def _flat(kind: type[And] | type[Or], parts: list[Node]) -> Node:
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, kind) else [part]  # type: ignore[union-attr]
    return kind(tuple(flat))


def _several(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    parts = st.lists(children, min_size=2, max_size=4)
    return st.one_of(
        children.map(Not), parts.map(lambda some: _flat(And, some)), parts.map(lambda some: _flat(Or, some))
    )


_TREES = st.recursive(_LEAVES, _several, max_leaves=12)
_SCOPED = st.builds(
    lambda place, word, tree: And((In(place), word, tree if not isinstance(tree, And) else Not(tree))),
    st.sampled_from(PLACES),
    _WORDS,
    _TREES,
)
_TYPED = st.text('ab合 "“”()（）:：-*AND OR NOT tag:is:in:date:2018＊\n', max_size=40)


@given(st.one_of(_TREES, _SCOPED))
@example(Field("tag", "//"))
def test_what_is_written_is_read_back(node: Node) -> None:
    assert parse(render(node)) == node


def _read(query: str) -> Node | QueryError:
    try:
        return parse(query)
    except QueryError as error:
        return error


@given(st.one_of(st.text(max_size=60), _TYPED))
@example("(" * 5000)
@example("-" * 5000 + "a")
@example("NOT " * 2000)
@example('"' * 999)
def test_only_query_errors_come_of_what_is_typed(query: str) -> None:
    node = _read(query)
    if isinstance(node, QueryError):
        assert 0 <= node.position <= len(query)
        return
    assert parse(render(node)) == node
    assert [token.kind for token in tokens(query)][-1] == "end"
    for chip in chips(query, node):
        assert query[chip.start : chip.end] == chip.text
        left = _read(without(query, chip))
        # An in: may be left without its words; nothing else may go wrong.
        assert not isinstance(left, QueryError) or left.code == "no_words"
    if not isinstance(node, Everything):
        assert isinstance(parse(refined(query, "kind", "x")), And)


@given(_TYPED, st.integers(0, 40))
def test_completions_are_readable(query: str, cursor: int) -> None:
    cursor = min(cursor, len(query))
    found = completions(query, cursor, values={"tag": ["Key document", "a(b"]})
    assert 0 <= found.start <= found.end == cursor
    for option in found.options:
        if not option.endswith(":") and not option.startswith("in:"):
            assert isinstance(parse(option), Field)
