"""An operator and a reviewer in Chromium with JavaScript switched off."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.users.models import User
from tests.browser.conftest import Open
from tests.designer.building import LOAN, Builder, build, mend
from tests.designer.drafts import draft, drafted
from tests.journeys.people import Person
from workflows.engine.models import Case, Definition

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

ASKED = {
    "which_machine": "A drill",
    "its_value": 60_000,
    "days": 3,
    "begins_on": "2026-12-01",
}


class PlainVisit:
    """What ``tests.designer.pages.Visit`` is, with a browser's own reading of the page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def html(self) -> str:
        return self.page.content()

    def go(self, url: str) -> None:
        self.page.goto(url)

    def press(self, value: str, **changes: Any) -> None:
        button = f'button[name=do][value="{value}"]'
        form = self.page.locator("form").filter(has=self.page.locator(button))
        for name, wanted in changes.items():
            fill(form.locator(f'[name="{name}"]'), wanted)
        # The first is the one that Enter presses.
        form.locator(button).last.click()


def fill(control: Locator, wanted: str | list[str]) -> None:
    kind = control.first.get_attribute("type")
    if kind == "checkbox":
        for value in wanted if isinstance(wanted, list) else [wanted]:
            control.and_(control.page.locator(f'[value="{value}"]')).check()
    elif control.evaluate("control => control.localName") == "select":
        control.select_option(wanted)
    else:
        control.fill(str(wanted))


def test_a_process_is_built_walked_published_and_run_without_a_script(
    cast: dict[str, User],
    open_plain_page: Open,
    person: Callable[[str | None], Person],
) -> None:
    home = drafted(LOAN, cast["operator"])
    page = open_plain_page("operator")
    builder = Builder(PlainVisit(page), home)
    build(builder)
    page.goto(home)
    expect(page.get_by_text("problems keep this draft from being published")).to_be_visible()
    problems = page.locator("#step-task .steplist__problem--error")
    expect(problems.filter(has_text="name a role, a team")).to_have_count(1)
    page.get_by_role("link", name="Simulate").click()
    expect(page.get_by_text("These errors have to be mended")).to_be_visible()
    mend(builder)
    expect(page.get_by_text("Nothing keeps this draft from being published.")).to_be_visible()

    walk_through(page)
    assert (Case.objects.count(), draft("loan")["key"]) == (0, "loan")

    page.get_by_role("link", name="Back to the step list").click()
    page.get_by_role("link", name="Publish").click()
    page.get_by_label("Note").fill("For the workshop")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("New cases get version 1.").first).to_be_visible()
    version = Definition.objects.get(key="loan").versions.get()
    assert (version.note, version.author) == ("For the workshop", cast["operator"])

    run_a_case(open_plain_page("reviewer"), person("customer"), person("reviewer"))


def walk_through(page: Page) -> None:
    """Small values go straight to the end, large ones past two people and a deadline."""
    page.get_by_role("link", name="Simulate").click()
    page.get_by_label("Which machine").fill("A drill")
    page.get_by_label("Its value").fill("600.00")
    page.get_by_label("Days").fill("99")
    page.get_by_label("Begins on").fill("2026-12-01")
    go_on = page.get_by_role("button", name="Go on", exact=True)
    go_on.click()
    expect(page.locator(".w-field__errors", has_text="30")).to_be_visible()
    page.get_by_label("Days").fill("3")
    go_on.click()

    way = page.locator(".walk-steps > li > strong")
    expect(way).to_have_text(["Ask", "Rate", "How large?", "Two looks"])
    expect(page.locator(".help-block[role=status]")).to_contain_text("It waits here.")
    page.get_by_role("button", name="Look at the machine").click()
    page.get_by_role("button", name="Done", exact=True).click()
    expect(way).to_have_count(5)
    page.get_by_role("button", name="The time runs out").click()
    expect(page.locator(".help-block[role=status]")).to_contain_text(
        "It has ended. Result: refused."
    )
    page.get_by_role("button", name="Step back").click()
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.locator(".help-block[role=status]")).to_contain_text("It has ended. Result: lent.")


def run_a_case(page: Page, customer: Person, reviewer: Person) -> None:
    number = customer.post("processes/loan/cases/", {"data": ASKED}, expect=201)["number"]
    page.goto("/admin/tasks/")
    page.get_by_role("button", name="Take “Look at the papers”").click()
    expect(page.get_by_text("This task is yours now.")).to_be_visible()
    page.get_by_role("link", name="Look at the papers", exact=True).click()
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_text("Done: Look at the papers")).to_be_visible()
    assert Case.objects.get(number=number).finished_at is None

    reviewer.complete(number, "look_at_the_machine", "done_2")
    case = Case.objects.get(number=number)
    assert (case.result, case.stage, case.data["level"]) == ("lent", "done", "large")
    page.goto(f"/admin/cases/{number}/")
    expect(page.get_by_role("cell", name="Look at the papers").first).to_be_visible()
