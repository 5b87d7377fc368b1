"""Quotes are found however a page's text was broken, and drift is told from loss."""

from __future__ import annotations

import pytest

from evidence_desk.domain.cites import cite_state, find_quote, normalise_quote

PAGE = (
    "ILLUSTRATIVE\r\nThe provider shall give “24 hours’ notice” before an inter-\r\n"
    "face is upgraded — with-\n"
    "out excep\u00adtion.  示例\n腾讯云关于人脸融合接口升\n级的说明，未提前２４小时通知。\nThe ﬁrst ﬁling."
)


@pytest.mark.parametrize(
    ("quote", "original"),
    [
        ('"24 hours\' notice"', "“24 hours’ notice”"),
        ("an interface is upgraded - with", "an inter-\r\nface is upgraded — with"),
        ("upgraded - with-", "upgraded — with"),
        ("without exception", "with-\nout excep\u00adtion"),
        ("人脸融合接口升级的说明", "人脸融合接口升\n级的说明"),
        ("未提前24小时通知", "未提前２４小时通知"),
        ("The first filing", "The ﬁrst ﬁling"),
        ("  The   provider\nshall ", "The provider shall"),
    ],
)
def test_a_quote_is_found_at_its_original_place(quote: str, original: str) -> None:
    place = find_quote(PAGE, quote)
    assert place is not None
    assert PAGE[slice(*place)] == original


def test_a_real_hyphen_at_the_end_of_a_line_is_found_too() -> None:
    assert find_quote("a well-\nknown fact", "a well-known fact") == (0, 18)
    assert find_quote("from 2018-09 on", "2018-09") == (5, 12)
    assert find_quote("from 201809 on", "2018-09") is None


@pytest.mark.parametrize("hyphen", ["\x02", "\ufffe", "\u00ad\n", "-\r\n"])
def test_hyphens_as_pdf_readers_write_them(hyphen: str) -> None:
    assert find_quote(f"an inter{hyphen}face", "interface") == (3, 12 + len(hyphen))


def test_accents_written_apart_are_the_same() -> None:
    assert find_quote("the cafe\u0301 closed", "café") == (4, 9)


def test_of_several_places_the_nearest_is_taken() -> None:
    assert find_quote("fee, fee, fee", "fee") == (0, 3)
    assert find_quote("fee, fee, fee", "fee", near=6) == (5, 8)


@pytest.mark.parametrize("quote", ["", "  \n", "the provider shall", "not there"])
def test_what_is_not_there_is_not_found(quote: str) -> None:
    assert find_quote(PAGE, quote) is None


@pytest.mark.parametrize(
    ("page", "quote", "others", "state"),
    [
        (PAGE, "before the interface is", (), "drifted"),
        (PAGE, "人脸融合接口升级的说明", (), "ok"),
        (PAGE, "The provider shall give 48 hours’ notice", (), "drifted"),
        (PAGE, "Words moved to the next page", ("…words moved", "Words moved to\nthe next page"), "drifted"),
        (PAGE, "Entirely other words of another paper", (), "missing"),
        (None, "The provider shall give", (), "missing"),
        (None, "The provider shall give", (PAGE,), "drifted"),
        (None, "", (), "missing"),
        ("", "", (), "ok"),
        ("", "The provider shall give", (), "missing"),
    ],
)
def test_the_state_of_a_cite(page: str | None, quote: str, others: tuple[str, ...], state: str) -> None:
    assert cite_state(page, quote, other_pages=others) == state


def test_case_is_kept() -> None:
    assert normalise_quote("Ｔｈｅ  Fee\n费用") == "The Fee费用"


def test_a_line_end_between_han_characters_is_no_space() -> None:
    assert find_quote("甲方应当\n支付价款", "应当支付") == (2, 7)
