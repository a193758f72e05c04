"""Identity numbers and what may be derived from them. Pure."""

from datetime import UTC, datetime

import pytest

from tests.journeys.people import identity_number
from workflows.onboarding.identity import (
    accept_age,
    age,
    validate_company_number,
    validate_identity_number,
)

# The morning of the third in Shanghai, still the second in UTC.
NOW = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("born", "years"),
    [
        ("20080303", 18),  # of age today
        ("20080304", 17),
        ("20080302", 18),
        ("19550304", 70),  # the last day of being seventy
        ("19550303", 71),
        ("20000229", 26),
        ("19000101", 126),
    ],
)
def test_age_is_completed_years_on_the_local_day(born: str, years: int) -> None:
    assert age(identity_number(born), NOW) == years


@pytest.mark.parametrize(("born", "fits"), [
    ("20080303", True), ("20080304", False), ("19550304", True), ("19550303", False),
])  # fmt: skip
def test_applicants_are_eighteen_to_seventy(born: str, fits: bool) -> None:
    if fits:
        accept_age(identity_number(born), NOW)
        return
    with pytest.raises(ValueError, match="between 18 and 70"):
        accept_age(identity_number(born), NOW)


@pytest.mark.parametrize(
    "number",
    [
        "310101198506141230",  # wrong check digit
        "31010119850614123",
        "310101198513141238",  # the thirteenth month
        "999999198506141239",  # nowhere
        "",
        "company",
    ],
)
def test_numbers_that_are_none(number: str) -> None:
    with pytest.raises(ValueError, match="not a valid identity card number"):
        validate_identity_number(number)


def test_a_number_has_one_form() -> None:
    number = identity_number("19850614")
    assert validate_identity_number(f" {number.lower()} ") == number
    assert validate_identity_number("11010519491231002x") == "11010519491231002X"


def test_company_numbers() -> None:
    assert validate_company_number("91110000600037341l") == "91110000600037341L"
    for wrong in ("91110000600037342L", "911100006000373", ""):
        with pytest.raises(ValueError, match="not a valid unified social credit code"):
            validate_company_number(wrong)
