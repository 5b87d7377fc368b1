"""Walking folders: natural order, junk named and left out, links not followed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from evidence_desk.intake.scan import scan


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def test_files_come_in_natural_order_before_folders(tmp_path: Path) -> None:
    put(tmp_path / "Case", "10.pdf", "2.pdf", "a/1.txt", "B.txt", "证据10.pdf", "证据9.pdf")
    found = [(item.relative, item.skipped) for item in scan([tmp_path / "Case"])]
    names = ["2.pdf", "10.pdf", "B.txt", "证据9.pdf", "证据10.pdf", "a/1.txt"]
    assert found == [(f"Case/{name}", None) for name in names]


def test_junk_is_left_out_with_its_reason(tmp_path: Path) -> None:
    put(tmp_path, "x.docx", "~$x.docx", ".DS_Store", "Thumbs.db", "._x.docx", ".git/config", ".hidden")
    reasons = {item.path.name: item.skipped for item in scan([tmp_path])}
    assert reasons == {
        "x.docx": None,
        "~$x.docx": "office_lock",
        ".DS_Store": "system_file",
        "Thumbs.db": "system_file",
        "._x.docx": "system_file",
        ".git": "hidden",
        ".hidden": "hidden",
    }


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
def test_links_and_special_files_are_reported_and_not_followed(tmp_path: Path) -> None:
    put(tmp_path / "in", "a.txt")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    os.mkfifo(tmp_path / "in" / "pipe")
    assert {item.relative: item.skipped for item in scan([tmp_path / "in"])} == {
        "in/a.txt": None,
        "in/loop": "symlink",
        "in/pipe": "special_file",
    }
    (tmp_path / "link.txt").symlink_to(tmp_path / "in" / "a.txt")
    assert [item.skipped for item in scan([tmp_path / "link.txt"])] == [None]


def test_what_is_missing_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    found = list(scan([tmp_path / "nowhere", tmp_path / "a.txt"]))
    assert [(item.relative, item.skipped) for item in found] == [("nowhere", "missing"), ("a.txt", None)]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_folder_that_may_not_be_read_is_reported(tmp_path: Path) -> None:
    (tmp_path / "in" / "locked").mkdir(parents=True)
    (tmp_path / "in" / "locked").chmod(0)
    assert [item.skipped for item in scan([tmp_path / "in"])] == ["unreadable_folder"]


def test_very_deep_folders_do_not_end_the_walk(tmp_path: Path) -> None:
    deep = tmp_path.joinpath("in", *["d"] * 900)
    deep.mkdir(parents=True)
    (deep / "x").touch()
    assert [item.path.name for item in scan([tmp_path / "in"])] == ["x"]


def test_files_come_as_people_count_them(tmp_path: Path) -> None:
    put(tmp_path / "in", "a10", "A2", "a1b", "b", "1", "a01b")
    found = [item.path.name for item in scan([tmp_path / "in"])]
    assert found == ["1", "a01b", "a1b", "A2", "a10", "b"]


def test_the_folder_of_a_matter_is_left_out_whole(tmp_path: Path) -> None:
    put(tmp_path / "case", "a.txt", "A v. B.edesk/matter.sqlite", "A v. B.edesk/files/ab/abcd.txt")
    found = {item.relative: item.skipped for item in scan([tmp_path / "case"])}
    assert found == {"case/a.txt": None, "case/A v. B.edesk": "matter"}
    named = [item.skipped for item in scan([tmp_path / "case" / "A v. B.edesk"])]
    assert named == ["matter"]
