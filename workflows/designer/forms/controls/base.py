"""What every control is, and how it is drawn."""

from collections.abc import Callable, Iterable
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ..desk import NOTHING, Desk, Place

#: What may be chosen: value, label, and the group that it stands in, if any.
Offer = Callable[[Desk], Iterable[tuple[Any, ...]]]


class Control:
    """How one value of a definition is asked, and read back from what a browser posts.

    ``read`` answers the value as JSON, ``NOTHING`` where it was left empty, and what was typed
    where that cannot be read (it is refused at its place then, and shown again). What was not
    posted at all keeps the value it had.
    """

    def draw(self, at: Place) -> SafeString:
        raise NotImplementedError

    def read(self, at: Place) -> object:
        raise NotImplementedError

    def fresh(self, desk: Desk) -> object:
        """What a new one begins with."""
        return NOTHING


def render(template: str, at: Place, **context: Any) -> SafeString:
    at.desk.places.add(at.name)
    return render_to_string(f"designer/forms/{template}.html", {"at": at, **context})
