"""A small pen for phone screens: rounded boxes, words and plain faces, smooth at the edges."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).resolve().parents[2] / "fonts"
INK = "#1d1f24"
SMOOTH = 4
Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels, origin top left."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> Point:
        """The centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def points(self) -> list[float]:
        """The same rectangle in page points, for an image of 96 dots an inch."""
        return [round(edge * 0.75, 2) for edge in (self.left, self.top, self.right, self.bottom)]


@lru_cache(maxsize=64)
def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    cut = "Bold" if bold else "Regular"
    return ImageFont.truetype(FONTS / f"NotoSansSC-{cut}.ttf", size, layout_engine=ImageFont.Layout.BASIC)


class Pen:
    """Draws on one image.

    Attributes:
        image: the image drawn on.
    """

    def __init__(self, image: Image.Image) -> None:
        self.image = image
        self._draw = ImageDraw.Draw(image)

    def words(
        self, at: Point, words: str, size: int, *, fill: str = INK, bold: bool = False, anchor: str = "lm"
    ) -> None:
        """Write one line; ``anchor`` is Pillow's two-letter code."""
        self._draw.text(at, words, font=_font(size, bold=bold), fill=fill, anchor=anchor)

    def banner(self, words: str) -> None:
        """Draw the amber strip that marks the picture as illustrative."""
        self._draw.rectangle((0, 0, self.image.width, 44), fill="#fdf3dd")
        self.words((self.image.width / 2, 22), words, 20, fill="#a4660a", bold=True, anchor="mm")

    def round(
        self, box: Box, radius: float, *, fill: str, outline: str | None = None, width: int = 1
    ) -> None:
        """Draw a box with round corners and smooth edges."""
        size = (round(box.right - box.left), round(box.bottom - box.top))
        layer = Image.new("RGBA", (size[0] * SMOOTH, size[1] * SMOOTH))
        edge = (0, 0, size[0] * SMOOTH - 1, size[1] * SMOOTH - 1)
        ImageDraw.Draw(layer).rounded_rectangle(
            edge, radius * SMOOTH, fill=fill, outline=outline, width=width * SMOOTH
        )
        self._paste(layer, size, (box.left, box.top))

    def circle(self, at: Point, radius: float, *, outline: str) -> None:
        """Draw a ring."""
        box = Box(at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius)
        self.round(box, radius, fill="#ffffff", outline=outline, width=3)

    def dot(self, at: Point, radius: float) -> None:
        """Draw a filled disc."""
        self.round(Box(at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius), radius, fill=INK)

    def face(self, at: Point, radius: float, tint: str, *, hat: bool = False) -> None:
        """Draw a plain face in a tinted disc; with a hat, if it is somebody else's costume."""
        side = int(radius * 2 * SMOOTH)
        layer = Image.new("RGBA", (side, side))
        draw = ImageDraw.Draw(layer)
        unit = side / 20
        draw.ellipse((0, 0, side - 1, side - 1), fill=tint)
        draw.ellipse((5 * unit, 3 * unit, 15 * unit, 12 * unit), fill="#3a2c2a")
        draw.ellipse((5.8 * unit, 5 * unit, 14.2 * unit, 15.5 * unit), fill="#f4dcc8")
        _draw_features(draw, unit)
        if hat:
            draw.polygon([(4 * unit, 6 * unit), (10 * unit, 1 * unit), (16 * unit, 6 * unit)], fill="#8a3b3b")
        self._paste(layer, (side // SMOOTH, side // SMOOTH), (at[0] - radius, at[1] - radius))

    def _paste(self, layer: Image.Image, size: tuple[int, int], at: Point) -> None:
        small = layer.resize(size, Image.Resampling.LANCZOS)
        self.image.paste(small, (round(at[0]), round(at[1])), small)


def _draw_features(draw: ImageDraw.ImageDraw, unit: float) -> None:
    for x in (8, 12):
        draw.ellipse(((x - 0.6) * unit, 9 * unit, (x + 0.6) * unit, 10.2 * unit), fill=INK)
    draw.arc(
        (8 * unit, 10.5 * unit, 12 * unit, 13.5 * unit), 20, 160, fill="#b0574f", width=max(1, int(unit / 2))
    )
    draw.pieslice((4.4 * unit, 15.5 * unit, 15.6 * unit, 24 * unit), 180, 360, fill="#6b7280")
