"""Pages on their way through the editor, by mouse and keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.editor import begin, fill, finish, write
from tests.journeys.people import Person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

People = Callable[[str | None], Person]


def test_an_editor_submits_a_service_and_the_moderator_approves(
    platform: None, person: People, open_page: Open
) -> None:
    public = person(None)
    editor = open_page("editor")
    begin(editor, "Service", public.get("resolve/", path="/")["id"])
    fill(editor, title="Kitchen degreasing", price="199.00", duration="120")
    editor.get_by_role("button", name="Choose category").click()
    editor.get_by_role("dialog").get_by_role("link", name="Cleaning", exact=True).click()
    expect(editor.locator("[name=category]")).not_to_have_value("")
    finish(editor, "Submit to Moderators approval", summary="Hood, hob and tiles.")
    expect(editor.locator(".messages", has_text="submitted for moderation")).to_be_visible()
    assert public.get("services/")["items"] == []

    moderator = open_page("moderator")
    row = moderator.get_by_role("row").filter(has_text="Kitchen degreasing")
    row.get_by_role("button", name="Actions").click()
    row.get_by_role("button", name="Approve", exact=True).click()
    expect(row).to_have_count(0)
    (service,) = public.get("services/")["items"]
    assert (service["title"], service["price"]) == ("Kitchen degreasing", 19900)


def test_a_moderator_writes_and_publishes_an_article(
    platform: None, person: People, open_page: Open
) -> None:
    public = person(None)
    page = open_page("moderator")
    begin(page, "Article", public.get("resolve/", path="/")["id"])
    fill(page, title="Before we come")
    write(page, "Clear the worktop.")
    finish(page, "Publish", summary="Save an hour.")
    expect(page.locator(".messages", has_text="published")).to_be_visible()
    (listed,) = public.get("articles/")["items"]
    article: Any = public.get(f"articles/{listed['key']}/")
    assert (article["title"], article["summary"]) == ("Before we come", "Save an hour.")
    assert "Clear the worktop." in article["body"][0]["value"]
