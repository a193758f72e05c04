"""Every action of the canvas by keyboard alone; docs/designer.md lists the keys."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.drawing import LETTER, Begin, begin, built, panel, step, visit, wait_for
from workflows.engine.models import Definition

__all__ = ["begin", "built"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


class Keys:
    """Nothing but a keyboard: what is typed goes to whatever has the focus."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def pick(self, words: str, dialog: str) -> None:
        """Choose by typing in the dialog that is open."""
        shown = self.page.get_by_role("dialog", name=dialog)
        expect(shown.get_by_role("combobox")).to_be_focused()
        self.page.keyboard.type(words)
        self.press("Enter")

    def stands_on(self, title: str) -> None:
        expect(step(self.page, title)).to_be_focused()

    def says(self, words: str) -> None:
        expect(self.page.locator("[data-said]")).to_have_text(words)


def begun(page: Page) -> Keys:
    """The first box is one Tab behind the palette."""
    keys = Keys(page)
    page.get_by_role("navigation", name="What can be added").get_by_role("button").last.focus()
    keys.press("Tab")
    keys.stands_on("Ask")
    return keys


def leads(steps: dict[str, Any]) -> dict[str, list[str]]:
    """Where the steps lead, those that do."""
    ways = {
        key: [one["to"] for one in step.get("outcomes", ())] or [step.get("next")]
        for key, step in steps.items()
    }
    return {key: found for key, found in ways.items() if found != [None]}


def viewport(page: Page) -> str:
    return str(page.locator(".react-flow__viewport").get_attribute("style"))


def changes(page: Page, read: Callable[[Page], Any], *keys: str) -> None:
    before = read(page)
    Keys(page).press(*keys)
    for _try in range(100):
        if read(page) != before:
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{keys} changed nothing.")


def test_steps_are_added_led_and_taken_away_by_keyboard(begin: Begin, open_page: Open) -> None:
    begin(LETTER)
    page = visit(open_page("operator"), "letter")
    keys = begun(page)

    keys.press("i")
    keys.pick("task", "Add a step behind “Ask”")
    keys.stands_on("New task")
    keys.says("“New task” added.")
    keys.press("Enter")
    expect(panel(page).get_by_label("English").first).to_be_focused()
    keys.press("Control+A")
    page.keyboard.type("Read it")
    keys.press("Tab")
    expect(step(page, "Read it")).to_be_visible()
    keys.press("Escape")
    keys.stands_on("Read it")

    # A second end, and a way to it; then a step into that one of the two ways.
    keys.press("i")
    keys.pick("end", "Add a step behind “Read it”")
    keys.stands_on("New end")
    keys.press("ArrowLeft")
    keys.stands_on("Read it")
    keys.press("c")
    keys.pick("new outcome", "Connect “Read it”")
    keys.pick("answered", "“A new outcome” of “Read it” leads to …")
    keys.says("“Read it” leads to “Answered” now (A new outcome).")
    keys.press("i")
    keys.pick("pause", "Add a step behind “Read it”")
    keys.pick("new outcome", "Into which way?")
    keys.stands_on("New pause")
    ways = {"read_it": ["end", "timer"], "timer": ["done"]}
    wait_for(page, "letter", lambda steps: leads(steps) == {"ask": ["read_it"], **ways})

    # A way is taken out, and put back by undoing.
    keys.press("c")
    keys.pick("then", "Connect “New pause”")
    keys.pick("nowhere", "“Then” of “New pause” leads to …")
    wait_for(page, "letter", lambda steps: steps["timer"]["next"] == "")
    keys.press("Control+z")
    keys.says("Undone.")
    wait_for(page, "letter", lambda steps: steps["timer"]["next"] == "done")
    keys.press("Control+y")
    keys.says("Redone.")
    keys.press("Control+z")

    keys.press("Control+c")
    keys.says("1 copied.")
    keys.press("Control+v")
    expect(page.locator("[data-step=timer_2]")).to_be_focused()
    keys.press("Delete")
    keys.says("Removed: New pause")
    expect(page.locator("[data-step]")).to_have_count(5)
    keys.press("Control+a", "Control+c")
    keys.says("5 copied.")


def test_the_view_and_the_boxes_move_by_keyboard(begin: Begin, open_page: Open) -> None:
    begin(LETTER)
    page = visit(open_page("operator"), "letter")
    keys = begun(page)
    for key in ("Control+ArrowRight", "Control+ArrowUp", "+", "-", "0"):
        changes(page, viewport, key)
    changes(page, lambda page: step(page, "Ask").bounding_box(), "Shift+ArrowDown")
    expect(page.locator("[data-save=saved]")).to_be_visible()
    places = Definition.objects.get(key="letter").layout.positions
    assert places["ask"]["y"] - places["done"]["y"] == 24
    keys.press("t")
    keys.says("Tidied up.")
    keys.press("/")
    keys.pick("answ", "Find a step")
    keys.stands_on("Answered")
    keys.press("Home")
    keys.stands_on("Ask")
    keys.press("?")
    helped = page.get_by_role("dialog", name="Keyboard")
    expect(helped.get_by_role("row", name="Move the view")).to_contain_text("Ctrl + → ← ↑ ↓")
    keys.press("Escape")
    keys.stands_on("Ask")


def test_a_frame_that_comes_late_takes_the_keyboard_from_nobody(
    begin: Begin, open_page: Open
) -> None:
    begin(LETTER)
    page = visit(open_page("operator"), "letter")
    keys = begun(page)
    keys.press("Enter")
    expect(panel(page).get_by_label("English").first).to_be_focused()
    page.evaluate("window.requestAnimationFrame = (draw) => setTimeout(draw, 400)")
    keys.press("Escape")
    keys.stands_on("Ask")
    keys.press("s")
    asked = page.get_by_role("region", name="Simulate").get_by_role("textbox")
    expect(asked).to_be_focused()
    page.wait_for_timeout(800)
    expect(asked).to_be_focused(timeout=1)


def test_it_is_checked_walked_and_published_by_keyboard(begin: Begin, open_page: Open) -> None:
    broken = deepcopy(LETTER)
    broken["steps"][0]["who"] = {}
    begin(broken)
    page = visit(open_page("operator"), "letter")
    keys = begun(page)

    expect(page.get_by_role("button", name="1 problem")).to_be_visible()
    keys.press("p")
    expect(page.get_by_role("region", name="Problems").get_by_role("button").nth(1)).to_be_focused()
    keys.press("Enter")
    keys.stands_on("Ask")
    keys.press("Enter")
    expect(panel(page).get_by_label("English").first).to_be_focused()
    keys.press("Tab", "Tab", "Tab", "Space")  # past the other language and the stage
    expect(panel(page).get_by_label("Administrator")).to_be_checked()
    expect(page.get_by_role("button", name="No problems")).to_be_visible()
    keys.press("Escape")
    keys.stands_on("Ask")
    keys.press("s")
    drawer = page.get_by_role("region", name="Simulate")
    expect(drawer.get_by_role("textbox")).to_be_focused()
    keys.press("Enter")
    expect(drawer.get_by_role("button", name="Go on")).to_be_focused()
    keys.press("Enter")
    expect(drawer.get_by_role("status")).to_contain_text("It has ended.")
    expect(page.locator("[data-step].is-passed")).to_have_count(2)
    drawer.get_by_role("button", name="Close").focus()
    keys.press("Escape")
    keys.stands_on("Ask")

    keys.press("q")
    expect(page.get_by_role("complementary", name="Settings of the process")).to_be_visible()
    expect(panel(page).get_by_label("English").first).to_be_focused()
    keys.press("Escape")
    keys.stands_on("Ask")
    keys.press("Control+Enter")
    dialog = page.get_by_role("dialog", name="Publish")
    expect(dialog.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("By keyboard")
    expect(dialog.get_by_role("button", name="Publish")).to_be_enabled()
    keys.press("Tab", "Enter")
    expect(page.get_by_role("dialog", name="Version 1 is published.")).to_be_visible()
    versions = Definition.objects.get(key="letter").versions
    assert list(versions.values_list("number", "note")) == [(1, "By keyboard")]
    keys.press("Escape")
    keys.stands_on("Ask")
    keys.press("d")
    expect(page.get_by_role("region", name="Compare")).to_contain_text("They are the same.")
    keys.press("Escape")
    keys.stands_on("Ask")
    keys.press("l")
    page.wait_for_url("**/processes/letter/edit/")
