"""Properties of quotes over random pages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evidence_desk.domain.cites import cite_state, find_quote, normalise_quote

TEXTS = st.text("ab -\n\r ﬁ“”升级，é\u0301\u00ad\x02１１", max_size=40)


@given(TEXTS)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise_quote(text)
    assert normalise_quote(once).strip(" -") == once.strip(" -")


WORDS = st.lists(st.text("abcdeé升级的", min_size=1, max_size=6), min_size=1, max_size=8)
BREAKS = st.sampled_from([" ", "\n", "\r\n", "  ", " \n "])


@given(WORDS, WORDS, WORDS, st.data())
def test_a_quote_is_found_whatever_the_breaks(
    before: list[str], quote: list[str], after: list[str], data: st.DataObject
) -> None:
    page = "".join(word + data.draw(BREAKS) for word in (*before, *quote, *after))
    place = find_quote(page, " ".join(quote))
    assert place is not None
    assert normalise_quote(page[slice(*place)]) == normalise_quote(" ".join(quote))
    assert cite_state(page, " ".join(quote)) == "ok"
