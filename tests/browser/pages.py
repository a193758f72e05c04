"""Pages on their way through the editor, by mouse and keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.journeys.people import Person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

People = Callable[[str | None], Person]


def begin(page: Page, kind: str, home: int) -> None:
    """From the explorer to an empty form."""
    page.goto(f"/admin/pages/{home}/")
    page.get_by_role("link", name="Add child page").first.click()
    page.get_by_role("link", name=kind, exact=True).click()


def more_actions(page: Page) -> None:
    page.locator("[data-edit-form] footer").get_by_role("button", name="More actions").click()


def test_an_editor_submits_a_service_and_the_moderator_approves(
    platform: None, person: People, open_page: Open
) -> None:
    public = person(None)
    home = public.get("resolve/", path="/")["id"]
    editor = open_page("editor")
    begin(editor, "Service", home)
    editor.get_by_label("Title").fill("Kitchen degreasing")
    editor.get_by_role("button", name="Choose category").click()
    editor.get_by_role("dialog").get_by_role("link", name="Cleaning").click()
    editor.get_by_label("Price", exact=True).fill("19900")
    editor.get_by_label("Duration", exact=True).fill("120")
    more_actions(editor)
    editor.get_by_role("button", name="Submit to Moderators approval").click()
    expect(editor.get_by_text("has been submitted for moderation")).to_be_visible()
    assert public.get("services/")["items"] == []

    moderator = open_page("moderator")
    row = moderator.locator("#panel-awaiting-review-content, #awaiting-review").get_by_role("row")
    row.filter(has_text="Kitchen degreasing").hover()
    row.get_by_role("button", name="Approve", exact=True).click()
    expect(moderator.get_by_text("Kitchen degreasing' was published")).to_be_visible()
    (service,) = public.get("services/")["items"]
    assert (service["title"], service["price"]) == ("Kitchen degreasing", 19900)


def test_a_moderator_writes_and_publishes_an_article(
    platform: None, person: People, open_page: Open
) -> None:
    public = person(None)
    page = open_page("moderator")
    begin(page, "Article", public.get("resolve/", path="/")["id"])
    page.get_by_label("Title").fill("Before we come")
    page.get_by_label("Summary").fill("Five minutes that save an hour.")
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Text").click()
    page.locator(".public-DraftEditor-content").click()
    page.keyboard.type("Clear the worktop.")
    more_actions(page)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("created and published")).to_be_visible()
    article: Any = public.get("articles/before-we-come/")
    assert (article["title"], article["summary"]) == (
        "Before we come",
        "Five minutes that save an hour.",
    )
    assert "Clear the worktop." in article["body"][0]["value"]
