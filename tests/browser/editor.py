"""Wagtail's editor of pages, as the tests use it.

It saves by itself while one writes. What is written during such a save is not seen to be new, and
a way to end that is chosen during the first one makes a second page. So it is held back, by the
event that Wagtail has for that, until the last field is filled in: then it saves once, all of it.
"""

import re

from playwright.sync_api import Page, expect

# What is written before the editor watches, two seconds after it opened, counts as old as well.
PACE = """
document.addEventListener("w-unsaved:watch-edits", (event) => {
  event.target.dataset.watches = "";
});
document.addEventListener("w-autosave:save", (event) => {
  if (!event.detail.formData.get("summary")) event.preventDefault();
});
"""


def begin(page: Page, kind: str, parent: int) -> None:
    """From the explorer to the empty form of a new page."""
    page.add_init_script(PACE)
    page.goto(f"/admin/pages/{parent}/")
    page.get_by_role("link", name="Add child page").first.click()
    page.locator("main").get_by_role("link", name=re.compile(f"^{kind}")).click()
    expect(page.locator("#page-edit-form[data-watches]")).to_be_attached()


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)


def write(page: Page, text: str) -> None:
    """A first block of text in the body: written when the form has it, a moment after the keys."""
    body = page.locator("#panel-child-content-body-section")
    body.get_by_role("button", name="Insert a block").click()
    page.get_by_role("option", name="Text").click()
    body.locator(".public-DraftEditor-content").click()
    page.keyboard.type(text)
    expect(body.locator("[name=body-0-value]")).to_have_value(re.compile(re.escape(text)))


def finish(page: Page, button: str, *, summary: str) -> None:
    """The last field and, once all is saved as a draft, one of the ways to end."""
    fill(page, summary=summary)
    expect(page.locator("#w-autosave-indicator")).to_have_attribute(
        "data-w-autosave-state-value", "saved"
    )
    footer = page.locator("#page-edit-form footer")
    footer.get_by_role("button", name="More actions").click()
    footer.get_by_role("button", name=button, exact=True).click()
