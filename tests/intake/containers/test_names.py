"""Names of members: in which charset, and how far to be trusted."""

from __future__ import annotations

import pytest

from evidence_desk.intake.containers.names import dangers, decode_names, last_part, tidy


@pytest.mark.parametrize(
    ("names", "charset"),
    [
        (["服务合同（签署版）.pdf", "附件/发票 2018.pdf"], "gb18030"),
        (["新建文件夹/微信截图_20180821.png"], "gb18030"),
        (["合同.pdf"], "utf-8"),
        (["contract.pdf", "notes.txt"], "ascii"),
    ],
)
def test_names_without_a_charset_are_read(names: list[str], charset: str) -> None:
    assert decode_names([name.encode(charset) for name in names]) == names


def test_names_in_western_letters_do_not_become_chinese() -> None:
    assert decode_names(["Résumé détaillé.pdf".encode("cp437")])[0].startswith("R")
    assert decode_names([]) == []


@pytest.mark.parametrize(
    "name",
    [
        "../up.txt",
        "a/../../up.txt",
        "..\\up.txt",
        "/etc/passwd",
        "\\\\server\\share\\x",
        "C:\\Windows\\x.dll",
        "c:evil.txt",
        "CON",
        "a/nul.txt",
        "Com1.pdf",
        "LPT9",
        "con .txt",
        "a\x00.pdf.exe",
        "line\nbreak.txt",
        "trailing. ",
        "a/b:stream",
    ],
)
def test_dangerous_names_are_told(name: str) -> None:
    assert dangers(name)


@pytest.mark.parametrize(
    "name", ["a.txt", "folder/合同 1.pdf", "a..b.txt", "console.log", ".hidden", "x/./y"]
)
def test_plain_names_are_no_danger(name: str) -> None:
    assert dangers(name) == []


def test_the_name_is_the_last_part_and_never_empty() -> None:
    assert last_part("../../etc/passwd") == "passwd"
    assert last_part("C:\\Temp\\a.txt") == "a.txt"
    assert last_part("C:a.txt") == "a.txt"
    assert last_part("a/..") == last_part("") == last_part(" . ") == "unnamed"
    assert tidy("a\x00b\ud800") == "a\ufffdb\ufffd"
