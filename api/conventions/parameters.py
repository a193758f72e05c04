"""Query parameters: declared once per operation, typed, and nothing else is taken.

A ``Query`` is a serializer of the query string. The OpenAPI document reads the same class.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from api.conventions.problems import flatten
from api.conventions.refusals import ParameterRefused
from api.conventions.suggestions import suggestion


class Flag(serializers.BooleanField):
    """``true`` or ``false``, and no other word for them."""

    TRUE_VALUES = {"true"}
    FALSE_VALUES = {"false"}
    NULL_VALUES = set()


class WholeNumber(serializers.IntegerField):
    """Digits with an optional minus sign; refuses ``1.0``, ``1_000`` and blanks."""

    def to_internal_value(self, data: Any) -> int:
        if not re.fullmatch(r"-?[0-9]{1,18}", str(data)):
            self.fail("invalid")
        return super().to_internal_value(data)


class Language(serializers.ChoiceField):
    """One of the platform's languages."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("help_text", gettext_lazy("The language of texts."))
        super().__init__(choices=[code for code, _name in settings.LANGUAGES], **options)


class Fields(serializers.CharField):
    """``fields=key,title``: which of an object's top-level fields to answer."""

    says: Any = gettext_lazy("Only these fields, separated by commas.")

    def __init__(self, *names: str, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("help_text", self.says)
        super().__init__(**options)
        self.names = names

    def to_internal_value(self, data: Any) -> list[str]:  # type: ignore[override]
        chosen = super().to_internal_value(data).split(",")
        for name in chosen:
            if name not in self.names:
                text = _("There is no field “%(name)s”.") % {"name": name}
                raise serializers.ValidationError(
                    text + suggestion(name, self.names), code="unknown_field"
                )
        return chosen


class Expand(Fields):
    """``expand=services``: which fields to answer with what they name, not with its key alone."""

    says = gettext_lazy("Answer what these fields name in full, as its own list does.")


class Query(serializers.Serializer[Any]):
    """What an operation takes in its query string; subclass it and declare fields."""

    @classmethod
    def read(cls, sent: QueryDict) -> dict[str, Any]:
        """The typed values, defaults included. Raises ``ParameterRefused`` (400)."""
        query = cls()
        errors = [*_unknown(sent, query.fields), *_repeated(sent, query.fields)]
        if errors:
            raise ParameterRefused(errors, code=errors[0]["type"])
        bound = cls(data={name: _value(sent, name, query.fields[name]) for name in sent})
        if not bound.is_valid():
            details = serializers.ValidationError(bound.errors).get_full_details()
            raise ParameterRefused(
                [{**error, "loc": ["query", *error["loc"]]} for error in flatten(details)]
            )
        return dict(bound.validated_data)


class NoParameters(Query):
    """For operations that take none."""


def select(body: Mapping[str, Any], fields: Sequence[str] | None) -> dict[str, Any]:
    """``body`` with the chosen ``fields`` alone, in the order of the body."""
    return {name: value for name, value in body.items() if fields is None or name in fields}


def _value(sent: QueryDict, name: str, field: serializers.Field[Any, Any, Any, Any]) -> Any:
    return sent.getlist(name) if isinstance(field, serializers.ListField) else sent[name]


def _unknown(sent: QueryDict, known: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "loc": ["query", name],
            "type": "unknown_parameter",
            "msg": _("This parameter is not known.") + suggestion(name, known),
        }
        for name in sent
        if name not in known
    ]


def _repeated(sent: QueryDict, known: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "loc": ["query", name],
            "type": "repeated_parameter",
            "msg": _("This parameter may be sent once only."),
        }
        for name in sent
        if name in known
        and not isinstance(known[name], serializers.ListField)
        and len(sent.getlist(name)) > 1
    ]
