"""Names of members: read in the charset they were written in, and looked at before anybody trusts them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence_desk.intake.charset import decode, is_utf8

UNNAMED = "unnamed"
_LONGEST = 255
# Names Windows gives to devices, with any extension (Microsoft, "Naming Files, Paths, and Namespaces").
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_UNFIT = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_DRIVE = re.compile(r"[a-zA-Z]:")
# Tried on names without a declared charset, the likeliest first; each must fit every name of the archive.
_HAN = re.compile(r"[\u4e00-\u9fff]")
_EAST_ASIAN = ("gb18030", "big5", "shift_jis", "euc_kr")


def tidy(inner_path: str) -> str:
    """Return a place within a container as it is shown: what is no printable text becomes U+FFFD."""
    return _UNFIT.sub("\ufffd", inner_path)


def last_part(inner_path: str) -> str:
    """Return the name at the end of a place, ``unnamed`` where there is none worth the name."""
    name = tidy(inner_path).replace("\\", "/").rsplit("/", 1)[-1].strip()
    name = _DRIVE.sub("", name, count=1) if _DRIVE.match(name) else name
    return name[:_LONGEST] if name.strip(". ") else UNNAMED


def dangers(inner_path: str) -> list[str]:
    """Return what would make it unsafe to unpack a member under its own name, in words; nothing for a plain one."""
    parts = inner_path.replace("\\", "/").split("/")
    checks = (
        (inner_path.startswith(("/", "\\")), "an absolute path"),
        (bool(_DRIVE.match(inner_path)), "a Windows drive"),
        (".." in parts, "a path that leads out of the folder"),
        ("\\" in inner_path, "backslashes"),
        (bool(_CONTROL.search(inner_path)), "control characters"),
        (any(_is_device(part) for part in parts), "the name of a device"),
        (any(part != part.rstrip(". ") and part.strip(".") for part in parts), "a dot or blank at the end"),
        (any(":" in part[2 if place == 0 else 0 :] for place, part in enumerate(parts)), "a colon"),
    )
    return [words for is_met, words in checks if is_met]


def name_warnings(inner_path: str) -> tuple[tuple[str, str], ...]:
    """Return the warning ``unsafe_path`` for a member that must not be unpacked under its own name."""
    found = dangers(inner_path)
    if not found:
        return ()
    return (("unsafe_path", f"its name in the container has {', '.join(found)}; it was kept apart from it"),)


def _is_device(part: str) -> bool:
    return _DEVICE.fullmatch(part.split(".", 1)[0].rstrip(" ")) is not None


def decode_names(names: Sequence[bytes]) -> list[str]:
    """Return names that came without a charset; they are judged together, since one archive has one charset."""
    together = b"\n".join(names)
    if is_utf8(together):
        return [name.decode("utf-8") for name in names]
    charset = _charset_of(together)
    return [name.decode(charset, "replace") for name in names]


def _charset_of(together: bytes) -> str:
    """Return the charset of names: the East Asian one in which most of it is Han, or else an estimate."""
    high = sum(byte > 127 for byte in together)
    for charset in _EAST_ASIAN:
        try:
            text = together.decode(charset)
        except UnicodeDecodeError:
            continue
        if 2 * _common_han(text) >= 0.6 * high:
            return charset
    estimate = decode(together).charset
    return estimate if estimate not in ("utf-8", "utf-16", "utf-32") else "cp437"


def _common_han(text: str) -> int:
    """Count the Han characters of GB 2312, level 1 and 2: those that names are made of."""
    count = 0
    for character in _HAN.findall(text):
        try:
            character.encode("gb2312")
        except UnicodeEncodeError:
            continue
        count += 1
    return count
