"""Dates, instants and times of the clock as the API takes them."""

import re
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

# What is booked lies well within; beyond, some sums of dates are none.
YEARS = range(2000, 2200)
MIDNIGHT = "24:00"
DATE = re.compile(r"\d{4}-?\d\d-?\d\d")
BLANK_FOR_PLUS = re.compile(r":\d\d(\.\d+)? \d\d:\d\d$")


def _in_reach(value: Any) -> Any:
    if value.year not in YEARS:
        raise serializers.ValidationError(_("Give a year from 2000 to 2199."), code="out_of_range")
    return value


class Day(serializers.DateField):
    """A date of these two centuries."""

    def to_internal_value(self, data: Any) -> date:
        day: date = _in_reach(super().to_internal_value(data))
        return day


class Moment(serializers.DateTimeField):
    """An instant of these two centuries; one without an offset is meant in the platform's zone."""

    default_error_messages = {
        "plus_lost": gettext_lazy("In an address + is a blank: write %2B for it."),
    }

    def to_internal_value(self, value: Any) -> datetime:
        text = str(value)
        if BLANK_FOR_PLUS.search(text):
            self.fail("plus_lost")
        if DATE.fullmatch(text):
            # Midnight is hardly ever what is meant.
            self.fail("date")
        moment: datetime = super().to_internal_value(value)
        return moment

    def enforce_timezone(self, value: datetime) -> datetime:
        return super().enforce_timezone(_in_reach(value))


class Clock(serializers.RegexField):
    """A time of the day as the clock shows it, such as ``09:30``; an end may be ``24:00``."""

    def __init__(self, *, is_end: bool = False, **options: Any) -> None:
        hours = "([01][0-9]|2[0-3]):[0-5][0-9]"
        super().__init__(f"^({hours}|{MIDNIGHT})$" if is_end else f"^{hours}$", **options)
        self.is_end = is_end

    def run_validation(self, data: Any = serializers.empty) -> Any:
        # After the pattern, which is that of the text.
        value = super().run_validation(data)
        if not isinstance(value, str):
            return value
        return time(0) if value == MIDNIGHT else time.fromisoformat(value)

    def to_representation(self, value: Any) -> str:
        return MIDNIGHT if self.is_end and value == time(0) else f"{value:%H:%M}"
