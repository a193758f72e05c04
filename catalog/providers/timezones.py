"""The time zone on whose clock a provider's hours are read."""

from functools import cache
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Names of one machine or of a file's build, not of a place.
NOT_PLACES = ("localtime", "Factory", "posixrules")


def default_timezone() -> str:
    return settings.TIME_ZONE


@cache
def known_timezones() -> frozenset[str]:
    """Every name of the IANA time zone database that this machine has."""
    return frozenset(available_timezones()).difference(NOT_PLACES)


def validate_timezone(value: str) -> None:
    if value not in known_timezones():
        raise ValidationError(
            _("“%(name)s” is no time zone; they are named like “Asia/Shanghai”."),
            code="unknown_timezone",
            params={"name": value},
        )
