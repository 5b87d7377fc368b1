"""Where the sample matter is, and one place that reads its documents' words."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from lxml import html

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"
DOCUMENTS = DEMO / "documents"


def page_texts(path: Path) -> list[str]:
    """Return the words of every page of a document; a picture has one page without words."""
    data = path.read_bytes()
    match path.suffix:
        case ".pdf":
            with pypdfium2.PdfDocument(path) as document:
                return [page.get_textpage().get_text_range() for page in document]
        case ".html":
            return [html.fromstring(data).text_content()]
        case ".eml":
            message = message_from_bytes(data, policy=default)
            return [f"{message['Subject']}\n{message.get_content()}"]
        case ".xlsx":
            book = openpyxl.load_workbook(path)
            return ["\n".join(str(cell) for row in sheet.values for cell in row) for sheet in book]
        case ".txt":
            return [data.decode("utf-8")]
        case ".png":
            return [""]
    raise AssertionError(f"no reader for {path.name}")


def squeeze(text: str) -> str:
    """Leave out all white space: a line's end may or may not be a space."""
    return "".join(text.split())


def run_maker(out: Path) -> Path:
    """Run the maker in a process of its own, as a person would."""
    command = [sys.executable, str(DEMO / "make_documents.py"), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample made just now."""
    return run_maker(tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="session")
def commands() -> list[dict[str, Any]]:
    """The commands of the sample, in their order."""
    loaded: list[dict[str, Any]] = json.loads((DEMO / "commands.json").read_text(encoding="utf-8"))[
        "commands"
    ]
    return loaded


@pytest.fixture(scope="session")
def by_reference() -> dict[str, Path]:
    """``file:<sha256>`` of every document."""
    return {f"file:{hashlib.sha256(path.read_bytes()).hexdigest()}": path for path in DOCUMENTS.iterdir()}
