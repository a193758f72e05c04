"""Pydantic's findings in words for an operator, in the language of the reader."""

import difflib
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic_core import ErrorDetails

from ..problems import meant

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

WHOLE = gettext_lazy("must be a whole number")
REQUIREMENTS: Mapping[str, "StrPromise"] = MappingProxyType(
    {
        "int_type": WHOLE,
        "int_parsing": WHOLE,
        "int_from_float": WHOLE,
        "float_type": gettext_lazy("must be a number"),
        "bool_type": gettext_lazy("must be true or false"),
        "bool_parsing": gettext_lazy("must be true or false"),
        "string_type": gettext_lazy("must be a text in quotation marks"),
        "tuple_type": gettext_lazy("must be a list in square brackets"),
        "list_type": gettext_lazy("must be a list in square brackets"),
        "model_type": gettext_lazy("must be an object in braces"),
        "model_attributes_type": gettext_lazy("must be an object in braces"),
        "dict_type": gettext_lazy("must be an object in braces"),
        "literal_error": gettext_lazy("must be one of %(expected)s"),
        "greater_than_equal": gettext_lazy("must be at least %(ge)s"),
        "less_than_equal": gettext_lazy("must be at most %(le)s"),
        "string_too_short": gettext_lazy("must have at least %(min_length)s characters"),
        "string_too_long": gettext_lazy("must have at most %(max_length)s characters"),
        "too_short": gettext_lazy("must have at least %(min_length)s entries"),
    }
)


def requirement(detail: ErrorDetails) -> str:
    """What a value has to be, to be put behind its name; pydantic's own words for what is rare."""
    words = REQUIREMENTS.get(detail["type"])
    if words is None:
        return _("does not fit: %(reason)s") % {"reason": detail["msg"]}
    return str(words) % detail.get("ctx", {})


def advice(detail: ErrorDetails) -> str:
    """What to do about one of pydantic's findings."""
    last = str(detail["loc"][-1]) if detail["loc"] else ""
    match detail["type"]:
        case "missing":
            return _("add “%(name)s”, it is required.") % {"name": last}
        case "extra_forbidden":
            return _("“%(name)s” is not known here; remove it or correct its name.") % {
                "name": last
            }
        case "union_tag_not_found":
            return _("add “kind”, it says what kind of step this is.")
        case "union_tag_invalid":
            return _unknown_kind(detail.get("ctx", {}))
        case "string_pattern_mismatch":
            return _(
                "“%(value)s” is no key; use small letters, digits and underscores, beginning with "
                "a letter."
            ) % {"value": detail["input"]}
        case "condition":
            return _(
                "“%(name)s”: write a condition as {“cel”: …}, {“var”, “op”, “value”}, "
                "{“all”: […]} or {“any”: […]}."
            ) % {"name": last}
        case "value_error":
            message = detail["msg"].removeprefix("Value error, ")
            return _("“%(name)s”: %(message)s.") % {"name": last, "message": message}
    if not last:
        return _("it %(requirement)s.") % {"requirement": requirement(detail)}
    return _("“%(name)s” %(requirement)s.") % {"name": last, "requirement": requirement(detail)}


def _unknown_kind(context: Mapping[str, object]) -> str:
    known = str(context.get("expected_tags", "")).replace("'", "")
    kind = str(context.get("tag"))
    near = difflib.get_close_matches(kind, known.split(", "), n=1)
    message = _("“%(kind)s” is no kind of step; use one of %(known)s.")
    return message % {"kind": kind, "known": known} + meant(near)
