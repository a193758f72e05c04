"""How values of forms and subjects appear in expressions.

| word             | in an expression            | held by a case as                          |
|------------------|-----------------------------|--------------------------------------------|
| ``string``       | string                      | text; time "14:30"; choice; upload id      |
| ``int``          | int (64 bits)               | whole number; money in minor units         |
| ``double``       | double                      | number                                     |
| ``bool``         | bool                        | true or false                              |
| ``timestamp``    | timestamp                   | datetime with offset; date, as its midnight|
| ``list<string>`` | list of strings             | several choices                            |
| ``map``          | map of string to anything   | location ``{"lat", "lng"}``                |
| ``list<map>``    | list of such maps           | rows of a table, dates in them as text     |

A date is a day in the installation's time zone: its timestamp is that midnight, so comparing it
with an instant means what a person means by it.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import TYPE_CHECKING

from cel_expr_python import cel
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

CEL_TYPES: Mapping[str, cel.Type] = MappingProxyType(
    {
        "string": cel.Type.STRING,
        "int": cel.Type.INT,
        "double": cel.Type.DOUBLE,
        "bool": cel.Type.BOOL,
        "timestamp": cel.Type.TIMESTAMP,
        "list<string>": cel.Type.List(cel.Type.STRING),
        "map": cel.Type.Map(cel.Type.STRING, cel.Type.DYN),
        "list<map>": cel.Type.List(cel.Type.Map(cel.Type.STRING, cel.Type.DYN)),
    }
)

# The words of field and constant types. Personal types have no value here, only derivations.
FIELD_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "text": "string",
        "long_text": "string",
        "int": "int",
        "money": "int",
        "date": "timestamp",
        "time": "string",
        "datetime": "timestamp",
        "choice": "string",
        "choices": "list<string>",
        "boolean": "bool",
        "file": "string",
        "photo": "string",
        "signature": "string",
        "location": "map",
        "table": "list<map>",
    }
)

WORDS_IN_WORDS: Mapping[str, "StrPromise"] = MappingProxyType(
    {
        "string": gettext_lazy("a text"),
        "int": gettext_lazy("a whole number"),
        "double": gettext_lazy("a number"),
        "bool": gettext_lazy("yes or no"),
        "timestamp": gettext_lazy("a date or time"),
        "list<string>": gettext_lazy("a list of texts"),
        "map": gettext_lazy("an object"),
        "list<map>": gettext_lazy("table rows"),
    }
)


class UnfitValue(ValueError):
    """A value is not of the type that its variable declares. The text holds no value."""


def to_cel(word: str, value: object) -> object:
    """``value`` as an expression of type ``word`` reads it, or ``UnfitValue``."""
    return _READERS[word](value)


def _string(value: object) -> str:
    # cel-expr-python ends a string at a NUL: a comparison would then see another text.
    if isinstance(value, str) and "\0" not in value:
        return value
    raise UnfitValue(_("is no text"))


def _int(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63:
        return value
    raise UnfitValue(_("is no whole number of 64 bits"))


def _double(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise UnfitValue(_("is no number"))


def _bool(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise UnfitValue(_("is neither true nor false"))


def _timestamp(value: object) -> datetime:
    if isinstance(value, str):
        value = _from_iso(value)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise UnfitValue(_("is a time without its offset from UTC"))
        return value
    if isinstance(value, date):
        return midnight(value)
    raise UnfitValue(_("is no date or time"))


def _from_iso(text: str) -> date | datetime:
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        raise UnfitValue(_("is no date or time in ISO 8601")) from None


def midnight(day: date) -> datetime:
    """When ``day`` begins in the installation's time zone."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def _strings(value: object) -> list[str]:
    if isinstance(value, list | tuple):
        return [_string(item) for item in value]
    raise UnfitValue(_("is no list of texts"))


def _map(value: object) -> dict[str, object]:
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return dict(value)
    raise UnfitValue(_("is no object"))


def _maps(value: object) -> list[dict[str, object]]:
    if isinstance(value, list | tuple):
        return [_map(item) for item in value]
    raise UnfitValue(_("is no list of rows"))


_READERS: Mapping[str, Callable[[object], object]] = MappingProxyType(
    {
        "string": _string,
        "int": _int,
        "double": _double,
        "bool": _bool,
        "timestamp": _timestamp,
        "list<string>": _strings,
        "map": _map,
        "list<map>": _maps,
    }
)
