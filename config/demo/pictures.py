"""Pictures drawn for the demonstration, kept in the library of images."""

import random

from cms.media.actions import add_picture
from cms.media.models import Picture
from config.demo.drawing import room
from config.demo.things.scenes import LOOKS


def picture(category: str, number: int = 0) -> Picture:
    """A picture of the category by its place among the scenes; drawn when first asked for."""
    name = f"{category}-{number + 1}"
    found: Picture | None = Picture.objects.filter(title=name).first()
    if found is not None:
        return found
    says = LOOKS[category].scenes[number].says
    return add_picture(
        drawn(category, number),
        name=f"{name}.jpg",
        title=name,
        description=says["en"],
        description_zh_hans=says["zh-hans"],
    )


def drawn(category: str, number: int = 0) -> bytes:
    """The same picture as a file, such as people send; any ``number``."""
    look = LOOKS[category]
    place = number % len(look.scenes)
    chance = random.Random(f"{category}-{place + 1}")  # noqa: S311 - drawing, not secrets
    hue = (look.hue + chance.uniform(-0.03, 0.03)) % 1
    return room(hue, look.scenes[place].thing, chance)
