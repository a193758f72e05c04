"""Identity numbers: what makes one valid, and what may be derived from it.

Sources: GB 11643-1999 (resident identity numbers) and GB 32100-2015 (unified social credit
codes), both checked by python-stdnum.
"""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

MINIMUM_AGE = 18
MAXIMUM_AGE = 70


def age_on(born: date, day: date) -> int:
    """Completed years of life on ``day``."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age(number: str, now: datetime) -> int:
    """Completed years of the holder of a valid identity number, on today's local date."""
    return age_on(ric.get_birth_date(number), timezone.localdate(now))


def validate_identity_number(value: str) -> str:
    """The number in its standard form, or ``ValueError`` with a sentence for the applicant."""
    try:
        return str(ric.validate(value))
    except ValidationError:
        raise ValueError(
            _("This is not a valid identity card number. Check its 18 characters.")
        ) from None


def accept_age(number: str, now: datetime) -> None:
    """Raises ``ValueError`` when the holder of a valid number is under 18 or over 70."""
    if not MINIMUM_AGE <= age(number, now) <= MAXIMUM_AGE:
        raise ValueError(
            _("You must be between %(minimum)s and %(maximum)s years old.")
            % {"minimum": MINIMUM_AGE, "maximum": MAXIMUM_AGE}
        )


def validate_company_number(value: str) -> str:
    """The unified social credit code in its standard form, or ``ValueError`` with a sentence."""
    try:
        return str(uscc.validate(value))
    except ValidationError:
        raise ValueError(
            _("This is not a valid unified social credit code. Check its 18 characters.")
        ) from None
