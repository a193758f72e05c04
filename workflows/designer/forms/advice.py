"""What pydantic finds in a part, in plain words and at the control that it is about."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _
from pydantic_core import ErrorDetails

from workflows.engine.definition.advice import requirement

from .desk import SEPARATOR


def told(found: Iterable[ErrorDetails], places: Collection[str]) -> dict[str, str]:
    """Messages by the names of controls; what has no control of its own goes to the next outer."""
    messages: dict[str, str] = {}
    for detail in found:
        messages.setdefault(_nearest(detail["loc"], places), _words(detail))
    return messages


def _nearest(loc: tuple[int | str, ...], places: Collection[str]) -> str:
    """Tags of unions are in the path too, so parts of it are left out where no name has them."""
    name = ""
    for part in loc:
        longer = f"{name}{SEPARATOR}{part}" if name else str(part)
        if longer in places or any(one.startswith(longer + SEPARATOR) for one in places):
            name = longer
    while name and name not in places:
        name = name.rpartition(SEPARATOR)[0]
    return name


def _words(detail: ErrorDetails) -> str:
    match detail["type"]:
        case "missing" | "too_short" | "string_too_short":
            return _("This is needed.")
        case "string_pattern_mismatch":
            return _("Use small letters, digits and underscores, beginning with a letter.")
        case "condition":
            return _("Complete the condition.")
        case "value_error":
            message = detail["msg"].removeprefix("Value error, ")
            return message[:1].upper() + message[1:] + "."
        case "extra_forbidden":
            return _("“%(name)s” is not known here.") % {"name": detail["loc"][-1]}
    return _("It %(requirement)s.") % {"requirement": requirement(detail)}
