"""``rich_text=html|markdown|structured``: how the bodies of a document are answered."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from api.conventions.parameters import Choice
from api.conventions.shapes import Shapes, names_in
from cms.pages.bodies import BlockBody
from cms.pages.wordforms import FORMS, block_in_form

STORED = "html"


@dataclass(frozen=True)
class Rewriting:
    """Every body of a document of ``shapes`` in another ``form`` than the stored one."""

    form: str
    shapes: Shapes

    def of(self, document: dict[str, Any], locale: str) -> dict[str, Any]:
        rewritten: dict[str, Any] = self._rewritten(document, self.shapes, locale)
        return rewritten

    def _rewritten(self, value: Any, shapes: Shapes, locale: str) -> Any:
        if isinstance(value, list):
            return [self._rewritten(each, shapes, locale) for each in value]
        if not isinstance(value, dict):
            return value
        if BlockBody in shapes:
            return block_in_form(value, self.form, locale)
        inside = names_in(shapes) or {}
        return {
            name: self._rewritten(each, inside[name], locale) if inside.get(name) else each
            for name, each in value.items()
        }


class RichText(Choice):
    """The form of rich text in a document of ``shapes``, as a ``Rewriting``; none for HTML."""

    def __init__(self, shapes: Shapes, **options: Any) -> None:
        says = gettext_lazy("The form of rich text in bodies: html unless another is asked for.")
        super().__init__(
            choices=[STORED, *FORMS], **{"required": False, "help_text": says, **options}
        )
        self.shapes = shapes

    def to_internal_value(self, data: Any) -> Rewriting | None:  # type: ignore[override]
        form = super().to_internal_value(data)
        return None if form == STORED else Rewriting(form, self.shapes)


def has_bodies(shapes: Shapes) -> bool:
    """Whether a document of ``shapes`` has a body of blocks, at any depth."""
    seen, waiting = set(), list(shapes)
    while waiting:
        shape = waiting.pop()
        if shape is BlockBody:
            return True
        if shape not in seen:
            seen.add(shape)
            waiting += [each for part in (names_in((shape,)) or {}).values() for each in part]
    return False
