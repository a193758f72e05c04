"""Pages on their way through the editor, by mouse and keyboard."""

import re
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


def begin(page: Page, kind: str, home: int, **values: str) -> None:
    """From the explorer to a form with its plain fields filled in."""
    page.goto(f"/admin/pages/{home}/")
    page.get_by_role("link", name="Add child page").first.click()
    page.locator("main").get_by_role("link", name=re.compile(f"^{kind}")).click()
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)


def finish(page: Page, button: str) -> None:
    """Choose one of the ways to save."""
    footer = page.locator("#page-edit-form footer")
    footer.get_by_role("button", name="More actions").click()
    footer.get_by_role("button", name=button).click()


def test_an_editor_submits_a_service_and_the_moderator_approves(
    platform: None, person: People, open_page: Open
) -> None:
    public = person(None)
    home = public.get("resolve/", path="/")["id"]
    editor = open_page("editor")
    begin(editor, "Service", home, title="Kitchen degreasing", price="19900", duration="120")
    editor.get_by_role("button", name="Choose category").click()
    editor.locator(".modal").get_by_role("link", name="Cleaning", exact=True).click()
    finish(editor, "Submit to Moderators approval")
    expect(editor.locator(".messages", has_text="submitted for moderation")).to_be_visible()
    assert public.get("services/")["items"] == []

    moderator = open_page("moderator")
    row = moderator.get_by_role("row").filter(has_text="Kitchen degreasing")
    row.hover()
    row.get_by_role("button", name="Approve", exact=True).click()
    expect(moderator.locator(".messages", has_text="was published")).to_be_visible()
    (service,) = public.get("services/")["items"]
    assert (service["title"], service["price"]) == ("Kitchen degreasing", 19900)


def test_a_moderator_writes_and_publishes_an_article(
    platform: None, person: People, open_page: Open
) -> None:
    public = person(None)
    home = public.get("resolve/", path="/")["id"]
    page = open_page("moderator")
    begin(page, "Article", home, title="Before we come", summary="Save an hour.")
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Text").click()
    page.locator(".public-DraftEditor-content").click()
    page.keyboard.type("Clear the worktop.")
    finish(page, "Publish")
    expect(page.locator(".messages", has_text="published")).to_be_visible()
    article: Any = public.get("articles/before-we-come/")
    assert (article["title"], article["summary"]) == ("Before we come", "Save an hour.")
    assert "Clear the worktop." in article["body"][0]["value"]
