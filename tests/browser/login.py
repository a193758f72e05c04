"""The way into the admin, and out of it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, log_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_a_wrong_password_is_refused_and_the_right_one_let_in(open_page: Open) -> None:
    page = open_page(None)
    page.goto("/admin/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill("not-the-password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Your username and password didn't match")).to_be_visible()

    log_in(page, "editor")
    expect(page.get_by_role("heading", name="Doorstep", level=1)).to_be_visible()
    page.get_by_role("button", name="editor").click()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_text("You have been successfully logged out")).to_be_visible()
    page.goto("/admin/")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_who_has_no_work_in_the_house_is_not_let_in(open_page: Open) -> None:
    page = open_page(None)
    page.goto("/admin/")
    page.get_by_label("Username").fill("customer")
    page.get_by_label("Password").fill("doorstep-cast")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("You do not have permission")).to_be_visible()
    expect(page.get_by_role("navigation", name="Main menu")).to_have_count(0)
