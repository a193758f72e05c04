"""Flat drawings for the demonstration: rooms in calm colours, and people without features.

All are drawn on a canvas of 96 × 64 (a portrait: 48 × 48) in twice the size and then reduced,
which smooths the edges.
"""

import colorsys
import random
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
# Pixels per unit.
ROOM, PORTRAIT = 8, 5
SMOOTH = 2
QUALITY = 78
FLOOR = 45
WHITE = (255, 255, 255)
WOOD, STEEL, DARK = (196, 156, 112), (206, 212, 218), (73, 80, 87)
SKIN = ((245, 208, 177), (233, 190, 156), (224, 176, 140))
HAIR = ((43, 38, 36), (66, 52, 46), (120, 118, 116))


class Canvas:
    """Draws by units, in tints of one hue."""

    def __init__(self, width: int, height: int, scale: int, hue: float) -> None:
        self.size = (width * scale, height * scale)
        self.unit = scale * SMOOTH
        self.hue = hue
        self.wall = self.tint(0.13, 0.97)
        self.image = Image.new("RGB", (width * self.unit, height * self.unit), self.wall)
        self.pen = ImageDraw.Draw(self.image)

    def tint(self, saturation: float, value: float, turn: float = 0) -> Colour:
        """A colour of the picture's hue, turned by a part of the circle."""
        red, green, blue = colorsys.hsv_to_rgb((self.hue + turn) % 1, saturation, value)
        return int(red * 255), int(green * 255), int(blue * 255)

    def box(
        self, x: float, y: float, wide: float, high: float, fill: Colour, bend: float = 0
    ) -> None:
        corners = (x, y, x + wide, y + high)
        self.pen.rounded_rectangle(self._pixels(corners), bend * self.unit, fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: Colour, flat: float = 1) -> None:
        corners = (x - radius, y - radius * flat, x + radius, y + radius * flat)
        self.pen.ellipse(self._pixels(corners), fill=fill)

    def line(self, *points: float, fill: Colour, thick: float = 1) -> None:
        self.pen.line(self._pixels(points), fill=fill, width=int(thick * self.unit), joint="curve")

    def shape(self, *points: float, fill: Colour) -> None:
        self.pen.polygon(self._pixels(points), fill=fill)

    def jpeg(self) -> bytes:
        stream = BytesIO()
        self.image.resize(self.size, Image.Resampling.BOX).save(stream, "JPEG", quality=QUALITY)
        return stream.getvalue()

    def _pixels(self, values: tuple[float, ...]) -> list[int]:
        return [int(value * self.unit) for value in values]


def room(hue: float, thing: Callable[[Canvas, float], None], chance: random.Random) -> bytes:
    """A room in tints of ``hue`` (0 to 1), with a window and ``thing`` in its foreground."""
    canvas = Canvas(96, 64, ROOM, hue)
    canvas.box(0, FLOOR, 96, 64 - FLOOR, canvas.tint(0.22, 0.86, 0.04))
    canvas.box(0, FLOOR - 1, 96, 1.2, WHITE)
    # The thing stands where the window is not.
    left = chance.choice((8, 58))
    _window(canvas, left + chance.uniform(0, 4))
    _rug(canvas)
    thing(canvas, 14 if left > 30 else 44)
    corner = 88 if left < 50 else 6
    chance.choice((_plant, _lamp))(canvas, corner)
    return canvas.jpeg()


def person(name: str, *, long_hair: bool) -> bytes:
    """A portrait without features: the same one for the same name."""
    chance = random.Random(name)  # noqa: S311 - drawing, not secrets
    hue = chance.random()
    canvas = Canvas(48, 48, PORTRAIT, hue)
    skin, hair = chance.choice(SKIN), chance.choice(HAIR)
    if long_hair:
        canvas.box(13, 9, 22, 26, hair, 10)
    canvas.disc(24, 50, 18, canvas.tint(0.45, 0.68, 0.5), flat=0.9)
    canvas.box(20.5, 27, 7, 9, skin, 3)
    canvas.disc(24, 21, 9, skin, flat=1.12)
    canvas.disc(24, 13.5, 9, hair, flat=0.62)
    return canvas.jpeg()


def storefront(name: str) -> bytes:
    """A shop with an awning, for a company."""
    hue = random.Random(name).random()  # noqa: S311 - drawing, not secrets
    canvas = Canvas(48, 48, PORTRAIT, hue)
    canvas.box(7, 16, 34, 26, WHITE, 1)
    canvas.box(11, 25, 13, 10, canvas.tint(0.25, 0.95, 0.5), 0.6)
    canvas.box(28, 25, 9, 17, canvas.tint(0.4, 0.6), 0.6)
    for stripe in range(6):
        fill = canvas.tint(0.55, 0.78) if stripe % 2 else WHITE
        canvas.box(6 + stripe * 6, 13, 6, 8, fill)
        canvas.disc(9 + stripe * 6, 21, 3, fill)
    canvas.box(0, 42, 48, 6, canvas.tint(0.22, 0.8, 0.04))
    return canvas.jpeg()


def _window(canvas: Canvas, x: float) -> None:
    canvas.box(x, 8, 24, 25, WHITE, 0.8)
    canvas.box(x + 1.2, 9.2, 21.6, 22.6, (214, 235, 248), 0.4)
    canvas.disc(x + 17, 15, 2.6, (255, 236, 179))
    canvas.disc(x + 9, 33, 7, (190, 219, 190), flat=0.9)
    canvas.box(x, 31.8, 24, 9, canvas.wall)
    canvas.box(x - 1, 31.4, 26, 1.6, WHITE, 0.4)
    canvas.box(x + 11.4, 8, 1.2, 24, WHITE)


def _rug(canvas: Canvas) -> None:
    canvas.disc(48, 57, 30, canvas.tint(0.16, 0.94, 0.5), flat=0.16)
    canvas.disc(48, 57, 25, canvas.tint(0.24, 0.9, 0.5), flat=0.16)


def _plant(canvas: Canvas, x: float) -> None:
    for lean, high in ((-4, 14), (0, 18), (4, 14), (-2, 10), (2.5, 10)):
        canvas.line(x, 50, x + lean, 50 - high, fill=(96, 140, 106), thick=0.6)
        canvas.disc(x + lean, 50 - high, 2.6, (118, 163, 126), flat=1.4)
    canvas.shape(x - 4, 48, x + 4, 48, x + 3, 56, x - 3, 56, fill=canvas.tint(0.4, 0.72, 0.04))


def _lamp(canvas: Canvas, x: float) -> None:
    canvas.line(x, 28, x, 55, fill=(90, 90, 96), thick=0.7)
    canvas.box(x - 3.5, 54.5, 7, 1.2, (90, 90, 96), 0.5)
    canvas.shape(x - 2.5, 20, x + 2.5, 20, x + 5, 29, x - 5, 29, fill=(255, 233, 184))
