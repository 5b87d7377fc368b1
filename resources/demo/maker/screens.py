"""The sample's screenshots: two phone screens and their flows side by side, drawn with Pillow.

Every writer returns the regions a cite may point at, in page points of the image: 0.75 pt a pixel, origin at
the top left.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from maker.drawing import Box, Pen

Regions = dict[str, list[float]]
POINTS_PER_PIXEL = 72 / 96

WIDTH, HEIGHT = 720, 1440
MARK = "ILLUSTRATIVE / 示例 · drawn for a sample matter 为示例案件绘制"


@dataclass(frozen=True, kw_only=True)
class Skin:
    """The look of one mini-program: its name, words and colours."""

    name: str
    slogan: str
    accent: str
    ground: str
    tabs: tuple[str, str, str]
    groups: tuple[str, str, str, str]
    button: str
    clock: str
    tints: tuple[str, ...]


HER_FACE = Skin(
    name="她face+  her face+",
    slogan="一张照片，换个人生  One photo, another life",
    accent="#e2557a",
    ground="#fff5f7",
    tabs=("首页 Home", "模板 Templates", "我的 Me"),
    groups=("古风 Classical", "职业 Trades", "童年 Childhood", "影视 Film"),
    button="上传照片  Upload a photo",
    clock="10:24",
    tints=("#f6c9b8", "#cfd9ee", "#e8d4b4", "#cfe6d8", "#ecd0e4", "#d8d4ee"),
)
CRAZY_FACE = Skin(
    name="疯狂变脸  Crazy Face",
    slogan="一张照片，玩转百变造型  One photo, a hundred looks",
    accent="#3f74e0",
    ground="#f3f7ff",
    tabs=("首页 Home", "模板 Templates", "我的 Me"),
    groups=("古装 Costume", "职业 Trades", "童趣 Kids", "影视 Film"),
    button="上传照片  Upload a photo",
    clock="16:05",
    tints=("#f3cdb4", "#c9dcf2", "#eadab0", "#c6e4dc", "#e6cfea", "#d2d6f0"),
)


def write_main_screen(path: Path, skin: Skin) -> Regions:
    """Draw the main screen of one mini-program and save it."""
    image = Image.new("RGB", (WIDTH, HEIGHT), skin.ground)
    regions = _draw_main(Pen(image), skin)
    _save(image, path)
    return regions


def _draw_main(pen: Pen, skin: Skin) -> Regions:
    pen.banner(MARK)
    _draw_head(pen, skin)
    card = Box(32, 200, WIDTH - 32, 580)
    _draw_card(pen, skin, card)
    chips = Box(32, 606, WIDTH - 32, 662)
    _draw_chips(pen, skin, chips)
    grid = Box(32, 690, WIDTH - 32, 1170)
    _draw_grid(pen, skin, grid)
    button = Box(72, 1200, WIDTH - 72, 1288)
    pen.round(button, 44, fill=skin.accent)
    pen.words(button.middle, skin.button, 30, fill="#ffffff", bold=True, anchor="mm")
    tabs = Box(0, 1330, WIDTH, HEIGHT)
    _draw_tabs(pen, skin, tabs)
    return {
        "title": Box(150, 116, WIDTH - 150, 176).points,
        "card": card.points,
        "groups": chips.points,
        "templates": grid.points,
        "button": button.points,
        "tabs": tabs.points,
    }


def _draw_head(pen: Pen, skin: Skin) -> None:
    pen.words((36, 76), skin.clock, 24, bold=True, anchor="lm")
    pen.words((WIDTH - 36, 76), "4G  86%", 22, anchor="rm")
    pen.words((WIDTH / 2, 146), skin.name, 30, bold=True, anchor="mm")
    capsule = Box(WIDTH - 148, 124, WIDTH - 28, 168)
    pen.round(capsule, 22, fill="#ffffff", outline="#c9ccd2")
    for offset in (24, 36, 48):
        pen.dot((capsule.left + offset, capsule.middle[1]), 4)
    pen.circle((capsule.right - 34, capsule.middle[1]), 10, outline="#1d1f24")


def _draw_card(pen: Pen, skin: Skin, card: Box) -> None:
    pen.round(card, 28, fill=skin.accent)
    pen.face((card.left + 170, card.top + 200), 112, skin.tints[0])
    pen.words((card.left + 316, card.top + 196), "→", 54, fill="#ffffff", bold=True, anchor="mm")
    pen.face((card.right - 186, card.top + 200), 112, skin.tints[2], hat=True)
    pen.words((card.middle[0], card.bottom - 34), skin.slogan, 24, fill="#ffffff", anchor="mm")


def _draw_chips(pen: Pen, skin: Skin, row: Box) -> None:
    width = (row.right - row.left - 3 * 12) / 4
    for at, group in enumerate(skin.groups):
        left = row.left + at * (width + 12)
        chip = Box(left, row.top, left + width, row.bottom)
        chosen = at == 0
        pen.round(chip, 28, fill=skin.accent if chosen else "#ffffff", outline=skin.accent)
        pen.words(chip.middle, group, 19, fill="#ffffff" if chosen else skin.accent, anchor="mm")


def _draw_grid(pen: Pen, skin: Skin, grid: Box) -> None:
    width = (grid.right - grid.left - 2 * 16) / 3
    height = (grid.bottom - grid.top - 16) / 2
    for at, tint in enumerate(skin.tints):
        left = grid.left + (at % 3) * (width + 16)
        top = grid.top + (at // 3) * (height + 16)
        cell = Box(left, top, left + width, top + height)
        pen.round(cell, 18, fill="#ffffff", outline="#e3e3e8")
        pen.face((cell.middle[0], cell.top + 92), 62, tint, hat=at % 2 == 0)
        pen.words(
            (cell.middle[0], cell.bottom - 30), f"模板{at + 1} No.{at + 1}", 20, fill="#5b616b", anchor="mm"
        )


def _draw_tabs(pen: Pen, skin: Skin, row: Box) -> None:
    pen.round(row, 0, fill="#ffffff", outline="#e3e3e8")
    for at, tab in enumerate(skin.tabs):
        x = WIDTH * (at + 0.5) / 3
        pen.circle((x, row.top + 32), 11, outline=skin.accent if at == 0 else "#9aa0aa")
        pen.words((x, row.top + 76), tab, 20, fill=skin.accent if at == 0 else "#5b616b", anchor="mm")


STEPS = ("1 选模板  Choose a template", "2 传照片  Upload a photo", "3 看结果  See and share")
FLOW_SIZE = (1320, 1560)
PHONE = (300, 540)


def write_flow(path: Path) -> Regions:
    """Draw both flows, three steps each, one above the other, and save them."""
    image = Image.new("RGB", FLOW_SIZE, "#ffffff")
    pen = Pen(image)
    pen.banner(MARK)
    pen.words((60, 96), "Operation flow side by side  操作流程对比", 34, bold=True, anchor="lm")
    pen.words(
        (60, 146),
        "Upper row 上排: her face+ 她face+    Lower row 下排: Crazy Face 疯狂变脸",
        22,
        fill="#5b616b",
        anchor="lm",
    )
    regions: Regions = {}
    for row, (key, skin) in enumerate((("upper", HER_FACE), ("lower", CRAZY_FACE))):
        top = 240 + row * 660
        for at, label in enumerate(STEPS):
            phone = Box(60 + at * 450, top, 60 + at * 450 + PHONE[0], top + PHONE[1])
            _draw_step(pen, skin, at, phone)
            pen.words((phone.middle[0], top - 30), label, 20, bold=True, anchor="mm")
            if at < len(STEPS) - 1:
                pen.words(
                    (phone.right + 75, phone.middle[1]), "→", 56, fill="#9aa0aa", bold=True, anchor="mm"
                )
            regions[f"{key}_{at + 1}"] = phone.points
        regions[f"{key}_row"] = Box(50, top - 56, 60 + 2 * 450 + PHONE[0] + 10, top + PHONE[1] + 10).points
    pen.words(
        (60, FLOW_SIZE[1] - 40),
        "Crazy Face step 2 also offers the camera 下排第2步另有拍照入口",
        20,
        fill="#5b616b",
        anchor="lm",
    )
    _save(image, path)
    return regions


def _draw_step(pen: Pen, skin: Skin, step: int, phone: Box) -> None:
    pen.round(phone, 30, fill=skin.ground, outline="#1d1f24", width=3)
    pen.words((phone.middle[0], phone.top + 36), skin.name, 17, bold=True, anchor="mm")
    (_draw_choice, _draw_upload, _draw_result)[step](pen, skin, phone)


def _draw_choice(pen: Pen, skin: Skin, phone: Box) -> None:
    for at, tint in enumerate(skin.tints):
        left = phone.left + 22 + (at % 2) * 132
        top = phone.top + 70 + (at // 2) * 132
        cell = Box(left, top, left + 122, top + 122)
        pen.round(
            cell, 12, fill="#ffffff", outline=skin.accent if at == 0 else "#e3e3e8", width=3 if at == 0 else 1
        )
        pen.face(cell.middle, 36, tint, hat=at % 2 == 0)
    _draw_step_button(pen, skin, phone, "用这个  Use this")


def _draw_upload(pen: Pen, skin: Skin, phone: Box) -> None:
    frame = Box(phone.left + 40, phone.top + 90, phone.right - 40, phone.top + 370)
    pen.round(frame, 16, fill="#ffffff", outline=skin.accent, width=2)
    pen.words((frame.middle[0], frame.middle[1] - 14), "+", 70, fill=skin.accent, anchor="mm")
    pen.words(
        (frame.middle[0], frame.bottom - 60), "正脸照  Face to the front", 15, fill="#5b616b", anchor="mm"
    )
    if skin is CRAZY_FACE:
        pen.words(
            (phone.middle[0], phone.top + 408), "或拍一张  or take one", 16, fill=skin.accent, anchor="mm"
        )
    _draw_step_button(pen, skin, phone, "上传照片  Upload")


def _draw_result(pen: Pen, skin: Skin, phone: Box) -> None:
    frame = Box(phone.left + 40, phone.top + 80, phone.right - 40, phone.top + 390)
    pen.round(frame, 16, fill="#ffffff", outline="#e3e3e8", width=2)
    pen.face((frame.middle[0], frame.middle[1] + 4), 82, skin.tints[0], hat=True)
    pen.words((phone.middle[0], phone.top + 418), "融合完成  Done", 17, fill="#5b616b", anchor="mm")
    _draw_step_button(pen, skin, phone, "分享  Share")


def _draw_step_button(pen: Pen, skin: Skin, phone: Box, words: str) -> None:
    button = Box(phone.left + 40, phone.bottom - 76, phone.right - 40, phone.bottom - 26)
    pen.round(button, 25, fill=skin.accent)
    pen.words(button.middle, words, 18, fill="#ffffff", bold=True, anchor="mm")


def _save(image: Image.Image, path: Path) -> None:
    """Save without a time stamp, and without a resolution: 96 dots an inch are then assumed."""
    image.save(path, format="PNG", optimize=True)
