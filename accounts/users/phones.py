"""Phone numbers in one form, E.164, so that one person's number is one string."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Numbers typed without a country code are read as Chinese ones.
DEFAULT_REGION = "CN"


def normalise_phone(value: str) -> str:
    """``value`` in E.164 form, such as ``+8613800000000``.

    Raises ``ValidationError`` with code ``invalid_phone`` for what no carrier could reach.
    """
    refusal = ValidationError(_("This is not a phone number."), code="invalid_phone")
    try:
        number = phonenumbers.parse(value, DEFAULT_REGION)
    except phonenumbers.NumberParseException as error:
        raise refusal from error
    if not phonenumbers.is_valid_number(number):
        raise refusal
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
