"""A field of the case's form, by its type."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.engine.definition import COLUMN_TYPES

from ..beginnings import FIRST_OPTION, NEW_COLUMN, in_every_language
from ..controls.choices import Choice, Ticks, one_of
from ..controls.conditions import Condition
from ..controls.groups import Field, Group, Optional, Rows
from ..controls.leaves import Line, Number, Size, Tick
from ..controls.texts import Texts
from ..controls.values import Kind, control_of
from ..desk import Choices, Desk
from ..kinds import FIELD_TYPES
from .pieces import ID_HELP, keyed

LIMITED = frozenset({"int", "money", "date", "time", "datetime"})
TEXTS = frozenset({"text", "long_text"})
CHOICES = frozenset({"choice", "choices"})
COUNTED = frozenset({"choices", "table"})
FILES = frozenset({"file", "photo", "signature"})
# What may be sealed without a personal type of the vocabulary.
SEALABLE = frozenset({"text", "long_text", "date", "time", "datetime", "choice"})
DEFAULTED = LIMITED | TEXTS | CHOICES | {"boolean"}
MEDIA = one_of(
    ("application/pdf", "PDF"),
    ("image/jpeg", "JPEG"),
    ("image/png", "PNG"),
    ("image/webp", "WebP"),
    ("image/heic", "HEIC"),
    ("video/mp4", "MP4"),
    ("text/plain", _("plain text")),
)


def types(desk: Desk) -> Choices:
    personal = [(one.key, desk.text(dict(one.label))) for one in desk.vocabulary.personal_types]
    return [*((key, str(label)) for key, label in FIELD_TYPES.items()), *personal]


def column_types(desk: Desk) -> Choices:
    return [one for one in types(desk) if one[0] in COLUMN_TYPES]


def is_of(*kinds: str) -> Any:
    return lambda value, desk: value.get("type") in kinds


def _rules(value: Mapping[str, Any], desk: Desk) -> Group:
    """The limits that go with the type; others stay as they are."""
    kind = str(value.get("type", ""))
    limit = control_of(Kind(kind))
    fields: tuple[Field, ...] = ()
    if kind in LIMITED:
        fields = (Field("min", _("At least"), limit), Field("max", _("At most"), limit))
    elif kind in TEXTS:
        fields = (
            Field("min_length", _("Fewest characters"), Number()),
            Field("max_length", _("Most characters"), Number()),
            Field(
                "pattern",
                _("Pattern"),
                Line(code=True),
                help=_("A regular expression that the whole text has to match."),
                advanced=True,
            ),
        )
    elif kind in COUNTED:
        fields = (
            Field("min_length", _("Fewest entries"), Number()),
            Field("max_length", _("Most entries"), Number()),
        )
    elif kind in FILES:
        fields = (
            Field("max_size", _("Largest size"), Size()),
            Field(
                "types",
                _("Kinds of files"),
                Ticks(MEDIA, folded=True),
                help=_("None ticked: any kind that may be sent here."),
            ),
        )
    return Group(fields, across=kind not in FILES)


def _has_rules(value: Mapping[str, Any], desk: Desk) -> bool:
    return value.get("type") in LIMITED | TEXTS | COUNTED | FILES


OPTIONS = Field(
    "options",
    _("Options"),
    Rows(
        Group(
            (
                Field("label", _("Label"), Texts(), required=True),
                Field(
                    "value",
                    _("Value"),
                    Line(),
                    help=_("What conditions and programs see; made from the label."),
                    advanced=True,
                ),
            ),
            bare=True,
            finish=keyed("value", "label"),
        ),
        _("Option"),
        lambda value, desk: desk.text(value.get("label")) if isinstance(value, dict) else "",
        named="value",
    ),
    when=is_of(*CHOICES),
)


def _common(offered: Any) -> tuple[Field, ...]:
    return (
        Field("label", _("Label"), Texts(), required=True),
        Field("type", _("Type"), Choice(offered), required=True),
        Field("help", _("Help under the label"), Texts()),
        Field("required", _("It has to be filled in"), Tick(), default=False),
        OPTIONS,
        Field("rules", _("Limits"), Group(()), choose=_rules, when=_has_rules),
    )


COLUMN = Group(
    (
        *_common(column_types),
        Field("key", _("Key"), Line(), help=ID_HELP, advanced=True),
    ),
    bare=True,
    beginning=lambda desk: {
        "key": "column",
        "type": "text",
        "label": in_every_language(NEW_COLUMN),
    },
    finish=keyed("key", "label"),
)


def _default(value: Mapping[str, Any], desk: Desk) -> Any:
    options = tuple(
        (str(one.get("value")), desk.text(one.get("label")) or str(one.get("value")))
        for one in value.get("options") or ()
        if isinstance(one, dict)
    )
    kind = str(value.get("type", ""))
    return control_of(Kind(kind, options if kind in CHOICES else ()))


FIELD = Group(
    (
        *_common(types),
        Field(
            "columns",
            _("Columns"),
            Rows(
                COLUMN,
                _("Column"),
                lambda value, desk: (
                    desk.text(value.get("label")) if isinstance(value, dict) else ""
                ),
                named="key",
            ),
            when=is_of("table"),
        ),
        Field(
            "default",
            _("Filled in at first with"),
            Line(),
            choose=_default,
            when=is_of(*DEFAULTED),
        ),
        Field(
            "show_when",
            _("Asked only where"),
            Optional(Condition(), _("Ask it only under a condition"), _("Without a condition")),
        ),
        Field(
            "personal",
            _("Personal: kept sealed with the person's own key"),
            Tick(),
            help=_("Nobody sees it in lists; conditions cannot read it."),
            default=False,
            when=is_of(*SEALABLE),
        ),
        Field("key", _("Key"), Line(), help=ID_HELP, required=True, advanced=True),
    ),
    bare=True,
)


def field_of(kind: str) -> Group:
    """The form of a field; ``kind`` matters only for what a new one begins with."""
    if kind in CHOICES:
        option = {"value": "option", "label": in_every_language(FIRST_OPTION)}
        return Group(FIELD.fields, bare=True, beginning=lambda desk: {"options": [option]})
    if kind == "table":
        return Group(
            FIELD.fields, bare=True, beginning=lambda desk: {"columns": [COLUMN.fresh(desk)]}
        )
    return FIELD
