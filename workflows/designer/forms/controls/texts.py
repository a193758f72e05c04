"""A text in every language of the house, side by side."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info

from ...lenient import mapping
from ..beginnings import followed, in_every_language
from ..desk import NOTHING, Desk, Place
from .base import Control, render


@dataclass(frozen=True)
class Texts(Control):
    """``rows`` lines per language. ``filled`` offers the variables that may stand in it."""

    rows: int = 1
    filled: bool = False
    #: What a new one says, as a message of ``beginnings``.
    beginning: str = ""

    def draw(self, at: Place) -> SafeString:
        boxes = [
            (self._place(at, language), get_language_info(language)["name_local"])
            for language in languages(at.value)
        ]
        shown = [
            (place, name, "" if place.value is None else str(place.value)) for place, name in boxes
        ]
        rows = max([self.rows, *(min(text.count("\n") + 1, 12) for _p, _n, text in shown)])
        variables = list(at.desk.variables()) if self.filled else ()
        return render("texts", at, boxes=shown, rows=rows, variables=variables)

    def read(self, at: Place) -> object:
        before = mapping(at.value)
        text = {}
        for language in languages(at.value):
            place = self._place(at, language)
            typed, old = place.typed, before.get(language)
            if typed is None or (isinstance(old, str) and typed.strip() == old.strip()):
                typed = old
            else:
                typed = typed.strip()
            if typed:
                text[language] = typed
        if not text and at.value is not None and not before:
            return at.value
        return followed(before, text, at.desk.vocabulary) or NOTHING

    def fresh(self, desk: Desk) -> object:
        return in_every_language(self.beginning) if self.beginning else NOTHING

    def _place(self, at: Place, language: str) -> Place:
        return at.child(language, mapping(at.value).get(language))


def languages(value: object) -> list[str]:
    """Those of the house, English first, and what else the text has."""
    house = [code for code, _name in settings.LANGUAGES]
    known = {"en": None, **dict.fromkeys(house), **dict.fromkeys(mapping(value))}
    return list(known)
