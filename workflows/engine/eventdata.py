"""The data of an event, as the vocabulary declares it. Pure."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from .refusals import FieldError, InvalidForm
from .values import UnfitValue, to_cel
from .vocabulary import EventType


def check_event_data(event: EventType, data: Mapping[str, object]) -> None:
    """``InvalidForm`` unless ``data`` holds every value that ``event`` declares, and no other."""
    errors = [
        _error(name, "unknown_field", _("This event has no such value."))
        for name in sorted(data.keys() - event.data.keys())
    ]
    for name, word in event.data.items():
        try:
            to_cel(word, data.get(name))
        except UnfitValue:
            errors.append(_error(name, "type", _("Give a value of the type %s.") % word))
    if errors:
        raise InvalidForm(errors=errors)


def _error(name: str, kind: str, message: str) -> FieldError:
    return {"loc": ["data", name], "type": kind, "msg": message}
