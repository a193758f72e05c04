"""JSON that our databases can hold.

PostgreSQL refuses NUL in text, no encoder writes a lone surrogate, and a number beyond 64 bits
fits no column: refused here as unparsable (400), so that no view meets them. Nor does one meet
more values side by side than anybody has a use for, each of which it would look at.
"""

import math
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

DEPTH = 64
WIDTH = 10_000
LARGEST = 2**63 - 1


class StrictJSONParser(JSONParser):
    """REST framework's parser, then a look at every value."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            value = super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError(_("This JSON is nested too deeply.")) from error
        check_values(value)
        return value


def check_values(value: Any) -> None:
    """Raises ``ParseError`` for what was read of JSON, and no database or view is to meet."""
    _inspect(value, DEPTH)


def _inspect(value: Any, depth: int) -> None:
    if depth == 0:
        raise ParseError(_("This JSON is nested too deeply."))
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
            raise ParseError(_("Text may not hold NUL or lone surrogates."))
    elif isinstance(value, int):
        if abs(value) > LARGEST:
            raise ParseError(_("A number is too large."))
    elif isinstance(value, float):
        # 1e999 is good JSON, and infinite once it is read.
        if not math.isfinite(value):
            raise ParseError(_("A number is too large."))
    elif isinstance(value, (dict, list)) and len(value) > WIDTH:
        text = _("An object or list may hold %(number)d values at most.")
        raise ParseError(text % {"number": WIDTH})
    elif isinstance(value, dict):
        for key, inner in value.items():
            _inspect(key, depth)
            _inspect(inner, depth - 1)
    elif isinstance(value, list):
        for inner in value:
            _inspect(inner, depth - 1)
