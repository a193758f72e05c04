"""Pydantic's findings in words of our own: in the reader's language, and without names of code."""

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from api.conventions.suggestions import suggestion
from cms.pages.blocks import BodyBlock

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Error = Mapping[str, Any]
WHOLE = gettext_lazy("Give a whole number.")
NUMBER = gettext_lazy("Give a number.")
FLAG = gettext_lazy("Give true or false.")
TEXT = gettext_lazy("Give a text.")
LIST = gettext_lazy("Give a list.")
OBJECT = gettext_lazy("Give an object.")
DAY = gettext_lazy("Give a date, such as 2027-03-01.")
MOMENT = gettext_lazy("Give a date and a time, such as 2027-03-01T10:00:00+08:00.")
UNKNOWN = gettext_lazy("This field is not known.")
WORDS: Mapping[str, "StrPromise"] = MappingProxyType(
    {
        "missing": gettext_lazy("This field is required."),
        "extra_forbidden": UNKNOWN,
        "int_type": WHOLE,
        "int_parsing": WHOLE,
        "int_from_float": WHOLE,
        "float_type": NUMBER,
        "float_parsing": NUMBER,
        "decimal_type": NUMBER,
        "decimal_parsing": NUMBER,
        "bool_type": FLAG,
        "bool_parsing": FLAG,
        "string_type": TEXT,
        "list_type": LIST,
        "model_type": OBJECT,
        "model_attributes_type": OBJECT,
        "dict_type": OBJECT,
        "date_type": DAY,
        "date_parsing": DAY,
        "date_from_datetime_parsing": DAY,
        "datetime_type": MOMENT,
        "datetime_parsing": MOMENT,
        "datetime_from_date_parsing": MOMENT,
        "greater_than_equal": gettext_lazy("Give %(ge)s or more."),
        "greater_than": gettext_lazy("Give more than %(gt)s."),
        "less_than_equal": gettext_lazy("Give %(le)s or less."),
        "less_than": gettext_lazy("Give less than %(lt)s."),
        "string_too_short": gettext_lazy("Give a text of at least %(min_length)s characters."),
        "string_too_long": gettext_lazy("Give a text of at most %(max_length)s characters."),
        "too_short": gettext_lazy("Give a list of at least %(min_length)s entries."),
        "too_long": gettext_lazy("Give a list of at most %(max_length)s entries."),
    }
)


def worded(error: Error, sent: Any = None) -> Error:
    """``error``, whose ``loc`` leads into what was ``sent``; pydantic's own words for what is rare.

    A name or word that is not known is told the nearest that is.
    """
    kind, told = error["type"], error.get("ctx", {})
    if kind == "literal_error":
        known = re.findall(r"'([^']*)'", str(told.get("expected", "")))
        text = _("Give one of these: {words}.").format(words=", ".join(filter(None, known)))
        return {**error, "msg": text + suggestion(str(_at(sent, error["loc"])), known)}
    words = WORDS.get(kind)
    if words is None:
        return error
    near = ""
    if kind == "extra_forbidden":
        near = suggestion(str(error["loc"][-1]), known_in_body(sent, error["loc"]))
    return {**error, "msg": str(words) % told + near}


def known_in_body(sent: Any, place: Sequence[str | int]) -> Iterable[str]:
    """The names that may stand at ``place``, as far as it leads into the blocks of a body."""
    if len(place) < 2 or place[0] != "body":
        return ()
    block: Any = BodyBlock()
    value = _at(sent, place[:1])
    for part in place[1:-1]:
        block = _within(block, part, value)
        value = _at(value, [part])
    if isinstance(block, blocks.BaseStructBlock):
        return list(block.child_blocks)
    return ("type", "value", "id") if isinstance(block, Item) else ()


class Item:
    """An item of a stream on the way to its value."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream


def _within(block: Any, part: str | int, value: Any) -> Any:
    """What stands at ``part`` of a ``block`` whose value is ``value``; ``None`` if nothing does."""
    if isinstance(block, blocks.BaseStreamBlock) and isinstance(part, int):
        return Item(block)
    if isinstance(block, Item) and part == "value":
        return block.stream.child_blocks.get(value.get("type")) if isinstance(value, dict) else None
    if isinstance(block, blocks.ListBlock) and isinstance(part, int):
        return block.child_block
    return block.child_blocks.get(part) if isinstance(block, blocks.BaseStructBlock) else None


def _at(value: Any, place: Sequence[str | int]) -> Any:
    """What stands at ``place`` of ``value``, ``None`` if nothing does."""
    for part in place:
        if isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            value = value.get(part) if isinstance(value, dict) else None
    return value
