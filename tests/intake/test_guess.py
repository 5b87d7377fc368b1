"""First values: title, type and date, each from where it says."""

from __future__ import annotations

import pytest

from evidence_desk.intake.guess import Guess, guess, guess_date, guess_title, guess_type, readable_name
from evidence_desk.intake.model import PageText, ReadResult

PDF, HTML, PNG, MAIL = "application/pdf", "text/html", "image/png", "message/rfc822"


def read(text: str = "", **values: object) -> ReadResult:
    result = ReadResult(pages=[PageText(1, None, text, 595, 842)])
    for name, value in values.items():
        setattr(result, name, value)
    return result


@pytest.mark.parametrize(
    ("name", "title", "guessed"),
    [
        ("a.pdf", "Joint Operation Agreement", Guess("Joint Operation Agreement", "document_title")),
        ("Framework_Agreement.pdf", "Microsoft Word - ", Guess("Framework Agreement", "file_name")),
        ("a.pdf", "Microsoft Word - Reply to Notice", Guess("Reply to Notice", "document_title")),
        ("合作协议（签署版）.PDF", "无标题文档", Guess("合作协议（签署版）", "file_name")),
        ("scan.pdf", "opinion_final.docx", Guess("scan", "file_name")),
        ("v1.2 final", None, Guess("v1.2 final", "file_name")),
        (".pdf", None, Guess("pdf", "file_name")),
    ],
)
def test_title(name: str, title: str | None, guessed: Guess) -> None:
    assert guess_title(name, PDF, read(title=title)) == guessed


@pytest.mark.parametrize(
    ("title", "heading", "guessed"),
    [
        ("Lease of 2018", "Part One", Guess("Lease of 2018", "document_title")),
        ("Untitled", "软件许可合同", Guess("软件许可合同", "first_heading")),
        ("Microsoft Word - draft.doc", "Notice of breach", Guess("Notice of breach", "first_heading")),
        (None, "Document1", Guess("a b", "file_name")),
        (None, None, Guess("a b", "file_name")),
    ],
)
def test_heading_is_the_title_of_what_has_none(title: str | None, heading: str, guessed: Guess) -> None:
    facts = {"heading": heading} if heading else {}
    assert guess_title("a_b.docx", PDF, read(title=title, facts=facts)) == guessed


def test_heading_of_markdown_is_its_title() -> None:
    assert guess_title("a.md", "text/plain", read("\n# 证据目录\ntext")) == Guess("证据目录", "first_heading")
    assert guess_title("a.md", "text/plain", read("#no heading")).source == "file_name"


def test_guesses_tell_the_words_they_come_from() -> None:
    assert guess_type("s.pdf", PDF, read("AGENCY  AGREEMENT between")).words == "AGREEMENT"
    date = guess_date("s.pdf", read("made on 1 May 2019"))
    assert date is not None
    assert date.words == "1 May 2019"


def test_dates_in_tables_are_not_those_of_the_table() -> None:
    assert guess_date("t.csv", read("2018-08-21  4"), "text/csv") is None
    assert guess_date("t.txt", read("2018-08-21  4"), "text/plain") == Guess("2018-08-21", "first_page")


def test_subject_of_a_mail_is_its_title() -> None:
    assert guess_title("1.eml", MAIL, read(title="Re: notice")) == Guess("Re: notice", "mail_subject")


@pytest.mark.parametrize(
    ("name", "media_type", "text", "guessed"),
    [
        ("x.eml", MAIL, "Agreement", Guess("email", "media_type")),
        ("软件许可合同.pdf", PDF, "", Guess("contract", "file_name")),
        ("scan1.pdf", PDF, "AGENCY AGREEMENT between", Guess("contract", "first_page")),
        ("scan2.pdf", PDF, "广东省深圳市中级人民法院\n民事裁定书", Guess("court_paper", "first_page")),
        ("scan3.pdf", PDF, "关于停止服务的公告", Guess("announcement", "first_page")),
        ("3.pdf", PDF, "Please send it by e-mail", Guess("other", "media_type")),
        ("Screenshot 2018-08-21.png", PNG, "", Guess("screenshot", "file_name")),
        ("IMG1.png", PNG, "", Guess("screenshot", "media_type")),
        ("IMG1.jpg", "image/jpeg", "", Guess("other", "media_type")),
        ("server log.txt", "text/plain", "", Guess("record", "file_name")),
        ("page.html", HTML, "晚报记者报道：双方签订合同", Guess("news", "first_page")),
        ("catalog.txt", "text/plain", "", Guess("other", "media_type")),
    ],
)
def test_type(name: str, media_type: str, text: str, guessed: Guess) -> None:
    assert guess_type(name, media_type, read(text)) == guessed


@pytest.mark.parametrize(
    ("name", "text", "dates", "guessed"),
    [
        ("2018-08-21 notice.pdf", "", [], Guess("2018-08-21", "file_name")),
        ("IMG_20180821_101112.jpg", "", [], Guess("2018-08-21", "file_name")),
        ("报告2018年8月.pdf", "", [], Guess("2018-08", "file_name")),
        ("749700123456.pdf", "", [], None),
        ("20189921.pdf", "", [], None),
        ("a.pdf", "dated as of August 21, 2018 and 1 May 2019", [], Guess("2018-08-21", "first_page")),
        ("a.pdf", "this 5th day of May 2019", [], Guess("2019-05-05", "first_page")),
        ("a.pdf", "二〇一八年 2018 年 8 月 21 日", [], Guess("2018-08-21", "first_page")),
        ("a.pdf", "二〇一八年八月二十一日", [], Guess("2018-08-21", "first_page")),
        ("a.pdf", "二○一九年十二月", [], Guess("2019-12", "first_page")),
        ("二〇一九年十月三十日通知.pdf", "", [], Guess("2019-10-30", "file_name")),
        ("a.pdf", "二〇一八年二月三十日，2018-02-30", [], None),
        ("a.pdf", "二〇一八年廿月", [], None),
        (
            "a.pdf",
            "",
            [("document_created", "2018-08-21T10:11:12Z")],
            Guess("2018-08-21", "document_created"),
        ),
        ("2019-01-01.eml", "", [("mail_date", "2018-08-21T10:11:12Z")], Guess("2018-08-21", "mail_date")),
        ("a.pdf", "no date", [("document_modified", "2018-08-21")], None),
    ],
)
def test_date(name: str, text: str, dates: list[tuple[str, str]], guessed: Guess | None) -> None:
    assert guess_date(name, read(text, dates=dates)) == guessed


def test_guess_of_a_file_that_could_not_be_read() -> None:
    guesses = guess("old contract.doc", "application/msword", ReadResult())
    assert (guesses.title.value, guesses.type.value, guesses.date) == ("old contract", "contract", None)


def test_readable_name_of_a_foreign_path() -> None:
    assert readable_name("C:\\case\\a_b.pdf") == "a b"
