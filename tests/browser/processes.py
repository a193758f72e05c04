"""An operator looks at a process."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_an_operator_sees_the_chart_of_a_process(platform: None, open_page: Open) -> None:
    page = open_page("operator")
    page.get_by_role("link", name="Processes").click()
    page.get_by_role("link", name="Provider onboarding").click()
    expect(page.get_by_text("New cases get version 1.")).to_be_visible()
    chart = page.get_by_role("img", name="The steps of this process")
    expect(chart).to_be_visible()
    assert chart.evaluate("image => image.complete && image.naturalWidth > 1000")


def test_others_see_no_processes(platform: None, open_page: Open) -> None:
    page = open_page("editor")
    expect(page.get_by_role("link", name="Categories")).to_be_visible()
    expect(page.get_by_role("link", name="Processes")).to_have_count(0)
    page.goto("/admin/processes/onboarding/")
    expect(page.get_by_text("you do not have permission")).to_be_visible()
