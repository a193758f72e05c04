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
    scene, name = SCENES[category], _name(category, number)
    found: Picture | None = Picture.objects.filter(title=name).first()
    if found is not None:
        return found
    return add_picture(
        drawn(category, number),
        name=f"{name}.jpg",
        title=name,
        description=scene.says["en"],
        description_zh_hans=scene.says["zh-hans"],
    )


def drawn(category: str, number: int = 0) -> bytes:
    """The same picture as a file, such as people send."""
    scene, name = SCENES[category], _name(category, number)
    chance = random.Random(name)  # noqa: S311 - drawing, not secrets
    return room((scene.hue + chance.uniform(-0.03, 0.03)) % 1, scene.thing, chance)


def _name(category: str, number: int) -> str:
    return f"{category}-{number % PICTURES + 1}"
