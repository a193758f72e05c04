"""The page that shows the API's document."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.journeys.people import Person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_the_documentation_is_drawn_from_our_own_files(
    person: Callable[[str | None], Person], open_page: Open
) -> None:
    # The first to ask waits until the document is made: that is not the browser's time.
    person(None).get("openapi.json")
    page = open_page(None)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("/api/v1/")[2]))
    page.goto("/api/v1/docs/")
    expect(page.get_by_role("heading", name="Doorstep", level=1)).to_be_visible()
    # Only what is in view is drawn.
    page.get_by_placeholder("Filter by tag").fill("services")
    expect(page.get_by_role("link", name="/api/v1/services/{key}/", exact=True)).to_be_visible()
    assert "openapi.json" in asked
