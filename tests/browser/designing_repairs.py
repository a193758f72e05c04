"""Somebody who has never seen JSON makes a process on the canvas, and people work by it.

“Repair request”: the request is graded by a table; where it is dear, two people look at it at
once; then it is carried out, or it is too late.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.designing import Designer, designer_of
from tests.browser.drawing import built
from tests.journeys.people import Person
from workflows.engine.models import Case

__all__ = ["built"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

WAY = [
    "Send a request",
    "Set the level",
    "Is it dear?",
    "Look at it",
    "Check the work",
    "Check the budget",
    "All done",
    "Carry it out",
    "Done",
]
People = Callable[[str | None], Person]


def test_a_process_is_made_on_the_canvas_and_worked_by(open_page: Open, person: People) -> None:
    page = open_page("operator")
    page.set_viewport_size({"width": 1600, "height": 1000})
    begin_with_nothing(page, "Repair request")
    canvas = designer_of(page, "Repair request")
    ask_what_is_to_be_known(canvas)
    draw_the_steps(canvas)
    solve_the_problems(canvas)
    walk_with_sample_data(canvas)
    canvas.confirm(canvas.publish("First version of repairs"), 1)

    number = a_case_begins(person("support"))
    the_reviewer_works_in_the_inbox(open_page("reviewer"))
    person("finance").complete(number, "check_the_budget", "done_2", {"budget_note": "Covered."})
    person("operator").complete(number, "answer", "done")
    it_is_over_as_it_was_drawn(person("operator"), number)


def begin_with_nothing(page: Page, name: str) -> None:
    page.get_by_role("link", name="Processes", exact=True).click()
    page.get_by_role("link", name="New process").click()
    page.get_by_role("radio", name="Empty process").check()
    page.get_by_label("Name (English)").fill(name)
    page.get_by_role("button", name="Make the process").click()
    page.wait_for_url("**/edit/")


def ask_what_is_to_be_known(canvas: Designer) -> None:
    canvas.add_question("Money", "Cost", required=True)
    canvas.add_question("Choice", "Trade", "Plumbing", "Electric", required=True)
    canvas.add_question("Date", "Wanted on")
    canvas.add_question("Yes or no", "Urgent")
    canvas.add_question("Number", "Level")
    canvas.add_question("Text", "Report")
    canvas.add_question("Long text", "Budget note")
    canvas.open("Send a request")
    canvas.ask("Cost", "Trade", "Wanted on", "Urgent")


def draw_the_steps(canvas: Designer) -> None:
    canvas.drop_on_line("Decision", "Send a request", "Answer the request")
    canvas.name_step("Is it dear?")
    canvas.choose("Variable", "Cost")
    canvas.choose("Operator", "is at least")
    canvas.write("Value", "500")
    canvas.call("Label of the way", "Dear")

    canvas.drop_on_line("Decision table", "Send a request", "Is it dear?")
    canvas.name_step("Set the level")
    canvas.choose("Variable", "Trade", within=canvas.part("What is compared"))
    canvas.press("Add: Column", within=canvas.part("What is written"))
    canvas.choose("Field", "Level", within=canvas.part("What is written"))
    rows = canvas.part("Rows")
    canvas.choose("Row 1, Trade: how", "is", within=rows)
    canvas.choose("Row 1, Trade: value", "Electric", within=rows)
    canvas.write("Row 1, Level", "2", within=rows)
    canvas.press("Add a row", within=rows)
    canvas.write("Row 2, Level", "1", within=rows)

    # The block takes over both ways; what is cheap goes past it again.
    canvas.drop_on_line("Parallel block", "Is it dear?", "Answer the request")
    canvas.name_step("Look at it")
    canvas.open("Is it dear?")
    canvas.choose("If none holds", "Answer the request")

    canvas.drop_beside("End", "Answer the request")
    canvas.name_step("Too late")
    canvas.choose("Stage of the case from here on", "Cancelled")
    canvas.open("Answer the request")
    canvas.name_step("Carry it out")
    canvas.press("Set a deadline")
    canvas.write("It may take", "3", within=canvas.part("Deadline"))


def solve_the_problems(canvas: Designer) -> None:
    """Each is told in the list and at its step; what it says is what is done."""
    canvas.is_told_of_errors_at("Too late", "New task", "New task")
    canvas.go_to_problem("New task")
    canvas.name_step("Check the work")
    canvas.tick("Everybody with one of these roles", "Reviewer")
    canvas.ask("Report")
    canvas.go_to_problem("New task")
    canvas.name_step("Check the budget")
    canvas.tick("Everybody with one of these roles", "Finance")
    canvas.ask("Budget note")
    canvas.is_told_of_errors_at("Too late")
    canvas.open("Carry it out")
    canvas.choose("The way on once the time is over", "Too late")
    canvas.is_told_of_errors_at()


def walk_with_sample_data(canvas: Designer) -> None:
    drawer = canvas.simulate()
    drawer.get_by_role("button", name="Begin", exact=True).click()
    drawer.get_by_label("Cost").fill("800")
    drawer.get_by_label("Trade").select_option("Electric")
    drawer.get_by_label("Wanted on").fill("2026-12-24")
    # What is wrong is told where it is, and nothing that was typed is lost.
    drawer.get_by_role("button", name="Go on").click()
    expect(drawer.get_by_role("alert")).to_be_visible()
    expect(drawer.get_by_label("Request")).to_have_value("")
    expect(drawer.get_by_label("Cost")).to_have_value("800")
    drawer.get_by_label("Request").fill("The light flickers.")
    drawer.get_by_role("button", name="Go on").click()
    expect(drawer.get_by_role("status")).to_contain_text("It waits here.")
    passed = drawer.get_by_role("list", name="The way so far").locator("> li > strong")
    expect(passed).to_have_text(["Send a request", "Set the level", "Is it dear?", "Look at it"])
    expect(canvas.page.locator("[data-step].is-present")).to_have_count(2)

    drawer.get_by_label("Report").fill("A loose wire.")
    drawer.get_by_label("Budget note").fill("It is covered.")
    drawer.get_by_role("group", name="Check the work").get_by_role("button", name="Done").click()
    # The other one still holds what was written there.
    expect(drawer.get_by_label("Report")).to_have_count(0)
    expect(drawer.get_by_label("Budget note")).to_have_value("It is covered.")
    drawer.get_by_role("button", name="To the end").click()
    expect(drawer.get_by_role("status")).to_contain_text("It has ended.")
    expect(passed).to_have_text(WAY)
    expect(canvas.page.locator("[data-step].is-passed")).to_have_count(len(WAY))
    expect(canvas.page.locator(".dc-way.is-lit")).to_have_count(len(WAY))
    assert Case.objects.count() == 0


def a_case_begins(support: Person) -> str:
    asked = {
        "request": "The light flickers.",
        "cost": 80000,
        "trade": "electric",
        "wanted_on": "2026-12-24",
        "urgent": True,
    }
    case = support.post("processes/repair-request/cases/", {"data": asked}, expect=201)
    return str(case["number"])


def the_reviewer_works_in_the_inbox(page: Page) -> None:
    page.get_by_role("link", name="My tasks (1)").click()
    page.get_by_role("button", name="Take “Check the work”").click()
    page.get_by_role("link", name="Check the work", exact=True).click()
    page.get_by_role("textbox", name="Report").fill("A loose wire.")
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_text("Done: Check the work")).to_be_visible()


def it_is_over_as_it_was_drawn(operator: Person, number: str) -> None:
    case = operator.get(f"cases/{number}/")
    assert (case["version"], case["stage"]) == (1, "done")
    assert case["data"] == {
        "request": "The light flickers.",
        "cost": 80000,
        "trade": "electric",
        "wanted_on": "2026-12-24",
        "urgent": True,
        "level": 2,
        "report": "A loose wire.",
        "budget_note": "Covered.",
    }
    items = operator.get(f"cases/{number}/timeline/")["items"]
    assert [(one["label"], one["actor"], one["event"]) for one in items] == [
        ("Stage changed", "Support", "stage_changed"),
        ("Send a request", "Support", "started"),
        ("Set the level", "Support", "completed"),
        ("Is it dear?", "Support", "completed"),
        ("Look at it", "Support", "completed"),
        ("Check the work", "Support", "entered"),
        ("Check the budget", "Support", "entered"),
        ("Check the work", "Reviewer", "claimed"),
        ("Check the work", "Reviewer", "completed"),
        ("Check the budget", "Finance", "claimed"),
        ("Check the budget", "Finance", "completed"),
        ("All done", "Finance", "completed"),
        ("Carry it out", "Finance", "entered"),
        ("Carry it out", "Operator", "claimed"),
        ("Carry it out", "Operator", "completed"),
        ("Stage changed", "Operator", "stage_changed"),
        ("Done", "Operator", "finished"),
    ]
