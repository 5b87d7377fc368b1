"""The rules of the house that a machine can check: who imports whom, how long things are, what never gets in."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "evidence_desk"
MODULES = sorted(PACKAGE.rglob("*.py"))
MAX_FILE, MAX_FUNCTION = 400, 60


def _tracked() -> list[Path]:
    """The files of the project; those git knows of where it is there, else all that are no left-overs."""
    try:
        done = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode == 0 and done.stdout:
            return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]
    except FileNotFoundError:
        pass
    parts = [ROOT / name for name in ("evidence_desk", "resources", "schemas", "tests")]
    return [
        path
        for part in parts
        for path in part.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]


def _names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def test_imports_go_downwards_only() -> None:
    code = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Contracts: [1-9]\d* kept, 0 broken", done.stdout)


def _imported(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").partition(".")[0])
    return found


def test_only_the_window_imports_qt() -> None:
    with_qt = [
        path for path in MODULES if "PySide6" in _imported(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert [name for name in _names(with_qt) if not name.startswith("evidence_desk/gui/")] == []


def _names_taken(path: Path) -> set[tuple[str, str]]:
    """Return what a module imports by name: the module that has it, and the name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level == 0)
    return {(node.module or "", alias.name) for node in found for alias in node.names}


def test_the_window_and_the_command_line_take_nothing_of_the_store_from_whoever_imports_it() -> None:
    taken = {".".join(path.relative_to(ROOT).with_suffix("").parts): _names_taken(path) for path in MODULES}
    passed_on = {
        (module, name)
        for module, names in taken.items()
        for source, name in names
        if source.startswith("evidence_desk.store")
    }
    edges = {module: names for module, names in taken.items() if module.split(".")[1:2] in (["gui"], ["cli"])}
    assert edges
    assert [(module, each) for module, names in edges.items() for each in sorted(names & passed_on)] == []


@pytest.mark.parametrize(
    "module", ["evidence_desk.bootstrap", "evidence_desk.cli.main", "evidence_desk.commands.registry"]
)
def test_what_needs_no_window_loads_no_qt(module: str) -> None:
    code = f"import {module}, sys; raise SystemExit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, timeout=60).returncode == 0


def test_every_module_says_what_it_is_for() -> None:
    silent = [path for path in MODULES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert _names(silent) == []


def test_no_module_is_too_long() -> None:
    long = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {str(path.relative_to(ROOT)): lines for path, lines in long.items() if lines > MAX_FILE} == {}


def test_no_function_is_too_long() -> None:
    long = {}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines >= MAX_FUNCTION:
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = lines
    assert long == {}


# Written in pieces, so that this file does not hold them.
_FORBIDDEN = re.compile(
    "|".join(
        [
            r"\b(?:py" r"pi|files\.python" r"hosted|registry\.npm" r"js)\.(?:org|com)",
            r"(?<![\w.$/])/(?:ho" r"me|Us" r"ers)/[a-z]\w+/",
            r"(?<![\w.$/])/wo" r"rk/\w+",
            r"(?<![\w.$/])/ro" r"ot/\w+",
            r"[A-Z]:\\Us" r"ers\\\w+",
        ]
    )
)
_TEXT = {
    ".py",
    ".md",
    ".toml",
    ".json",
    ".sql",
    ".txt",
    ".cfg",
    ".ini",
    ".yml",
    ".yaml",
    ".sh",
    ".html",
    ".svg",
    "",
}


def test_no_registry_and_no_path_of_one_machine_in_the_project() -> None:
    found = {}
    for path in _tracked():
        if path.suffix in _TEXT:
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
                if _FORBIDDEN.search(line):
                    found[f"{path.relative_to(ROOT)}:{number}"] = line.strip()[:100]
    assert found == {}
