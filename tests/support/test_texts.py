"""Texts as they are shown: nothing in a name can pass for something else."""

from __future__ import annotations

import pytest

from evidence_desk.support.texts import unturned, visible


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\x1b[31m\nb\x9b", "a⟨U+001B⟩[31m⟨U+000A⟩b⟨U+009B⟩"),
        ("invoice\u202efdp.exe", "invoice⟨U+202E⟩fdp.exe"),
        ("con\u200btract\ufeff.pdf", "con⟨U+200B⟩tract⟨U+FEFF⟩.pdf"),
        ("report\u200d.pdf", "report⟨U+200D⟩.pdf"),
        (
            "深圳 “her face+” é 👨\u200d👩 می\u200cخواهم.txt",
            "深圳 “her face+” é 👨\u200d👩 می\u200cخواهم.txt",
        ),
    ],
)
def test_what_nobody_sees_in_a_name_is_shown_by_its_number(name: str, shown: str) -> None:
    assert visible(name) == shown


def test_a_text_keeps_what_only_parts_its_words() -> None:
    assert unturned("soft\xadhyphen\u200bhere \u202eturned") == "soft\xadhyphen\u200bhere ⟨U+202E⟩turned"
