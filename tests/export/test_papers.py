"""The registry, and how a paper becomes a file: whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from evidence_desk.export.papers import export_paper, matrix_bytes, paper_formats, write_whole
from evidence_desk.queries.rows import Matrix
from evidence_desk.support.errors import UserError

STARTS = {"xlsx": b"PK\x03\x04", "csv": b"\xef\xbb\xbf", "html": b"<!DOCTYPE html>", "json": b"{"}


@pytest.mark.parametrize("fmt", STARTS)
def test_a_paper_is_made_from_what_the_query_answers(
    sample: Matrix, make: Any, tmp_path: Path, fmt: str
) -> None:
    matrix_query = pytest.importorskip("evidence_desk.queries.matrix").matrix

    def read(query: object, *args: object) -> Matrix:
        assert query is matrix_query
        assert not args
        return sample

    out = tmp_path / f"matrix.{fmt}"
    assert export_paper("matrix", fmt, read, out, lang="both", today=make.today) == out
    assert out.read_bytes() == matrix_bytes(sample, fmt, lang="both", today=make.today)
    assert out.read_bytes().startswith(STARTS[fmt])
    assert list(tmp_path.iterdir()) == [out]


def test_the_formats_there_are() -> None:
    assert paper_formats() == {"matrix": tuple(STARTS), "import-report": tuple(STARTS)}


@pytest.mark.parametrize("fmt", STARTS)
def test_every_format_refuses_an_unknown_language(sample: Matrix, make: Any, fmt: str) -> None:
    with pytest.raises(UserError) as caught:
        matrix_bytes(sample, fmt, lang="fr", today=make.today)
    assert caught.value.code == "unknown_language"


@pytest.mark.parametrize(
    ("paper", "fmt", "code", "named"),
    [
        ("matrx", "xlsx", "unknown_paper", "matrix"),
        ("matrix", "docx", "unknown_format", "xlsx, csv, html, json"),
    ],
)
def test_what_there_is_not_is_refused_before_reading(
    make: Any, tmp_path: Path, paper: str, fmt: str, code: str, named: str
) -> None:
    with pytest.raises(UserError, match=named) as caught:
        export_paper(
            paper, fmt, lambda *_: pytest.fail("it read"), tmp_path / "x", lang="en", today=make.today
        )
    assert caught.value.code == code
    assert not list(tmp_path.iterdir())


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    out.write_text("old")
    write_whole(out, b"new")
    assert out.read_bytes() == b"new"


def test_a_link_goes_on_leading_to_its_file(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    link.symlink_to(real)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


@pytest.mark.parametrize("name", ["", "missing/a.csv", "file/a.csv", "a" * 300])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("in the way")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(UserError) as caught:
        write_whole(tmp_path / name, b"data")
    assert caught.value.code == "not_writable"
    assert str((tmp_path / name).parent if "/" in name else tmp_path / name) in caught.value.message
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_write_permission_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(UserError, match="cannot be written"):
            write_whole(tmp_path / "a.csv", b"data")
    finally:
        tmp_path.chmod(0o700)


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "a.csv"
    out.write_text("old")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="no room") as caught:
        write_whole(out, b"data")
    assert caught.value.code == "disk_full"
    assert out.read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]
