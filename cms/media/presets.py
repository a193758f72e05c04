"""The renditions of pictures: named by purpose in ``settings.PICTURE_PRESETS``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# The one that every installation has: it is what a picture is where no purpose is named.
WHOLE = "content"
NAME = re.compile(r"[a-z][a-z0-9_]*")
RATIO = re.compile(r"([1-9]\d?):([1-9]\d?)")


@dataclass(frozen=True)
class Preset:
    """``widths`` in pixels, narrowest first. With a ``ratio`` (width over height) the picture is
    cropped round its focal point; without, it is whole.
    """

    widths: tuple[int, ...]
    ratio: Fraction | None = None

    def specs(self, width: int, height: int) -> list[str]:
        """Wagtail's filters for a picture of so many pixels: none asks for more than it has.

        The last is the first that the picture does not fill: it comes out as wide as there is.
        """
        whole = width if self.ratio is None else min(width, int(height * self.ratio))
        return [f"{self._resize(each)}|format-webp" for each in _up_to(self.widths, whole)]

    def _resize(self, width: int) -> str:
        if self.ratio is None:
            return f"width-{width}"
        return f"fill-{width}x{max(1, round(width / self.ratio))}"


def presets() -> dict[str, Preset]:
    """By name. Raises ``ImproperlyConfigured`` with what to write instead."""
    found = {name: _preset(name, *declared) for name, declared in settings.PICTURE_PRESETS.items()}
    if WHOLE not in found or found[WHOLE].ratio is not None:
        raise ImproperlyConfigured(
            f"PICTURE_PRESETS needs {WHOLE!r} with the ratio None: the whole picture."
        )
    return found


def _preset(name: str, ratio: str | None, widths: tuple[int, ...]) -> Preset:
    if not NAME.fullmatch(name):
        raise ImproperlyConfigured(
            f"PICTURE_PRESETS names {name!r}: use small letters, digits and underscores."
        )
    matched = RATIO.fullmatch(ratio) if ratio is not None else None
    if ratio is not None and matched is None:
        raise ImproperlyConfigured(
            f"PICTURE_PRESETS[{name!r}] has the ratio {ratio!r}: write width and height as 4:3, "
            "or None for the whole picture."
        )
    if not widths or list(widths) != sorted(set(widths)) or widths[0] < 1:
        raise ImproperlyConfigured(
            f"PICTURE_PRESETS[{name!r}] has the widths {widths!r}: name at least one, "
            "in pixels, the narrowest first and each once."
        )
    return Preset(tuple(widths), Fraction(int(matched[1]), int(matched[2])) if matched else None)


def _up_to(widths: tuple[int, ...], whole: int) -> Iterator[int]:
    for width in widths:
        yield width
        if width >= whole:
            return
