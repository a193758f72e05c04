"""How each kind of field is asked in HTML, and how its answer is written for the engine.

The engine reads and judges the answers; here they only take their form: money in whole units
becomes minor units, a date its ISO text, an empty box ``None``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import (
    AdminAutoHeightTextInput,
    AdminDateInput,
    AdminDateTimeInput,
    AdminTimeInput,
)

from .places import PlaceField

MINOR_UNITS = Decimal(100)
Hint = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """One widget of the engine's forms.

    ``make(hint)`` gives the Django field, ``shown(value)`` what the box holds for a value of the
    engine, and ``written(answer)`` the engine's value for what Django read.
    """

    make: Callable[[Hint], forms.Field]
    shown: Callable[[Any], Any] = lambda value: value
    written: Callable[[Any], Any] = lambda answer: answer


def _choices(hint: Hint) -> list[tuple[str, str]]:
    return [(option["value"], option["label"]) for option in hint.get("options", ())]


def _select(hint: Hint) -> forms.Field:
    return forms.ChoiceField(choices=[("", "–"), *_choices(hint)])


def _yes_or_no(hint: Hint) -> forms.Field:
    # Not a checkbox: an unanswered question is not a no.
    choices = [("", "–"), ("true", _("Yes")), ("false", _("No"))]
    return forms.TypedChoiceField(
        choices=choices, coerce=lambda word: word == "true", empty_value=None
    )


def _isoformat(answer: date | time | None) -> str | None:
    return answer.isoformat() if answer is not None else None


def _minutes(answer: time | None) -> str | None:
    return answer.strftime("%H:%M") if answer is not None else None


def _local(value: str | None) -> datetime | None:
    moment = parse_datetime(value) if value else None
    return timezone.localtime(moment) if moment is not None else None


KINDS: dict[str, Kind] = {
    "text": Kind(lambda hint: forms.CharField()),
    "textarea": Kind(lambda hint: forms.CharField(widget=AdminAutoHeightTextInput)),
    "number": Kind(lambda hint: forms.IntegerField()),
    "money": Kind(
        lambda hint: forms.DecimalField(decimal_places=2, max_digits=15),
        shown=lambda value: None if value is None else Decimal(value) / MINOR_UNITS,
        written=lambda answer: None if answer is None else int(answer * MINOR_UNITS),
    ),
    "date": Kind(
        lambda hint: forms.DateField(widget=AdminDateInput),
        shown=lambda value: parse_date(value) if value else None,
        written=_isoformat,
    ),
    "time": Kind(
        lambda hint: forms.TimeField(widget=AdminTimeInput),
        shown=lambda value: parse_time(value) if value else None,
        written=_minutes,
    ),
    "datetime": Kind(
        lambda hint: forms.DateTimeField(widget=AdminDateTimeInput),
        shown=_local,
        written=_isoformat,
    ),
    "select": Kind(_select),
    "checkboxes": Kind(
        lambda hint: forms.MultipleChoiceField(
            choices=_choices(hint), widget=forms.CheckboxSelectMultiple
        ),
    ),
    "checkbox": Kind(
        _yes_or_no,
        shown=lambda value: "" if value is None else str(bool(value)).lower(),
    ),
    "map": Kind(lambda hint: PlaceField()),
}
