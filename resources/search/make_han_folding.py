"""Makes han_folding.json: `python make_han_folding.py EquivalentUnifiedIdeograph.txt`, with the package opencc 1.4.2.

The file of radicals is part of the Unicode Character Database; Perl's unicore/To/EqUIdeo.pl holds the same table.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from opencc import OpenCC

_LINE = re.compile(r"^(?P<first>[0-9A-F]{4,5})(?:\.\.(?P<last>[0-9A-F]{4,5}))?[\s;]+(?P<same>[0-9A-F]{4,5})")
_RADICALS = range(0x2E80, 0x2FE0)
_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x323AF))


def radicals(table: Path) -> dict[str, str]:
    """Return radical characters and the ordinary character each stands for."""
    found = {}
    for line in table.read_text(encoding="utf-8").splitlines():
        if match := _LINE.match(line):
            first, last = int(match["first"], 16), int(match["last"] or match["first"], 16)
            for code in range(first, last + 1):
                if code in _RADICALS:
                    found[chr(code)] = chr(int(match["same"], 16))
    return found


def simplified() -> dict[str, str]:
    """Return traditional characters and the simplified one of each, followed to the end of the chain."""
    convert = OpenCC("t2s").convert
    pairs = {}
    for first, last in _HAN:
        for character in map(chr, range(first, last + 1)):
            seen, same = {character}, convert(character)
            while same not in seen:
                seen.add(same)
                same = convert(same)
            if same != character and len(same) == 1:
                pairs[character] = same
    return pairs


def main() -> None:
    """Write the table beside this file."""
    held = radicals(Path(sys.argv[1]))
    pairs = simplified()
    value = {
        "radicals": "".join(f"{old}{new}" for old, new in sorted(held.items())),
        "simplified": "".join(f"{old}{new}" for old, new in sorted(pairs.items())),
    }
    out = Path(__file__).with_name("han_folding.json")
    out.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
