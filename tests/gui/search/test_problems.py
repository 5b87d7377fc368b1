"""What is wrong with a query, said in the languages of the window."""

from __future__ import annotations

from string import Formatter

import pytest

from evidence_desk.domain.search_grammar import parse
from evidence_desk.domain.search_problems import PROBLEMS, QueryError
from evidence_desk.gui.search.problems import told, told_of_query
from evidence_desk.gui.texts import LANGUAGES, Texts
from evidence_desk.queries.search import read_query
from evidence_desk.support.errors import UserError


def _places(text: str) -> set[str]:
    return {name for _text, name, _form, _how in Formatter().parse(text) if name}


def test_english_is_said_alike_by_the_window_and_the_command_line() -> None:
    t = Texts("en")
    for code, texts in PROBLEMS.items():
        if (
            code == "bad_date"
        ):  # the command line has words for each way a date can be wrong; the window marks it
            continue
        assert (t(f"query.{code}"), t(f"query.{code}.remedy")) == texts


@pytest.mark.parametrize("code", PROBLEMS)
def test_every_problem_has_chinese_words_that_name_known_things_only(code: str) -> None:
    t = Texts("zh")
    known = _places("".join(PROBLEMS[code])) | ({"value"} if code == "bad_date" else set())
    for key in (f"query.{code}", f"query.{code}.remedy"):
        assert _places(t(key)) <= known
        assert any("\u4e00" <= one <= "\u9fff" for one in t(key))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "query", ["date:2018-13", "tga:x", "zzzz:x", "is:odd", 'a "b', "a OR", "tag:", "date:2018*"]
)
def test_a_bad_query_is_told_in_the_language_of_the_window(language: str, query: str) -> None:
    t = Texts(language)
    with pytest.raises(UserError) as caught:
        read_query(query)
    message, remedy = told(t, caught.value)
    assert message
    assert remedy
    if language == "en" and not query.startswith("date:2018-"):
        assert message in str(caught.value)
    with pytest.raises(QueryError) as plain:
        parse(query)
    assert message in told_of_query(t, plain.value)


def test_what_a_reader_notes_is_told_in_the_language_of_the_window() -> None:
    message = "pages that are pictures, without text of their own: 3, 5"
    assert Texts("en").read_note("no_text_layer", message) == message
    assert Texts("zh").read_note("no_text_layer", message) == "有的页是图像，没有文字 (3, 5)"
    assert Texts("zh").read_note("damaged", "it broke: at 3 o'clock") == "文件有损坏，只读取了能读的部分"
    assert Texts("zh").read_note("never_heard_of", message) == message


def test_another_error_is_told_as_it_is() -> None:
    assert told(Texts("zh"), UserError("disk_full", "Full", "Free some")) == ("Full", "Free some")
