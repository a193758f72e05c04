"""Phone numbers in one form."""

import pytest
from django.core.exceptions import ValidationError

from accounts.users.phones import normalise_phone


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("13800000000", "+8613800000000"),
        ("138 0000 0000", "+8613800000000"),
        ("+86 138-0000-0000", "+8613800000000"),
        ("0086 13800000000", "+8613800000000"),
        ("+49 30 901820", "+4930901820"),
        ("021 6327 2222", "+862163272222"),
    ],
)
def test_one_number_is_one_string(typed: str, stored: str) -> None:
    assert normalise_phone(typed) == stored


@pytest.mark.parametrize("typed", ["", "12345", "phone", "+86138", "+999123456789"])
def test_what_nobody_could_reach_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError) as caught:
        normalise_phone(typed)
    assert caught.value.code == "invalid_phone"
