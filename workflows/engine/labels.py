"""What the fixed words of definitions are called for people: types, operators, rules."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy, pgettext_lazy

FIELD_TYPES: Final[Mapping[str, Any]] = {
    "text": pgettext_lazy("type of field", "Text"),
    "long_text": pgettext_lazy("type of field", "Long text"),
    "int": pgettext_lazy("type of field", "Number"),
    "money": pgettext_lazy("type of field", "Money"),
    "date": pgettext_lazy("type of field", "Date"),
    "time": pgettext_lazy("type of field", "Time"),
    "datetime": pgettext_lazy("type of field", "Date and time"),
    "choice": pgettext_lazy("type of field", "Choice"),
    "choices": pgettext_lazy("type of field", "Choice of several"),
    "boolean": pgettext_lazy("type of field", "Yes or no"),
    "file": pgettext_lazy("type of field", "File"),
    "photo": pgettext_lazy("type of field", "Photo"),
    "signature": pgettext_lazy("type of field", "Signature"),
    "location": pgettext_lazy("type of field", "Place"),
    "table": pgettext_lazy("type of field", "Table of rows"),
}
OPERATORS: Final[Mapping[str, Any]] = {
    "==": pgettext_lazy("operator", "is"),
    "!=": pgettext_lazy("operator", "is not"),
    "<": pgettext_lazy("operator", "is below"),
    "<=": pgettext_lazy("operator", "is at most"),
    ">": pgettext_lazy("operator", "is above"),
    ">=": pgettext_lazy("operator", "is at least"),
    "in": pgettext_lazy("operator", "is one of"),
    "not_in": pgettext_lazy("operator", "is none of"),
    "contains": pgettext_lazy("operator", "contains"),
    "is_set": pgettext_lazy("operator", "is filled in"),
    "is_not_set": pgettext_lazy("operator", "is empty"),
}
RULES: Final[Mapping[str, Any]] = {
    "max": gettext_lazy("greatest value"),
    "max_length": gettext_lazy("greatest length"),
    "max_size": gettext_lazy("greatest size in bytes"),
    "min": gettext_lazy("least value"),
    "min_length": gettext_lazy("least length"),
    "pattern": gettext_lazy("pattern"),
    "types": gettext_lazy("types of files"),
}
VOTES: Final[Mapping[str, Any]] = {
    "for": gettext_lazy("in favour"),
    "against": pgettext_lazy("vote", "against"),
}
# How a decision table makes one value of those of several rows.
COLLECTED: Final[Mapping[str, Any]] = {
    "list": gettext_lazy("a list of all"),
    "sum": gettext_lazy("the sum"),
    "min": gettext_lazy("the least"),
    "max": gettext_lazy("the greatest"),
    "count": gettext_lazy("their number"),
}
