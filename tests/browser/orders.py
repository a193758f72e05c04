"""One order through the admin: followed from stage to stage until it is reviewed, and one called
off, with its money on the way back.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from catalog.providers.models import Provider
from tests.browser.conftest import Open
from tests.journeys.people import Person
from tests.orders.conftest import act, deliver, paid_order, status, town

__all__ = ["deliver", "town"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

# What is done next, by whom, and where the order stands then. The house may call it off until the
# work begins.
WAY = (
    ("accept", "provider", "Accepted", ["Cancel for the house"]),
    ("depart", "provider", "On the way", ["Cancel for the house"]),
    ("arrive", "provider", "Arrived", ["Cancel for the house"]),
    ("start", "provider", "In service", []),
    ("finish", "provider", "Awaiting confirmation", []),
    ("confirm", "customer", "Completed", []),
)


def reads(page: Page, stage: str, buttons: list[str]) -> None:
    """The page of the order says where it stands, when it came there, and what may be done."""
    case = page.get_by_role("region", name="Where it stands")
    expect(case.locator("strong")).to_have_text(stage)
    expect(case.locator("a.button")).to_have_text(buttons)
    happened = page.get_by_role("region", name="What happened").get_by_role("row")
    came = happened.filter(has_text="Stage changed")
    expect(came.filter(has=page.get_by_role("cell", name=stage, exact=True))).to_have_count(1)


def sums(page: Page, **expected: str) -> None:
    money = page.get_by_role("region", name="Money")
    for label, amount in expected.items():
        row = money.get_by_role("row").filter(
            has=page.get_by_role("rowheader", name=label.replace("_", " "), exact=True)
        )
        expect(row.locator("strong")).to_have_text(amount)


def test_an_operator_follows_an_order_to_its_review(
    town: dict[str, Provider],
    person: Callable[[str | None], Person],
    deliver: Callable[[], None],
    open_page: Open,
) -> None:
    number = paid_order(person("customer"), deliver)
    page = open_page("operator")
    page.goto("/admin/snippets/orders/order/?status=awaiting_acceptance")
    page.get_by_role("link", name=number).click()
    reads(page, "Awaiting acceptance", ["Cancel for the house"])
    asked = page.get_by_role("region", name="Who was asked").get_by_role("row", name="Provider")
    expect(asked.filter(has_text="Not answered yet")).to_have_count(1)

    for action, who, stage, buttons in WAY:
        act(person(who), number, action)
        page.reload()
        reads(page, stage, buttons)
        sums(page, Total="200.00 CNY", Paid="200.00 CNY", Refunded="0.00 CNY")
    sums(page, Still_to_pay="0.00 CNY", Cancellation_fee="0.00 CNY")
    expect(asked.filter(has_text="Accepted")).to_have_count(1)

    review = {"order": number, "attitude": 5, "skill": 4, "effect": 5, "text": "Spotless panes."}
    person("customer").post("reviews/", review, expect=201)
    page = open_page("moderator")
    page.goto("/admin/snippets/reviews/review/")
    page.get_by_role("link", name="Spotless panes.").click()
    expect(page.get_by_role("definition").filter(has_text=number)).to_have_count(1)
    expect(page.get_by_role("definition").filter(has_text="Window Clean")).to_have_count(1)


def test_an_operator_finds_an_order_and_calls_it_off(
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
