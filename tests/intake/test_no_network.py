"""No reader opens a socket: every kind of file is read where opening one would be heard."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from .packed import archive, mail, msg, written

ROOT = Path(__file__).parents[2]
READ_ALL = """
import json, sys
heard = []
sys.addaudithook(lambda event, args: heard.append(event) if event.startswith("socket.") else None)
from evidence_desk.intake.containers.unpack import Allowance, CONTAINERS, unpack
from evidence_desk.intake.model import Limits
from evidence_desk.intake.one_file import ingest_one
read = {}
for path in sys.argv[2:]:
    found = ingest_one(path, sys.argv[1])
    read[path] = [found.media_type, [code for code, _ in found.result.warnings]]
    if found.media_type in CONTAINERS:
        unpack(found.stored, found.media_type, sys.argv[1], Limits(), Allowance(100, 1 << 30, ""))
print(json.dumps({"heard": heard, "read": read}))
"""
WEB = (
    '<html><head><link rel="stylesheet" href="http://127.0.0.1:9/a.css"><base href="http://127.0.0.1:9/">'
    '<script src="http://127.0.0.1:9/a.js"></script></head><body><img src="http://127.0.0.1:9/pixel.png">words'
)
ENTITY = '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY e SYSTEM "http://127.0.0.1:9/e">]>'


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """One file of every kind there is a reader for, each speaking of a machine on the network where it can."""
    top = tmp_path_factory.mktemp("samples")
    document = pikepdf.new()
    document.add_blank_page()
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="http://127.0.0.1:9/")
    document.attachments["a.txt"] = pikepdf.AttachedFileSpec(document, b"a", filename="a.txt")
    document.save(top / "a.pdf")
    for ending in ("png", "jpg", "gif", "webp", "bmp", "tif"):
        Image.new("RGB", (20, 20)).save(top / f"a.{ending}")
    workbook = archive(
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", f"{ENTITY}<workbook>&e;</workbook>".encode()),
        ("docProps/core.xml", f"{ENTITY}<x><title>&e;</title></x>".encode()),
    )
    letter = mail("Web", ("a.html", WEB.encode()))
    web_mail = (
        b"From: a@example.com\nDate: Sat, 05 Jan 2019 10:00:00 +0800\nContent-Type: text/html\n\n"
        + WEB.encode()
    )
    made = {
        "a.html": WEB.encode(),
        "b.html": f"{ENTITY}<html><body>&e;</body></html>".encode(),
        "a.txt": b"http://127.0.0.1:9/",
        "a.xlsx": workbook,
        "a.eml": letter,
        "b.eml": web_mail,
        "a.msg": msg("Web", "http://127.0.0.1:9/", ("a.html", WEB.encode())),
        "a.mbox": 2 * (b"From a@example.com Sat Jan  5 10:00:00 2019\n" + web_mail + b"\n\n"),
        "a.zip": archive(("a.html", WEB.encode())),
    }
    return [*(written(top, name, data) for name, data in made.items()), *map(str, sorted(top.glob("a.???")))]


def _read_all(samples: list[str], folder: Path, *before: str) -> dict[str, dict[str, object]]:
    words = [*before, sys.executable, "-c", READ_ALL, str(folder), *samples]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-2000:]
    answer: dict[str, dict[str, object]] = json.loads(done.stdout)
    return answer


def test_no_reader_opens_a_socket(samples: list[str], tmp_path: Path) -> None:
    answer = _read_all(samples, tmp_path)
    assert answer["heard"] == []
    assert set(answer["read"]) == set(samples)


def test_the_ear_hears_a_socket(tmp_path: Path) -> None:
    code = READ_ALL.replace("read = {}", "import socket; socket.socket().close(); read = {}")
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert json.loads(done.stdout)["heard"]


def test_reading_needs_no_network(samples: list[str], tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    if (
        unshare is None
        or subprocess.run([unshare, "-rn", "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("this system does not let us go without a network")
    alone = _read_all(samples, tmp_path / "alone", unshare, "-rn")
    assert alone["read"] == _read_all(samples, tmp_path / "with")["read"]
