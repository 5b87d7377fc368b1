"""Paths of a load file lead to files of the set, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence_desk.intake.loadfiles.loading import set_folder
from evidence_desk.intake.loadfiles.paths import SetPaths

from .conftest import MadeSet, codes


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("not of the set")
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "secret.txt").write_text("not of the set")
    folder = tmp_path / "set"
    (folder / "VOL01" / "Natives").mkdir(parents=True)
    (folder / "DATA").mkdir()
    (folder / "VOL01" / "Natives" / "Résumé.TXT").write_text("of the set")
    return folder


@pytest.mark.parametrize(
    "declared",
    [
        ".\\VOL01\\Natives\\Résumé.TXT",
        "VOL01/Natives/Résumé.TXT",
        "vol01\\NATIVES\\re\u0301sume\u0301.txt",
        "VOL01\\..\\VOL01\\.\\Natives\\\\Résumé.TXT",
        '"VOL01\\Natives\\Résumé.TXT" ',
        "Set\\VOL01\\Natives\\Résumé.TXT",  # from above the set's own folder
    ],
)
def test_relative_paths_are_found_whatever_their_case(root: Path, declared: str) -> None:
    found = SetPaths(root).resolve(declared)
    assert (found.path, found.problem) == (str(root / "VOL01" / "Natives" / "Résumé.TXT"), "")
    assert not found.is_absolute


@pytest.mark.parametrize(
    "declared",
    [
        "\\VOL01\\Natives\\Résumé.TXT",
        "D:\\Production 7\\VOL01\\Natives\\Résumé.TXT",
        "\\\\server\\share\\VOL01\\Natives\\Résumé.TXT",
        "/mnt/case/VOL01/Natives/Résumé.TXT",
        "d:VOL01\\Natives\\Résumé.TXT",
    ],
)
def test_absolute_paths_are_found_by_their_end_within_the_set(root: Path, declared: str) -> None:
    found = SetPaths(root).resolve(declared)
    assert found.path == str(root / "VOL01" / "Natives" / "Résumé.TXT")
    assert found.is_absolute


@pytest.mark.parametrize(
    ("declared", "problem"),
    [
        ("..\\secret.txt", "escapes_the_set"),
        ("VOL01\\..\\..\\secret.txt", "escapes_the_set"),
        ("../set/../secret.txt", "escapes_the_set"),
        ("VOL01/../../beside/secret.txt", "escapes_the_set"),
        ("\\..\\secret.txt", "missing"),
        ("C:\\..\\..\\secret.txt", "missing"),
        ("/etc/passwd", "missing"),
        ("\\\\?\\C:\\secret.txt", "odd_path"),
        ("CON", "odd_path"),
        ("VOL01\\nul.txt", "odd_path"),
        ("VOL01\\LPT1", "odd_path"),
        ("VOL01\\a.txt:stream", "odd_path"),
        ("a\0b", "odd_path"),
        ("a\nb.txt", "odd_path"),
        ("", "odd_path"),
        (".", "odd_path"),
        ("x" * 5000, "odd_path"),
        ("../" * 60 + "secret.txt", "escapes_the_set"),
        ("VOL01", "missing"),
        ("VOL01\\none.txt", "missing"),
        ("set\\..\\beside\\secret.txt", "escapes_the_set"),
        ("VOL01\\Natives\\Résumé.TXT\\more", "missing"),
        ("~/secret.txt", "missing"),
        ("%TEMP%\\secret.txt", "missing"),
    ],
)
def test_hostile_paths_find_nothing(root: Path, declared: str, problem: str) -> None:
    found = SetPaths(root, [root / "DATA"]).resolve(declared)
    assert (found.path, found.problem) == ("", problem)


def test_links_out_of_the_set_are_not_followed(root: Path) -> None:
    (root / "out").symlink_to(root.parent / "beside")
    (root / "file.txt").symlink_to(root.parent / "secret.txt")
    (root / "in.txt").symlink_to(root / "VOL01" / "Natives" / "Résumé.TXT")
    paths = SetPaths(root)
    assert paths.resolve("out\\secret.txt").problem == "escapes_the_set"
    assert paths.resolve("file.txt").problem == "escapes_the_set"
    assert paths.resolve("in.txt").path == str(root / "VOL01" / "Natives" / "Résumé.TXT")


def test_paths_may_start_at_the_load_file_or_above_it_but_not_above_the_set(root: Path) -> None:
    paths = SetPaths(root, [root / "DATA", root, root.parent])
    expected = str(root / "VOL01" / "Natives" / "Résumé.TXT")
    assert paths.resolve("..\\VOL01\\Natives\\Résumé.TXT").path == expected
    assert paths.resolve("set\\VOL01\\Natives\\Résumé.TXT").path == expected
    assert paths.resolve("set\\beside\\secret.txt").problem == "missing"
    assert paths.resolve("beside\\secret.txt").problem == "missing"


def test_the_exact_name_wins_over_its_likes(root: Path) -> None:
    (root / "a.txt").write_text("small")
    (root / "A.TXT").write_text("large")
    if len({path.name for path in root.iterdir()} & {"a.txt", "A.TXT"}) < 2:
        pytest.skip("this disk does not tell case")
    assert SetPaths(root).resolve("A.TXT").path == str(root / "A.TXT")
    assert SetPaths(root).resolve("a.txt").path == str(root / "a.txt")


def test_a_set_names_what_it_does_not_follow(made: MadeSet) -> None:
    (made.folder.parent / "secret.txt").write_text("not of the set")
    good = made.file("N/1.txt", b"one")
    made.rows(
        ["DOCID", "NATIVEPATH", "TEXTPATH"],
        ["A-1", "..\\secret.txt", "/etc/passwd.txt"],
        ["A-2", "CON", ""],
        ["A-3", "C:\\cases\\" + good, "N\\none.txt"],
        ["A-4", "", ""],
    )
    checked = made.check()
    assert codes(checked) == [
        "absolute_path",
        "escapes_the_set",
        "no_file",
        "odd_path",
        "text_missing",
        "text_missing",
    ]
    assert (checked.natives.named, checked.natives.present, checked.natives.missing) == (3, 1, 2)
    assert all(Path(path).is_relative_to(made.folder) for path in checked.measured)


@pytest.mark.parametrize(("of_files", "is_above"), [("IMAGES", True), ("natives", True), ("Photos", False)])
def test_the_folder_of_a_set_is_above_that_of_its_load_files(
    tmp_path: Path, of_files: str, is_above: bool
) -> None:
    (tmp_path / "VOL001" / of_files).mkdir(parents=True)
    (tmp_path / "VOL001" / "DATA").mkdir()
    assert set_folder(tmp_path / "VOL001" / "DATA" / "x.dat") == tmp_path / (
        "VOL001" if is_above else "VOL001/DATA"
    )
    assert set_folder(tmp_path / "VOL001" / "x.dat") == tmp_path / "VOL001"
    assert set_folder(tmp_path / "gone" / "data" / "x.dat") == tmp_path / "gone" / "data"
