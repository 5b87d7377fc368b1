"""Case numbers of the Chinese courts (法〔2015〕137号): read, check and spell them in one way."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_PROVINCES = "京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔云藏陕甘青宁新兵军"
_CASE_NUMBER = re.compile(
    r"[(〔\[](?P<year>(?:19|20)\d{2})[)〕\]]"
    rf"(?P<court>最高法|[{_PROVINCES}](?:\d{{4}}|\d{{2}})?)"
    r"(?P<special>知(?=[民行刑执赔]))?"
    r"(?P<type>[\u4e00-\u9fff]{1,3})"
    r"(?P<number>\d{1,8})号"
    r"(?:之(?P<sub>[一二三四五六七八九十]+))?"
)


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """A case number in its parts.

    Attributes:
        year: the year of filing.
        court: the code of the court, e.g. 京01.
        special: 知 for an intellectual property court or tribunal, else empty.
        type: the code of the kind of case, e.g. 民初.
        number: the running number.
        sub: the number of a ruling within the case (之一), else empty.
    """

    year: int
    court: str
    special: str
    type: str
    number: int
    sub: str = ""

    def __str__(self) -> str:
        """Return the official spelling, e.g. （2019）京01民初123号."""
        sub = f"之{self.sub}" if self.sub else ""
        return f"（{self.year}）{self.court}{self.special}{self.type}{self.number}号{sub}"


def parse_case_number(text: str) -> CaseNumber | None:
    """Read a case number, or return None when the text is not one.

    Full-width and half-width brackets and digits are read alike; blanks do not matter.
    """
    match = _CASE_NUMBER.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if match is None:
        return None
    return CaseNumber(
        year=int(match["year"]),
        court=match["court"],
        special=match["special"] or "",
        type=match["type"],
        number=int(match["number"]),
        sub=match["sub"] or "",
    )
