"""Index folding: one spelling for all that mean the same, with the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_desk.domain.folding import GAP, is_unspaced
from evidence_desk.store.folding_table import folding


def _plain(text: str) -> str:
    return " ".join(folding().fold(text).split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("騰訊雲", "腾讯云"),
        ("⼥⽣", "女生"),
        ("⺟", "母"),  # U+2E9F, which NFKC leaves alone
        ("⼾", "户"),
        ("ＡＢＣ１２３", "abc123"),
        ("ﬁling", "filing"),
        ("e\u0301te\u0301", "été"),
        ("か\u3099", "が"),
        ("con\u200btract", "contract"),
        ("con\x00tract", "contract"),
        ("con\u00adtract", "contract"),
        ("STRASSE", "straße"),
        ("合\n同", "合同"),
        ("inter\x02\nface", "interface " + f"{GAP} inter face"),
    ],
)
def test_spellings_that_mean_the_same_are_one(one: str, other: str) -> None:
    assert _plain(one) == " ".join(part if part == GAP else _plain(part) for part in other.split(" "))


def test_han_stand_one_by_one() -> None:
    assert _plain("ABC合同2018年") == "abc 合 同 2018 年"


def test_a_word_broken_at_a_hyphen_is_whole_and_in_halves() -> None:
    text = "the inter-\n  face and 24-\nhour"
    folded = folding().fold_mapped(text)
    at = folded.text.index("interface")
    assert text[slice(*folded.source(at, at + len("interface")))] == "inter-\n  face"
    behind = folded.text[folded.text.index(GAP) :]
    assert behind.split() == [GAP, "inter", "face"]
    at = folded.text.rindex("face")
    assert text[slice(*folded.source(at, at + 4))] == "face"


def test_a_hyphen_in_a_query_may_be_left_out() -> None:
    assert folding().variants("well-known fact") == ["well-known fact", "wellknown fact"]
    assert folding().variants("合同") == ["合 同"]


_TEXTS = st.text(
    st.one_of(
        st.sampled_from("ab-\n \x02\ufffe\x00\u200be\u0301騰合⼥⺟Ａﬁ\ue000\u3099か"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)


@given(_TEXTS)
def test_both_foldings_agree_and_every_place_leads_back(text: str) -> None:
    mapped = folding().fold_mapped(text)
    assert mapped.text == folding().fold(text)
    assert mapped.begins == sorted(mapped.begins)
    for at, character in enumerate(mapped.text):
        start, end = mapped.source(at, at + 1)
        assert 0 <= start <= end <= len(text)
        if is_unspaced(character):
            assert end > start


@given(_TEXTS)
def test_what_is_folded_once_is_folded_for_good(text: str) -> None:
    once = folding().fold(text).replace(GAP, " ")
    assert folding().fold(once).split() == once.split() or "-" in once or "\u3099" in text
