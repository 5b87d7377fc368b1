"""First values for a new evidence item from what its file says; each guess names where it comes from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath

from evidence_desk.intake.model import ReadResult
from evidence_desk.support.resources import resource


@dataclass(frozen=True, slots=True)
class Guess:
    """One guessed value and its source.

    Attributes:
        value: the value.
        source: ``document_title``, ``mail_subject``, ``file_name``, ``media_type``, ``first_page``, or
            one of the date sources of `ReadResult.dates`.
    """

    value: str
    source: str


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
_DATES = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)\s?年\s?(?P<m>\d{1,2})\s?月(?:\s?(?P<d>\d{1,2})\s?日)?"),
    re.compile(rf"\b(?P<m>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)\b"),
    re.compile(
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:day of\s+)?(?P<m>{_MONTH}),?\s+(?P<y>(?:19|20)\d\d)\b"
    ),
    re.compile(r"(?<![\d-])(?P<y>(?:19|20)\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?![\d-])"),
)
_NAME_DATES = (
    *_DATES[:3],
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-_. ](?P<m>\d{1,2})[-_. ](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)"),
    re.compile(r"(?<![\d-])(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)(?![\d-])"),
)
_ORDER = ("mail_date", "exif_taken", "html_meta")
_LATE = ("document_created",)
_MAKER = re.compile(r"^microsoft (word|excel|powerpoint) - ", re.IGNORECASE)
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
        guess_title(name, media_type, result), guess_type(name, media_type, result), guess_date(name, result)
    )


def guess_title(name: str, media_type: str, result: ReadResult) -> Guess:
    """Return the title the document gives itself, or else its file name made readable."""
    title = _MAKER.sub("", " ".join((result.title or "").split()))
    is_name = bool(_FILE_LIKE.search(title)) or title.casefold() == PurePath(name).name.casefold()
    if title and not is_name and len(title) > 2 and not _vocabulary()[1].fullmatch(title):
        is_mail = media_type == "message/rfc822"
        return Guess(title[:300], "mail_subject" if is_mail else "document_title")
    return Guess(readable_name(name), "file_name")


def readable_name(name: str) -> str:
    """Return a file name without its extension and with spaces for underscores, never empty."""
    pure = PurePath(name.replace("\\", "/"))
    stem = pure.stem if re.fullmatch(r"\.[A-Za-z0-9]{1,5}", pure.suffix) else pure.name
    return " ".join(re.sub(r"_+", " ", stem).split()).strip(" .-") or pure.name


def guess_type(name: str, media_type: str, result: ReadResult) -> Guess:
    """Return what kind of document it seems to be."""
    if media_type in ("message/rfc822", "application/mbox", "application/vnd.ms-outlook"):
        return Guess("email", "media_type")
    stem = readable_name(name)
    for text, source in ((stem, "file_name"), (result.title or "", "document_title")):
        kind = _type_by_words(text, is_name=True)
        if kind:
            return Guess(kind, source)
    if media_type.startswith("image/"):
        return Guess("screenshot" if _is_screen(media_type, result) else "other", "media_type")
    kind = _type_by_words(result.pages[0].text[:_HEAD], is_name=False) if result.pages else None
    if kind:
        return Guess(kind, "first_page")
    return Guess("record" if "spreadsheet" in media_type else "other", "media_type")


def _type_by_words(text: str, *, is_name: bool) -> str | None:
    """Return the type whose words come first in the text: a heading stands before what it speaks of."""
    types, _ = _vocabulary()
    found = [
        (match.start(), order, words.type)
        for order, words in enumerate(types)
        if (is_name or not words.is_for_names) and (match := words.pattern.search(text))
    ]
    return min(found)[2] if found else None


def _is_screen(media_type: str, result: ReadResult) -> bool:
    return media_type == "image/png" and "camera" not in result.facts


def guess_date(name: str, result: ReadResult) -> Guess | None:
    """Return the date the document most likely bears, as a fuzzy-date text, or None.

    A mail's or photograph's own date comes first, then one in the file name, then the first on the first
    page; the date on which the file was made comes last, since scans are younger than what they show.
    """
    known = dict(reversed(result.dates))
    for source in _ORDER:
        if source in known:
            return Guess(known[source][:10], source)
    first_page = result.pages[0].text[:_HEAD] if result.pages else ""
    in_name = next(_dates_in(readable_name(name), _NAME_DATES), None)
    if in_name:
        return Guess(in_name, "file_name")
    on_page = next(_dates_in(first_page, _DATES), None)
    if on_page:
        return Guess(on_page, "first_page")
    return next((Guess(known[source][:10], source) for source in _LATE if source in known), None)


def _dates_in(text: str, patterns: tuple[re.Pattern[str], ...]) -> Iterator[str]:
    """Yield the dates in a text in the order they stand there, as ``2018-08-21`` or ``2018-08``."""
    matches = [match for pattern in patterns for match in pattern.finditer(text)]
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        parts = match.groupdict()
        month = _month(parts["m"])
        if not 1 <= month <= 12:
            continue
        day = parts.get("d")
        if day is None:
            yield f"{parts['y']}-{month:02d}"
        elif 1 <= int(day) <= 31:
            yield f"{parts['y']}-{month:02d}-{int(day):02d}"


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    return next(number for number, name in enumerate(_MONTHS, 1) if name.startswith(text[:3]))
