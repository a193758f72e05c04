"""The processes that come with the house, each changed on the canvas, compared, put into force and
taken back; the next case runs in the version that holds then.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from catalog.providers.models import Provider
from tests.browser.conftest import Open
from tests.browser.designing import Designer, designer_of
from tests.browser.drawing import built
from tests.journeys.conftest import platform
from tests.journeys.onboarding import application
from tests.journeys.people import Person
from tests.orders.conftest import act, deliver, order, paid_order, town
from tests.orders.town import at

__all__ = ["built", "deliver", "platform", "town"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

People = Callable[[str | None], Person]
FIRST = "Imported from a file."
# Apart enough for one provider to come each time.
HOURS = (10, 14, 17)


def is_changed_and_taken_back(
    canvas: Designer, process: str, *, sentences: list[str], note: str, begin: Callable[[], int]
) -> None:
    """``begin`` starts a case and tells its version."""
    page = canvas.page
    assert begin() == 1
    page.get_by_role("button", name="Compare", exact=True).click()
    differences = page.get_by_role("list", name="What differs").get_by_role("listitem")
    expect(differences).to_have_text(sentences)
    dialog = canvas.publish(note)
    expect(dialog.locator(".dc-changes").get_by_role("listitem")).to_have_text(sentences)
    canvas.confirm(dialog, 2)
    assert begin() == 2

    page.get_by_role("link", name="To the process").click()
    versions = page.get_by_role("table").locator("tbody").get_by_role("row")
    expect(versions.nth(0)).to_contain_text(note)
    versions.filter(has_text=FIRST).get_by_role("link", name="Roll back to it").click()
    page.get_by_role("button", name="Roll back to version 1").click()
    expect(
        page.get_by_role("paragraph").filter(has_text="New cases get version 1.")
    ).to_be_visible()
    assert begin() == 1


def test_an_application_has_less_time(platform: None, person: People, open_page: Open) -> None:
    canvas = designer_of(sized(open_page), "Provider onboarding")
    canvas.open("Review identity and certificates")
    canvas.write("It may take", "5", within=canvas.part("Deadline"))

    def begin() -> int:
        who = person("applicant")
        number = who.post("applications/", application(who), expect=201)["number"]
        # One is open at a time.
        who.post(f"applications/{number}/actions/withdraw/", {"data": {}})
        return int(person("operator").get(f"cases/{number}/")["version"])

    is_changed_and_taken_back(
        canvas,
        "onboarding",
        sentences=[
            "The deadline of “Review identity and certificates” went from 7 days to 5 days."
        ],
        note="Five days will do",
        begin=begin,
    )


def test_an_order_costs_more_to_call_off(
    town: dict[str, Provider], person: People, open_page: Open
) -> None:
    canvas = designer_of(sized(open_page), "Order")
    canvas.page.get_by_role("button", name="Process", exact=True).click()
    canvas.page.get_by_role("button", name="Fixed values", exact=True).click()
    called = "Percent of the price kept for cancelling late"
    late = canvas.form.get_by_role("group", name=f"Fixed value 2: {called}")
    canvas.write("Value", "35", within=late)
    hours = iter(HOURS)

    def begin() -> int:
        number = order(person("customer"), starts_at=at(next(hours)).isoformat())["number"]
        return int(person("operator").get(f"cases/{number}/")["version"])

    is_changed_and_taken_back(
        canvas,
        "order",
        sentences=[f"“{called}” went from 20 to 35."],
        note="Late is dear",
        begin=begin,
    )


def test_a_complaint_is_looked_at_twice(
    town: dict[str, Provider], person: People, deliver: Callable[[], None], open_page: Open
) -> None:
    customer, provider = person("customer"), person("provider")
    hours = iter(HOURS)

    def begin() -> int:
        number = paid_order(customer, deliver, starts_at=at(next(hours)).isoformat())
        for action in ("accept", "depart", "arrive", "start", "finish"):
            act(provider, number, action)
        act(customer, number, "confirm")
        data = {"reason_kind": "damage", "description": "The pane of the big window broke."}
        body = {"order": number, "data": data}
        complaint = customer.post("complaints/", body, expect=201)["number"]
        return int(person("operator").get(f"cases/{complaint}/")["version"])

    canvas = designer_of(sized(open_page), "Complaint")
    canvas.drop_on_line("Task", "Both sides heard", "Propose a remedy")
    canvas.name_step("Look at it twice")
    canvas.tick("Everybody with one of these roles", "Support")
    is_changed_and_taken_back(
        canvas,
        "complaint",
        sentences=[
            "“Both sides heard”: next step is now “Look at it twice” (before: “Propose a remedy”).",
            "Step “Look at it twice” added, done by role support.",
        ],
        note="Four eyes",
        begin=begin,
    )


def sized(open_page: Open) -> Page:
    page = open_page("operator")
    page.set_viewport_size({"width": 1600, "height": 1000})
    return page
