"""First values for a new evidence item from what its file says; each guess names where it comes from."""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePath

from evidence_desk.intake.model import ReadResult
from evidence_desk.support.resources import resource


@dataclass(frozen=True, slots=True)
class Guess:
    """One guessed value and its source.

    Attributes:
        value: the value.
        source: ``document_title``, ``mail_subject``, ``first_heading``, ``file_name``, ``media_type``,
            ``first_page``, or one of the date sources of `ReadResult.dates`.
        words: the words there that the value was taken from, for showing why; may be empty.
    """

    value: str
    source: str
    words: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Guesses:
    """First values of an evidence item: title, document type, and a fuzzy-date text if one is known."""

    title: Guess
    type: Guess
    date: Guess | None


_HEAD = 1_500  # characters of the first page that say what a document is

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if name != "May" else name for name in _MONTHS)
_HAN_DIGITS = {**dict(zip("一二三四五六七八九", range(1, 10), strict=True)), **dict.fromkeys("〇○零O0Ｏ", 0)}
_HAN_NUMBER = "[一二三四五六七八九十廿卅]"
_DATES = (
    re.compile(
        rf"(?P<y>[一二][〇○零OＯ一二三四五六七八九]{{3}})年(?P<m>{_HAN_NUMBER}{{1,2}})月(?:(?P<d>{_HAN_NUMBER}{{1,3}})日)?"
    ),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)\s?年\s?(?P<m>\d{1,2})\s?月(?:\s?(?P<d>\d{1,2})\s?日)?"),
    re.compile(rf"\b(?P<m>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)\b"),
    re.compile(
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:day of\s+)?(?P<m>{_MONTH}),?\s+(?P<y>(?:19|20)\d\d)\b"
    ),
    re.compile(r"(?<![\d-])(?P<y>(?:19|20)\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?![\d-])"),
)
_NAME_DATES = (
    *_DATES[:4],
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-_. ](?P<m>\d{1,2})[-_. ](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)"),
    re.compile(r"(?<![\d-])(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)(?![\d-])"),
)
_ORDER = ("mail_date", "exif_taken", "html_meta")
_LATE = ("document_created",)
_WITHOUT_PAGE_DATE = ("text/csv", "application/json")  # dates in tables are data, as those of spreadsheets
_MAKER = re.compile(r"^microsoft (word|excel|powerpoint) - ", re.IGNORECASE)
_MAILS = ("message/rfc822", "application/mbox", "application/vnd.ms-outlook")
_MARKED_HEADING = re.compile(r"\s*#{1,2} +(\S[^\n]{1,200})")  # Markdown
_FILE_LIKE = re.compile(r"\.(docx?|pdf|xlsx?|pptx?|html?|png|jpe?g|tiff?|txt|indd|qxd)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words that speak for a document type, and whether they count only in names and titles."""

    type: str
    pattern: re.Pattern[str]
    is_for_names: bool


@cache
def _vocabulary() -> tuple[tuple[_Words, ...], re.Pattern[str]]:
    """Return the words of each type, and the pattern of titles that programs give by themselves."""
    data = json.loads(resource("intake", "document_types.json").read_text("utf-8"))
    types = []
    for entry in data["types"]:
        words = rf"\b(?:{'|'.join(entry['en'])})\b|{'|'.join(entry['zh'])}"
        pattern = re.compile(words, re.IGNORECASE | re.DOTALL)
        types.append(_Words(entry["type"], pattern, entry.get("names_only", False)))
    empty = rf"(?:{'|'.join(data['empty_titles'])})?[\s\-–]*"
    return tuple(types), re.compile(empty, re.IGNORECASE)


def guess(name: str, media_type: str, result: ReadResult) -> Guesses:
    """Return first values for a file of this original name."""
    return Guesses(
        guess_title(name, media_type, result),
        guess_type(name, media_type, result),
        guess_date(name, result, media_type),
    )


def guess_title(name: str, media_type: str, result: ReadResult) -> Guess:
    """Return the title the document gives itself, its first heading, or its file name made readable."""
    is_mail = media_type in _MAILS
    title = _fit_title(result.title, name)
    if title:
        return Guess(title, "mail_subject" if is_mail else "document_title")
    heading = _fit_title(_heading(result), name)
    if heading and not is_mail:
        return Guess(heading, "first_heading")
    return Guess(readable_name(name), "file_name")


def _heading(result: ReadResult) -> str | None:
    heading = result.facts.get("heading")
    if isinstance(heading, str):
        return heading
    marked = _MARKED_HEADING.match(result.pages[0].text) if result.pages else None
    return marked.group(1) if marked else None


def _fit_title(text: str | None, name: str) -> str | None:
    """Return a title without what programs add to it; None for file names and what programs give by themselves."""
    title = _MAKER.sub("", " ".join((text or "").split()))
    is_name = bool(_FILE_LIKE.search(title)) or title.casefold() == PurePath(name).name.casefold()
    if is_name or len(title) <= 2 or _vocabulary()[1].fullmatch(title):
        return None
    return title[:300]


def readable_name(name: str) -> str:
    """Return a file name without its extension and with spaces for underscores, never empty."""
    pure = PurePath(name.replace("\\", "/"))
    stem = pure.stem if re.fullmatch(r"\.[A-Za-z0-9]{1,5}", pure.suffix) else pure.name
    return " ".join(re.sub(r"_+", " ", stem).split()).strip(" .-") or pure.name


def guess_type(name: str, media_type: str, result: ReadResult) -> Guess:
    """Return what kind of document it seems to be."""
    if media_type in _MAILS:
        return Guess("email", "media_type")
    stem = readable_name(name)
    for text, source in ((stem, "file_name"), (result.title or "", "document_title")):
        found = _type_by_words(text, is_name=True)
        if found:
            return Guess(found[0], source, found[1])
    if media_type.startswith("image/"):
        return Guess("screenshot" if _is_screen(media_type, result) else "other", "media_type")
    found = _type_by_words(result.pages[0].text[:_HEAD], is_name=False) if result.pages else None
    if found:
        return Guess(found[0], "first_page", found[1])
    return Guess("record" if _is_table(media_type) else "other", "media_type")


def _is_table(media_type: str) -> bool:
    return "spreadsheet" in media_type or media_type in ("text/csv", "application/vnd.ms-excel")


def _type_by_words(text: str, *, is_name: bool) -> tuple[str, str] | None:
    """Return the type whose words come first, and those words: a heading stands before what it speaks of."""
    types, _ = _vocabulary()
    found = [
        (match.start(), order, words.type, " ".join(match.group().split()))
        for order, words in enumerate(types)
        if (is_name or not words.is_for_names) and (match := words.pattern.search(text))
    ]
    return min(found)[2:] if found else None


def _is_screen(media_type: str, result: ReadResult) -> bool:
    return media_type == "image/png" and "camera" not in result.facts


def guess_date(name: str, result: ReadResult, media_type: str = "") -> Guess | None:
    """Return the date the document most likely bears, as a fuzzy-date text, or None.

    A mail's or photograph's own date comes first, then one in the file name, then the first on the first
    page; the date on which the file was made comes last, since scans are younger than what they show.
    """
    known = dict(reversed(result.dates))
    for source in _ORDER:
        if source in known:
            return Guess(known[source][:10], source, known[source])
    in_name = next(_dates_in(readable_name(name), _NAME_DATES), None)
    if in_name:
        return Guess(in_name[0], "file_name", in_name[1])
    is_data = _is_table(media_type) or media_type in _WITHOUT_PAGE_DATE
    first_page = result.pages[0].text[:_HEAD] if result.pages and not is_data else ""
    on_page = next(_dates_in(first_page, _DATES), None)
    if on_page:
        return Guess(on_page[0], "first_page", on_page[1])
    return next(
        (Guess(known[source][:10], source, known[source]) for source in _LATE if source in known), None
    )


def _dates_in(text: str, patterns: tuple[re.Pattern[str], ...]) -> Iterator[tuple[str, str]]:
    """Yield (date, words) as they stand in a text, dates as ``2018-08-21`` or ``2018-08``."""
    matches = [match for pattern in patterns for match in pattern.finditer(text)]
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        parts = match.groupdict()
        year, month = _number(parts["y"]), _number(parts["m"])
        words = " ".join(match.group().split())
        if not (1 <= month <= 12 and 1900 <= year < 2100):
            continue
        if parts.get("d") is None:
            yield f"{year}-{month:02d}", words
        elif _is_day(year, month, _number(parts["d"])):
            yield f"{year}-{month:02d}-{_number(parts['d']):02d}", words


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= day <= calendar.monthrange(year, month)[1]


def _number(text: str) -> int:
    """Return a number written in digits, as the name of a month, or in Chinese."""
    if text.isascii() and text.isdigit():
        return int(text)
    if text[0].isascii() and text[0].isalpha():
        return next(number for number, name in enumerate(_MONTHS, 1) if name.startswith(text[:3]))
    if len(text) == 4:
        return int("".join(str(_HAN_DIGITS[sign]) for sign in text))
    tens, sign, ones = text.replace("廿", "二十").replace("卅", "三十").partition("十")
    if not sign:
        return _HAN_DIGITS.get(text, 0)
    return 10 * _HAN_DIGITS.get(tens or "一", 0) + (_HAN_DIGITS.get(ones, 0) if ones else 0)
