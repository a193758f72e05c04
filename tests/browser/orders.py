"""One order through the admin: found, read, called off, and its money on the way back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from catalog.providers.models import Provider
from tests.browser.conftest import Open
from tests.journeys.people import Person
from tests.orders.conftest import act, deliver, paid_order, status, town

__all__ = ["deliver", "town"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_an_operator_follows_an_order_and_calls_it_off(
    town: dict[str, Provider],
    person: Callable[[str | None], Person],
    deliver: Callable[[], None],
    open_page: Open,
) -> None:
    customer = person("customer")
    number = paid_order(customer, deliver)
    act(person("provider"), number, "accept")

    page = open_page("operator")
    page.goto("/admin/snippets/orders/order/?status=accepted")
    page.get_by_role("link", name=number).click()
    expect(page.get_by_role("heading", name="Where it stands")).to_be_visible()
    expect(page.get_by_text("79: distance 39, rating 20, load 20")).to_be_visible()

    page.get_by_role("link", name="Cancel for the house").click()
    page.get_by_label("Reason").fill("The lift is broken.")
    page.get_by_role("button", name="Cancel for the house").click()
    expect(page.get_by_text("Done: Cancel for the house")).to_be_visible()
    money = page.locator("#money-section, [id*=money]").first
    expect(money.get_by_role("row", name="Refunded")).to_contain_text("200.00 CNY")
    expect(page.get_by_role("link", name="Cancel for the house")).to_have_count(0)
    assert status(customer, number) == "cancelled"
