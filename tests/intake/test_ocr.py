"""OCR finds the words of pictures and scans, says where they are, and needs no network."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from evidence_desk.intake import ocr
from evidence_desk.intake.geometry import is_drawn, to_displayed
from evidence_desk.intake.ocr import OcrPage, OcrWord, ocr_geometry, ocr_page
from evidence_desk.support.errors import UserError
from evidence_desk.support.resources import resource

installed = pytest.mark.skipif(not ocr.is_available(), reason="the extra 'ocr' is not installed")
missing = pytest.mark.skipif(ocr.is_available(), reason="the extra 'ocr' is installed")

SAMPLES = {
    "her-face-main-screen.png": (
        "她face+",
        "her face+",
        "示例",
        "上传照片",
        "Upload a photo",
        "ILLUSTRATIVE",
    ),
    "crazy-face-main-screen.png": ("疯狂变脸", "Crazy Face", "示例", "玩转百变造型", "a hundred looks"),
    "operation-flow.png": ("操作流程对比", "Operation flow side by side", "选模板", "Face to the front"),
}


def sample(name: str) -> str:
    return str(resource("demo", "documents", name))


def picture(size: tuple[int, int], *lines: tuple[int, int, str]) -> Image.Image:
    """A white picture with lines of text at places (x, y of the top left corner), 32 pixels high."""
    image = Image.new("RGB", size, "white")
    font = ImageFont.truetype(str(resource("fonts", "NotoSansSC-Regular.ttf")), 32)
    for x, y, text in lines:
        ImageDraw.Draw(image).text((x, y), text, fill="black", font=font)
    return image


def place_of(page: OcrPage, words: str, size: tuple[float, float]) -> tuple[float, float]:
    """Return the middle of some words on the upright page."""
    geometry = ocr_geometry(page.text, page.words, width=size[0], height=size[1], rotation=page.rotation)
    start = page.text.index(words)
    boxes = [box for box in geometry.char_boxes[start : start + len(words)] if is_drawn(box)]
    shown = [to_displayed(box, *size, page.rotation) for box in boxes]
    return (shown[0][0] + shown[-1][2]) / 2, (shown[0][1] + shown[-1][3]) / 2


@installed
@pytest.mark.parametrize("name", SAMPLES)
def test_the_words_of_the_samples_screenshots_are_found(name: str) -> None:
    page = ocr_page(sample(name), "image/png", 1)
    for words in SAMPLES[name]:
        assert words in page.text, (words, page.text)
    assert 0.9 < page.confidence <= 1.0
    assert all(word.text in page.text and is_drawn(word.rect) for word in page.words)
    assert sum(len(word.text) for word in page.words) == len("".join(page.text.split()))


@installed
def test_a_screenshot_costs_seconds_not_minutes() -> None:
    ocr_page(sample("her-face-main-screen.png"), "image/png", 1)  # loads the models
    begin = time.process_time()
    ocr_page(sample("operation-flow.png"), "image/png", 1)
    assert time.process_time() - begin < 20


@installed
def test_words_are_where_they_are_drawn(tmp_path: Path) -> None:
    path = tmp_path / "shot.png"
    picture((960, 480), (600, 60, "对方承认 admitted"), (60, 60, "left"), (60, 360, "last line")).save(path)
    page = ocr_page(str(path), "image/png", 1)
    assert page.text.splitlines() == ["left 对方承认 admitted", "last line"]
    # 96 dots an inch: a pixel is three quarters of a point.
    x, y = place_of(page, "对方承认", (720.0, 360.0))
    assert (x, y) == pytest.approx(((600 + 64) * 0.75, (60 + 20) * 0.75), abs=12)
    x, y = place_of(page, "last line", (720.0, 360.0))
    assert y == pytest.approx((360 + 20) * 0.75, abs=12)


@installed
def test_a_long_screenshot_is_read_to_its_end_and_no_line_twice(tmp_path: Path) -> None:
    path = tmp_path / "chat.png"
    lines = [(40, 20 + number * 104, f"Message {number:02d} 消息") for number in range(48)]
    picture((700, 5040), *lines).save(path)
    page = ocr_page(str(path), "image/png", 1)
    found = [line.split()[1] for line in page.text.splitlines()]
    assert found == [f"{number:02d}" for number in range(48)]
    assert place_of(page, "Message 47", (525.0, 3780.0))[1] == pytest.approx(
        (20 + 47 * 104 + 20) * 0.75, abs=12
    )


@installed
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_turned_scan_is_read_upright_and_its_boxes_lie_on_the_unturned_page(
    tmp_path: Path, rotation: int
) -> None:
    upright = picture((1000, 700), (100, 80, "Statement of account 对账单"), (100, 560, "Total 4,200.00"))
    path = tmp_path / "scan.pdf"
    upright.rotate(rotation, expand=True).save(path, resolution=144)
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.pages[0].Rotate = rotation
        document.save(path)
    page = ocr_page(str(path), "application/pdf", 1)
    assert "Statement of account 对账单" in page.text
    assert page.rotation == rotation
    size = (350.0, 500.0) if rotation % 180 else (500.0, 350.0)
    assert place_of(page, "4,200.00", size)[1] == pytest.approx(290, abs=12)
    assert place_of(page, "Statement", size)[0] == pytest.approx(88, abs=14)


@installed
def test_a_picture_without_words_is_an_empty_page(tmp_path: Path) -> None:
    path = tmp_path / "blank.png"
    picture((400, 300)).save(path)
    assert ocr_page(str(path), "image/png", 1) == OcrPage("")


@installed
def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        ocr_page(sample("counsel-note.txt"), "text/plain", 1)
    assert caught.value.code == "not_drawn"


@installed
@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")
def test_no_network_is_needed() -> None:
    unshare = shutil.which("unshare")
    if not unshare or subprocess.run([unshare, "-rn", "true"], capture_output=True, check=False).returncode:
        pytest.skip("a process without network may not be made here")
    program = (
        "import sys; from evidence_desk.intake.ocr import ocr_page;"
        "sys.stdout.buffer.write(ocr_page(sys.argv[1], 'image/png', 1).text.encode())"
    )
    command = [unshare, "-rn", sys.executable, "-c", program, sample("crazy-face-main-screen.png")]
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    assert "疯狂变脸" in done.stdout.decode()


@missing
def test_without_the_extra_it_says_how_to_get_it() -> None:
    with pytest.raises(UserError, match=r"'\.\[ocr\]'"):
        ocr_page(sample("her-face-main-screen.png"), "image/png", 1)


def test_characters_share_the_box_of_their_word_wide_ones_taking_twice_as_much() -> None:
    words = [OcrWord("ab", (10, 10, 30, 20), 1.0), OcrWord("疯a", (40, 10, 70, 20), 1.0)]
    geometry = ocr_geometry(
        "ab 疯a\nab", [*words, OcrWord("ab", (10, 30, 30, 40), 1.0)], width=100, height=50
    )
    nothing = (0.0, 0.0, 0.0, 0.0)
    assert geometry.char_boxes == [
        (10, 10, 20, 20),
        (20, 10, 30, 20),
        nothing,
        (40, 10, 60, 20),
        (60, 10, 70, 20),
        nothing,
        (10, 30, 20, 40),
        (20, 30, 30, 40),
    ]
    assert (geometry.width_pt, geometry.height_pt, geometry.rotation) == (100, 50, 0)


def test_on_a_turned_page_characters_follow_the_line_as_it_is_read() -> None:
    # Turned clockwise by 90 degrees to be read: the line runs upwards on the page as it lies in the file.
    geometry = ocr_geometry("ab", [OcrWord("ab", (10, 20, 20, 60), 1.0)], width=100, height=200, rotation=90)
    assert geometry.char_boxes == [(10, 40, 20, 60), (10, 20, 20, 40)]
