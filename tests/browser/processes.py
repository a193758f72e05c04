"""An operator looks at a process."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.journeys.onboarding import application, changed, company
from tests.journeys.people import Person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

People = Callable[[str | None], Person]


def keep_picture(page: Page) -> None:
    """The README's picture, made anew where ``PICTURE`` names its file."""
    if path := os.environ.get("PICTURE"):
        page.set_viewport_size({"width": 1600, "height": 880})
        page.mouse.move(0, 0)
        page.screenshot(path=path, animations="disabled")


def publish_second_version(operator: Person) -> None:
    draft = operator.get("processes/onboarding/draft/")
    body = {"definition": changed(draft["definition"]), "note": "Two approvers"}
    operator.put("processes/onboarding/draft/", body, etag=draft["etag"])
    operator.post("processes/onboarding/draft/publish/", {"note": body["note"]}, expect=201)


def test_an_operator_sees_the_chart_and_the_versions_of_a_process(
    platform: None, person: People, open_page: Open
) -> None:
    applicant, customer = person("applicant"), person("customer")
    applicant.post("applications/", application(applicant), expect=201)
    publish_second_version(person("operator"))
    licensed = company(customer, business_licence=customer.upload())
    customer.post("applications/", licensed, expect=201)

    page = open_page("operator")
    page.get_by_role("link", name="Processes").click()
    page.get_by_role("link", name="Provider onboarding").click()
    expect(page.get_by_text("New cases get version 2.")).to_be_visible()
    chart = page.get_by_role("img", name="The steps of this process")
    expect(chart).to_be_visible()
    assert chart.evaluate("image => image.decode().then(() => image.naturalWidth > 1000)")
    versions = page.get_by_role("table").locator("tbody").get_by_role("row")
    expect(versions.get_by_role("cell")).to_contain_text(
        ["2", "", "Operator", "Two approvers", "1", "1", "", "", "Imported from a file.", "1"]
    )
    keep_picture(page)

    whole = page.get_by_role("link", name="Open the whole chart").get_attribute("href")
    assert ">Experienced?<" in page.request.get(str(whole)).text()


def test_others_see_no_processes(platform: None, open_page: Open) -> None:
    page = open_page("editor")
    expect(page.get_by_role("link", name="Categories")).to_be_visible()
    expect(page.get_by_role("link", name="Processes")).to_have_count(0)
    page.goto("/admin/processes/onboarding/")
    expect(page.get_by_text("you do not have permission")).to_be_visible()
