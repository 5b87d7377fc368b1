"""OCR of the sample's pictures, as a process that has no network: their Chinese and English words are found."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from evidence_desk.intake.ocr import is_available
from evidence_desk.support.resources import resource

from .conftest import COMMAND, new_matter

PICTURES = ("crazy-face-main-screen.png", "her-face-main-screen.png", "operation-flow.png")
ALONE = ["unshare", "--net", "--map-root-user"]
WORDS = ("上传照片", '"Upload a photo"', "模板", "Templates")


def _cannot_be_alone() -> bool:
    if shutil.which(ALONE[0]) is None:
        return True
    return subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode != 0


@pytest.mark.skipif(not is_available(), reason="the extra 'ocr' is not installed")
@pytest.mark.skipif(_cannot_be_alone(), reason="a process cannot be cut off from the network here")
def test_without_network_the_words_of_the_samples_pictures_are_found(tmp_path: Path) -> None:
    matter = new_matter(tmp_path / "ocr.edesk")
    pictures = [resource("demo", "documents", name) for name in PICTURES]
    done = subprocess.run(
        [*ALONE, *COMMAND, "import", str(matter), *map(str, pictures), "--ocr", "--json"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout)["imported"] == len(PICTURES)
    for words in WORDS:
        found = subprocess.run(
            [*ALONE, *COMMAND, "search", str(matter), words, "--json"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=True,
        )
        assert json.loads(found.stdout)["total"] >= 1, words
