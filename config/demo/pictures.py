"""Pictures drawn for the demonstration: calm scenes of a home, no two alike."""

import colorsys
import random
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from cms.media.models import Picture

WIDTH, HEIGHT = 960, 640
Colour = tuple[int, int, int]


def picture(name: str, *, description: dict[str, str]) -> Picture:
    """The picture called ``name``, drawn the first time it is asked for."""
    found = Picture.objects.filter(title=name).first()
    return found or Picture.objects.create(
        title=name,
        description=description["en"],
        description_zh_hans=description["zh-hans"],
        file=ContentFile(scene(name), f"{name}.jpg"),
    )


def scene(seed: str) -> bytes:
    """A JPEG of a room: wall, floor, a window with light, and a few things that stand about."""
    chance = random.Random(seed)  # noqa: S311 - drawing, not secrets
    hue = chance.random()
    image = Image.new("RGB", (WIDTH, HEIGHT), _tint(hue, 0.18, 0.96))
    draw = ImageDraw.Draw(image)
    floor = int(HEIGHT * chance.uniform(0.66, 0.76))
    draw.rectangle((0, floor, WIDTH, HEIGHT), fill=_tint(hue + 0.06, 0.30, 0.82))
    _window(draw, chance, hue)
    for _thing in range(chance.randint(4, 6)):
        _furniture(draw, chance, hue, floor)
    stream = BytesIO()
    image.save(stream, "JPEG", quality=82, optimize=True)
    return stream.getvalue()


def _window(draw: ImageDraw.ImageDraw, chance: random.Random, hue: float) -> None:
    left, top = chance.randint(80, 760), chance.randint(70, 130)
    right, bottom = left + chance.randint(240, 340), top + chance.randint(230, 300)
    draw.rounded_rectangle((left, top, right, bottom), 18, fill=(255, 255, 255))
    draw.rectangle(
        (left + 14, top + 14, right - 14, bottom - 14), fill=_tint(hue + 0.5, 0.16, 0.99)
    )
    middle = (left + right) // 2
    draw.line((middle, top, middle, bottom), fill=(255, 255, 255), width=12)


def _furniture(
    draw: ImageDraw.ImageDraw, chance: random.Random, hue: float, floor: int
) -> None:
    width, height = chance.randint(90, 300), chance.randint(80, 260)
    left = chance.randint(20, WIDTH - width - 20)
    foot = floor + chance.randint(10, HEIGHT - floor - 40)
    colour = _tint(hue + chance.uniform(-0.12, 0.12), chance.uniform(0.35, 0.6), 0.72)
    box = (left, foot - height, left + width, foot)
    if chance.random() < 0.3:
        draw.ellipse((left, foot - width, left + width, foot), fill=colour)
    else:
        draw.rounded_rectangle(box, chance.choice((8, 24, 40)), fill=colour)


def _tint(hue: float, saturation: float, value: float) -> Colour:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, saturation, value)
    return int(red * 255), int(green * 255), int(blue * 255)
