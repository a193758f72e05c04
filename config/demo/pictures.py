"""Pictures drawn for the demonstration, kept in the library of images."""

import random

from cms.media.actions import add_picture
from cms.media.models import Picture
from config.demo.drawing import room
from config.demo.things import SCENES

# Per category; its services share them, so that each is drawn and scaled once.
PICTURES = 3


def picture(category: str, number: int = 0) -> Picture:
    """One of the pictures of a category, any ``number``; drawn the first time it is asked for."""
    name = f"{category}-{number % PICTURES + 1}"
    scene = SCENES[category]
    found: Picture | None = Picture.objects.filter(title=name).first()
    if found is not None:
        return found
    return add_picture(
        _drawn(name, category),
        name=f"{name}.jpg",
        title=name,
        description=scene.says["en"],
        description_zh_hans=scene.says["zh-hans"],
    )


def _drawn(name: str, category: str) -> bytes:
    scene = SCENES[category]
    chance = random.Random(name)  # noqa: S311 - drawing, not secrets
    return room((scene.hue + chance.uniform(-0.03, 0.03)) % 1, scene.thing, chance)
