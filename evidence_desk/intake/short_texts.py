"""Tells the charset of short texts, for which counting how often bytes occur is a lottery: Western and Chinese ones."""

from __future__ import annotations

import re

_HIGH = re.compile(rb"[\x80-\xff]+")
_FEW = 0.34  # of the bytes; a text in another script has more
_LONGEST = 3  # bytes beyond ASCII beside each other, such as a mark of omission, a quote and a dash
_SMALL = frozenset("ßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿœšžª°º".encode("cp1252"))
_CAPITALS = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞŒŠŽŸ".encode("cp1252"))
_OPENING = frozenset("‘“«‹„‚¿¡".encode("cp1252"))
_CLOSING = frozenset("”»›…™®".encode("cp1252"))
_FREE = frozenset("’–—".encode("cp1252"))
_ALONE = frozenset("€£§©·×±½¼¾²³•\u00a0".encode("cp1252"))

# What a short Chinese text is mostly made of; the marks stand in both writings.
_MARKS = "，。、；：？！（）《》“”　"
_SIMPLIFIED = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展"
    "五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战"
    "先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白"
    "教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且"
    "约签署双款付合诉讼院判"
)
_TRADITIONAL = frozenset(
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經"
    "十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日那社義事平形"
    "相全表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想已通並提直題黨程展"
    "五果料象員革位入常文總次品式活設及管特件長求老頭基資邊流路級少圖山統接知較將組見計別她手角期根論運農指幾九區強放決西被幹做必戰"
    "先回則任取據處隊南給色光門即保治北造百規熱領七海口東導器壓志世金增爭濟階油思術極交受聯什認六共權收證改清己美再採轉更單風切打白"
    "教速花帶安場身車例真務具萬每目至達走積示議聲報鬥完類八離華名確才科張信馬節話米整空元況今集溫傳土許步群廣石記需段研界拉林律叫且"
    "約簽署雙款付合訴訟院判"
)
_CHINESE = (("gb18030", _SIMPLIFIED | {*_MARKS}), ("big5", _TRADITIONAL | {*_MARKS}))
_LEAST = 0.75  # of the characters are common ones


def share_of_high(data: bytes) -> float:
    """Return which share of bytes are beyond ASCII."""
    return len(data.translate(None, bytes(range(128)))) / max(1, len(data))


def chinese_charset(data: bytes) -> str:
    """Return the charset in which a text consists of common Chinese characters, or an empty text."""
    found = {name: _common(data, name, common) for name, common in _CHINESE}
    best = max(found, key=found.__getitem__)
    is_clear = found[best] >= _LEAST and min(found.values()) < found[best]
    return best if is_clear else ""


def is_western(data: bytes) -> bool:
    """Tell whether what is beyond ASCII stands as Western accents and typographic marks do in Windows-1252."""
    if share_of_high(data) > _FEW:
        return False
    for run in _HIGH.finditer(data):
        if run.end() - run.start() > _LONGEST:
            return False
        if not all(_fits(data, place) for place in range(run.start(), run.end())):
            return False
    return True


def _fits(data: bytes, place: int) -> bool:
    """Tell whether a byte beyond ASCII stands where its character in Windows-1252 would."""
    byte = data[place]
    is_after_letter, is_after_small = _is_letter(data, place - 1), _is_small(data, place - 1)
    is_before_letter = _is_letter(data, place + 1)
    if byte in _SMALL or byte in _FREE:
        return True
    if byte in _CAPITALS:
        return not is_after_small
    if byte in _OPENING:
        return not is_after_letter
    if byte in _CLOSING:
        return not is_before_letter
    return byte in _ALONE and not (is_after_small and is_before_letter)


def _is_letter(data: bytes, place: int) -> bool:
    part = data[place : place + 1] if place >= 0 else b""
    return part.isalpha() or part[:1] in (b"@", b"[", b"`")


def _is_small(data: bytes, place: int) -> bool:
    return place >= 0 and data[place : place + 1].islower()


def _common(data: bytes, charset: str, common: frozenset[str]) -> float:
    try:
        text = data.decode(charset)
    except UnicodeDecodeError:
        return 0.0
    high = [each for each in text if each > "\x7f"]
    return sum(each in common for each in high) / max(1, len(high)) if len(high) >= 4 else 0.0
