"""Values that stand in where nobody gave any: of the declared type, and always the same."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ..definition import FieldDefinition, Rules

NUMBER = 1


def of_word(word: str, now: datetime) -> Any:
    """A value of a type of the vocabulary, as JSON."""
    match word:
        case "int":
            return NUMBER
        case "double":
            return float(NUMBER)
        case "bool":
            return True
        case "timestamp":
            return now.isoformat()
        case "list<string>":
            return [_("sample")]
        case "map":
            return {}
        case "list<map>":
            return []
        case _:
            return _("sample")


def of_field(field: FieldDefinition | None, word: str, now: datetime) -> Any:
    """A value that the field may hold, for a result of the type ``word``."""
    if field is None:
        return of_word(word, now)
    rules = field.rules or Rules.model_validate({})
    match field.type:
        case "int" | "money":
            return rules.min if isinstance(rules.min, int) else NUMBER
        case "boolean":
            return True
        case "date":
            return timezone.localdate(now).isoformat()
        case "time":
            return "09:00"
        case "datetime":
            return now.isoformat()
        case "choice":
            return field.options[0].value if field.options else None
        case "choices":
            return [field.options[0].value] if field.options else []
        case "location":
            return {"lat": 31.23, "lng": 121.47}
        case "table":
            return []
        case "text" | "long_text":
            return _("sample")
        case _:
            return None
