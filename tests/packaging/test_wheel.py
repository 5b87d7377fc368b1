"""The wheel: everything the program reads travels in it, and nothing else does."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

import evidence_desk

TOP = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel of this checkout, built without the network."""
    if not (TOP / "pyproject.toml").is_file():
        pytest.skip("the tests do not run from a checkout")
    for name in ("build", "hatchling"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"{name} is not installed")
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(TOP)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    [path] = out.glob("*.whl")
    return zipfile.ZipFile(path)


def _tracked(folder: str) -> set[str]:
    """Return the files of a folder of the checkout, without what Python leaves beside them."""
    return {
        path.relative_to(TOP).as_posix()
        for path in (TOP / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != ".gitkeep"
    }


@pytest.mark.parametrize("folder", ["resources", "schemas"])
def test_the_data_is_inside(wheel: zipfile.ZipFile, folder: str) -> None:
    inside = {name.removeprefix("evidence_desk/_data/") for name in wheel.namelist()}
    assert _tracked(folder) - inside == set()
    for name in _tracked(folder):
        assert wheel.read(f"evidence_desk/_data/{name}") == (TOP / name).read_bytes()


def test_the_code_is_inside_and_the_tests_are_not(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    assert {name for name in _tracked("evidence_desk") if "/_data/" not in name} <= names
    tops = {name.split("/")[0] for name in names}
    assert tops == {"evidence_desk", f"evidence_desk-{evidence_desk.__version__}.dist-info"}
    assert not [name for name in names if "__pycache__" in name]


def test_the_metadata_says_what_is_needed(wheel: zipfile.ZipFile) -> None:
    information = f"evidence_desk-{evidence_desk.__version__}.dist-info"
    metadata = Parser().parsestr(wheel.read(f"{information}/METADATA").decode("utf-8"))
    assert metadata["Version"] == evidence_desk.__version__
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Requires-Python"] == ">=3.11"
    qt = [
        need
        for need in metadata.get_all("Requires-Dist", [])
        if need.lower().startswith("pyside6-essentials")
    ]
    assert len(qt) == 2
    assert all("python_version" in need for need in qt)
    assert f"{information}/licenses/LICENSE" in wheel.namelist()
    entry_points = wheel.read(f"{information}/entry_points.txt").decode("utf-8")
    assert "evidence-desk = evidence_desk.__main__:main" in entry_points
