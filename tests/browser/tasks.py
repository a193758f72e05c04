"""A reviewer at work on the plain page of a task."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.journeys.onboarding import application, status
from tests.journeys.people import Person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

REPORT = {
    "name": "report.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n",
}


def test_a_reviewer_completes_a_task_with_a_file(
    platform: None, person: Callable[[str | None], Person], open_page: Open
) -> None:
    applicant, reviewer = person("applicant"), person("reviewer")
    number = applicant.post("applications/", application(applicant), expect=201)["number"]

    page = open_page("reviewer")
    page.get_by_role("link", name="My tasks (2)").click()
    page.get_by_role("link", name="Check the background").click()
    page.get_by_role("button", name="Take this task").click()
    expect(page.get_by_text("This task is yours now.")).to_be_visible()

    # A refusal needs its reason: nothing that was given before is lost by that.
    page.get_by_label("Background report").set_input_files([REPORT])
    page.get_by_label("Result").select_option("concerns")
    page.get_by_role("button", name="Refuse with concerns").click()
    expect(page.locator(".w-field__errors", has_text="Fill this in")).to_be_visible()
    expect(page.get_by_label("Result")).to_have_value("concerns")
    expect(page.get_by_text("Your file is kept.")).to_be_visible()
    assert status(applicant, number) == "in_review"

    page.get_by_label("Result").select_option("clear")
    page.get_by_role("button", name="Nothing found").click()
    expect(page.get_by_text("Done: Check the background")).to_be_visible()
    assert reviewer.has_task(number, "background_check") is False
    expect(page.get_by_role("link", name="My tasks (1)")).to_be_visible()
