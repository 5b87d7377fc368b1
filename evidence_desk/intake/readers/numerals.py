"""Writes the numbers of lists as word processors do (ECMA-376, 17.18.59 ST_NumberFormat)."""

from __future__ import annotations

_ROMAN = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
]
_HAN = "〇一二三四五六七八九"
_HAN_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"


def roman(number: int) -> str:
    """Return a number up to 3,999 in small Roman numerals."""
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def letters(number: int) -> str:
    """Return a, b ... z, aa, bb as word processors count on."""
    if not 0 < number <= 780:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def han(number: int, *, is_formal: bool = False) -> str:
    """Return a number below 10,000 in Chinese, e.g. 一百零三."""
    if not 0 < number < 10_000:
        return str(number)
    digits, units = (_HAN_FORMAL, "仟佰拾") if is_formal else (_HAN, "千百十")
    text, is_gap = "", False
    for digit, unit in zip(f"{number:04d}", (*units, ""), strict=True):
        if digit == "0":
            is_gap = bool(text)
            continue
        text += ("零" if is_gap else "") + digits[int(digit)] + unit
        is_gap = False
    return text.removeprefix("一") if text.startswith("一十") else text


def number_text(number: int, style: str) -> str:
    """Return a number in the style that a document names; decimal for the many rare ones."""
    lower = style.lower()
    if lower in ("none", "bullet"):
        return ""
    if lower.endswith("roman"):
        return roman(number).upper() if lower.startswith("upper") else roman(number)
    if lower.endswith("letter"):
        return letters(number).upper() if lower.startswith("upper") else letters(number)
    if "legal" in lower:
        return han(number, is_formal=True)
    if lower.startswith(("chinese", "taiwanese", "japanese")) or lower == "ideographdigital":
        return han(number)
    if lower == "ideographtraditional" and 0 < number <= 10:
        return _STEMS[number - 1]
    if lower.startswith("decimalenclosedcircle") and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    return f"{number:02d}" if lower == "decimalzero" else str(number)
