"""Query parameters: declared once per operation, typed, and nothing else is taken.

A ``Query`` is a serializer of the query string. The OpenAPI document reads the same class.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.request import Request

from api.conventions.problems import flatten
from api.conventions.refusals import ParameterRefused
from api.conventions.shapes import Shapes, Unknown, names_in, unknown_in
from api.conventions.suggestions import known_names, suggestion

# Readers ask the same questions again and again: so many are remembered, none longer than this.
REMEMBERED = 4096
LONGEST_REMEMBERED = 500
# So many objects are answered at once.
LARGEST_NUMBER = 100
# In a serializer's context: whether to ask the database what only it knows.
THOROUGH = "thorough"


class Flag(serializers.BooleanField):
    """``true`` or ``false``, and no other word for them."""

    default_error_messages = {"invalid": gettext_lazy("Give true or false.")}

    def to_internal_value(self, data: Any) -> bool:
        if data not in ("true", "false"):
            self.fail("invalid")
        return bool(data == "true")


class Choice(serializers.ChoiceField):
    """One of a few words; whoever gives another is told these, and the nearest."""

    default_error_messages = {"invalid_choice": gettext_lazy("Give one of these: {words}.")}

    def fail(self, key: str, **told: Any) -> NoReturn:
        if key != "invalid_choice":
            super().fail(key, **told)
        words = [str(word) for word in self.choices]
        text = str(self.error_messages[key]).format(words=", ".join(words), **told)
        nearest = suggestion(str(told["input"]), words)
        raise serializers.ValidationError(text + nearest, code=key)


class WholeNumber(serializers.IntegerField):
    """Digits with an optional minus sign; refuses ``1.0``, ``1_000`` and blanks."""

    def to_internal_value(self, data: Any) -> int:
        if not re.fullmatch(r"-?[0-9]{1,18}", str(data)):
            self.fail("invalid")
        return super().to_internal_value(data)


class Language(Choice):
    """One of the platform's languages."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("help_text", gettext_lazy("The language of texts."))
        super().__init__(choices=[code for code, _name in settings.LANGUAGES], **options)


class Fields(serializers.CharField):
    """``fields=key,category.name``: which fields of an object to answer, and of what is in it.

    ``names`` are those of the object, or ``shapes`` the models that it may be, which know their
    names to any depth; ``expands`` says what else a field has where ``expand`` names it.
    """

    says: Any = gettext_lazy("Only these fields, separated by commas; a dot leads into one.")

    def __init__(
        self,
        *names: str,
        shapes: Shapes = (),
        expands: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        options.setdefault("required", False)
        options.setdefault("help_text", self.says)
        super().__init__(**options)
        self.shapes, self.expands = shapes, expands or {}
        self.deep = names_in(shapes) or {}
        self.names = names or tuple(self.deep)

    def to_internal_value(self, data: Any) -> list[str]:  # type: ignore[override]
        chosen = super().to_internal_value(data).split(",")
        for path in chosen:
            if unknown := self._unknown(path):
                text = _("There is no field “%(name)s”.") % {"name": path}
                raise serializers.ValidationError(
                    text + self._meant(path, unknown), code="unknown_field"
                )
        return chosen

    def _unknown(self, path: str) -> Unknown | None:
        name, dot, rest = path.partition(".")
        if name not in self.names:
            return Unknown("", name, self.names)
        if not dot:
            return None
        inside = self.deep.get(name, ())
        if name in self._expanded():
            inside += (self.expands[name],) if name in self.expands else ()
        return unknown_in(rest, inside, above=f"{name}.")

    def _meant(self, path: str, unknown: Unknown) -> str:
        """What may have been meant: as it is to be sent, from the top."""
        name, dot, rest = path.partition(".")
        expansion = None if name in self._expanded() else self.expands.get(name)
        if dot and expansion and not unknown_in(rest, (expansion,)):
            return _(" With expand=%(name)s there is.") % {"name": name}
        if unknown.above and not unknown.names:
            return _(" “%(name)s” is answered as a whole.") % {"name": unknown.above[:-1]}
        if not unknown.above and (within := self._within(path)):
            return _(" Did you mean “%(word)s”?") % {"word": within}
        return suggestion(unknown.part, unknown.names, above=unknown.above)

    def _within(self, path: str) -> str:
        """Where ``path`` is known one level deeper, empty if nowhere."""
        inside = (name for name in self.names if not unknown_in(path, self.deep.get(name, ())))
        return next((f"{name}.{path}" for name in inside if self.deep.get(name)), "")

    def _expanded(self) -> list[str]:
        return str(self.parent.initial_data.get("expand", "")).split(",")


class Expand(Fields):
    """``expand=services``: which fields to answer with what they name, not with its key alone."""

    says = gettext_lazy("Answer what these fields name in full, as its own list does.")


class Keys(serializers.CharField):
    """``slug=a,b,c``: the objects to answer, each key once and each as ``key`` takes it.

    They are the whole question: only what says how to answer may stand beside them.
    """

    BESIDE = frozenset({"locale", "fields", "expand", "crs"})

    def __init__(self, key: type[serializers.Field[Any, Any, Any, Any]], **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault(
            "help_text", gettext_lazy("Only these, in this order, separated by commas.")
        )
        super().__init__(**options)
        self.key = key

    def to_internal_value(self, data: Any) -> list[str]:  # type: ignore[override]
        sent = super().to_internal_value(data).split(",")
        if len(sent) > LARGEST_NUMBER:
            text = _("Ask for %(number)d at most.") % {"number": LARGEST_NUMBER}
            raise serializers.ValidationError(text, code="too_many")
        keys = [str(self.key().run_validation(each)) for each in sent]
        if len(set(keys)) < len(keys):
            raise serializers.ValidationError(_("Name each one once."), code="named_twice")
        asked = set(self.parent.initial_data) - self.BESIDE - {self.field_name}
        if asked:
            text = _("This cannot stand beside %(names)s.") % {"names": ", ".join(sorted(asked))}
            raise serializers.ValidationError(text, code="one_of")
        return keys


class Query(serializers.Serializer[Any]):
    """What an operation takes in its query string; subclass it and declare fields.

    One that is ``pure`` means the same at all times: neither the database nor the clock has a say
    in its values, so what a query string says is read once. What only the database knows, such as
    whether a category exists, its fields look up where they are read thoroughly.
    """

    pure: ClassVar[bool] = False

    @classmethod
    def read(cls, request: HttpRequest | Request) -> dict[str, Any]:
        """The typed values, defaults included. Raises ``ParameterRefused`` (400)."""
        text = request.META.get("QUERY_STRING", "")
        if cls.pure and len(text) <= LONGEST_REMEMBERED:
            return dict(_remembered(cls, text))
        return cls.parse(request.GET)

    @classmethod
    def parse(cls, sent: QueryDict, *, thorough: bool = False) -> dict[str, Any]:
        """What ``read`` remembers. A refusal is always a thorough one: it names all errors."""
        query = cls()
        errors = [*_unknown(sent, query.fields), *_repeated(sent, query.fields)]
        if errors:
            raise ParameterRefused(errors, code=errors[0]["type"])
        data = {name: _value(sent, name, query.fields[name]) for name in sent}
        bound = cls(data=data, context={THOROUGH: thorough or not cls.pure})
        if not bound.is_valid():
            if not bound.context[THOROUGH]:
                return cls.parse(sent, thorough=True)
            details = serializers.ValidationError(bound.errors).get_full_details()
            raise ParameterRefused(
                [{**error, "loc": ["query", *error["loc"]]} for error in flatten(details)]
            )
        return dict(bound.validated_data)


@lru_cache(maxsize=REMEMBERED)
def _remembered(query: type[Query], text: str) -> Mapping[str, Any]:
    # As Django reads a query string: the server hands its bytes on as Latin-1.
    return query.parse(QueryDict(text.encode("latin-1")))


class NoParameters(Query):
    """For operations that take none."""

    pure = True


def _value(sent: QueryDict, name: str, field: serializers.Field[Any, Any, Any, Any]) -> Any:
    return sent.getlist(name) if isinstance(field, serializers.ListField) else sent[name]


def _unknown(sent: QueryDict, known: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "loc": ["query", name],
            "type": "unknown_parameter",
            "msg": _("This parameter is not known.") + known_names(name, known),
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
