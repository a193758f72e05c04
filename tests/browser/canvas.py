"""A process drawn on the canvas by mouse, and the same by keyboard."""

from copy import deepcopy

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.drawing import (
    LETTER,
    Begin,
    begin,
    built,
    connect,
    panel,
    saved,
    step,
    visit,
    wait_for,
)
from workflows.engine.models import Definition

__all__ = ["begin", "built"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def lower(page: Page, one: str, other: str) -> float:
    """How far one box stands below another, wherever the view is."""
    boxes = [step(page, name).bounding_box() for name in (one, other)]
    assert boxes[0] and boxes[1]
    return boxes[0]["y"] - boxes[1]["y"]


def test_a_process_is_drawn_with_the_mouse(begin: Begin, open_page: Open) -> None:
    begin(LETTER)
    page = visit(open_page("operator"), "letter")

    palette = page.get_by_role("navigation", name="What can be added")
    task = palette.get_by_role("button", name="Task", exact=True)
    task.drag_to(page.locator(".dc-flow"), target_position={"x": 320, "y": 420})
    expect(step(page, "New task")).to_be_visible()
    steps = wait_for(page, "letter", lambda steps: len(steps) == 3)
    assert steps["ask"]["next"] == "done"

    # A first title gives the step its name.
    panel(page).get_by_label("English").first.fill("Read it")
    roles = panel(page).get_by_role("group", name="Everybody with one of these roles")
    roles.get_by_label("Reviewer", exact=True).check()
    expect(step(page, "Read it")).to_contain_text("Reviewer")
    connect(page, "ask", "read_it")
    steps = wait_for(page, "letter", lambda steps: steps["ask"]["next"] == "read_it")
    assert steps["read_it"]["who"]["roles"] == ["reviewer"]

    page.get_by_role("button", name="Undo").click()
    wait_for(page, "letter", lambda steps: steps["ask"]["next"] == "done")
    page.get_by_role("button", name="Redo").click()
    wait_for(page, "letter", lambda steps: steps["ask"]["next"] == "read_it")

    # A task has several ways: it is asked which one was drawn.
    connect(page, "read_it", "done")
    dialog = page.get_by_role("dialog", name="From “Read it” to “Answered”")
    dialog.get_by_role("option", name="A new outcome").click()
    steps = wait_for(page, "letter", lambda steps: len(steps["read_it"]["outcomes"]) > 1)
    assert steps["read_it"]["outcomes"][-1]["to"] == "done"


def test_a_moved_box_stays_where_it_is_and_the_draft_as_it_was(
    begin: Begin, open_page: Open
) -> None:
    begin(LETTER)
    page = visit(open_page("operator"), "letter")
    box = step(page, "Answered")
    before = box.bounding_box()
    assert before is not None
    box.hover()
    page.mouse.down()
    page.mouse.move(before["x"] + 40, before["y"] + 150, steps=5)
    page.mouse.up()
    expect(page.locator("[data-save=waiting], [data-save=saving]")).to_be_visible()
    saved(page, "letter")
    row = Definition.objects.get(key="letter")
    assert row.revision == 1
    places = row.layout.positions
    assert places["done"]["y"] - places["ask"]["y"] > 60
    page.reload()
    expect(step(page, "Answered")).to_be_visible()
    assert Definition.objects.get(key="letter").layout.positions == places


def test_the_same_is_drawn_with_the_keyboard_alone(begin: Begin, open_page: Open) -> None:
    begin(LETTER)
    page = visit(open_page("operator"), "letter")
    press = page.keyboard.press

    step(page, "Ask").focus()
    press("i")
    page.keyboard.type("task")
    press("Enter")
    expect(step(page, "New task")).to_be_focused()
    press("Enter")
    title = panel(page).get_by_label("English").first
    expect(title).to_be_focused()
    press("Control+A")
    page.keyboard.type("Read it")
    press("Tab")
    expect(step(page, "Read it")).to_be_visible()
    wait_for(page, "letter", lambda steps: steps["ask"]["next"] == "read_it")
    press("Escape")
    expect(step(page, "Read it")).to_be_focused()
    expect(panel(page)).to_have_count(0)

    # Along the ways and back.
    press("ArrowLeft")
    expect(step(page, "Ask")).to_be_focused()
    press("ArrowRight")
    expect(step(page, "Read it")).to_be_focused()

    press("c")
    page.keyboard.type("new outcome")
    press("Enter")
    page.keyboard.type("answered")
    press("Enter")
    wait_for(page, "letter", lambda steps: len(steps["read_it"]["outcomes"]) > 1)

    expect(step(page, "Read it")).to_be_focused()
    press("Control+C")
    press("Control+V")
    expect(page.locator("[data-step=read_it_2]")).to_be_focused()
    press("Delete")
    expect(page.locator("[data-step=read_it_2]")).to_have_count(0)
    press("Control+Z")
    expect(page.locator("[data-step=read_it_2]")).to_be_visible()
    press("Control+Z")
    expect(page.locator("[data-step=read_it_2]")).to_have_count(0)

    step(page, "Ask").focus()
    press("/")
    page.keyboard.type("answ")
    press("Enter")
    expect(step(page, "Answered")).to_be_focused()
    before = lower(page, "Answered", "Ask")
    press("Shift+ArrowDown")
    press("Shift+ArrowDown")
    assert lower(page, "Answered", "Ask") > before + 20
    press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_contain_text("Move the box")
    press("Escape")
    expect(step(page, "Answered")).to_be_focused()
    press("t")
    expect(page.locator("[data-said]")).to_have_text("Tidied up.")


def test_problems_are_pinned_to_their_steps_and_go_when_they_are_solved(
    begin: Begin, open_page: Open
) -> None:
    broken = deepcopy(LETTER)
    broken["steps"][0]["next"] = "nowhere"
    begin(broken)
    page = visit(open_page("operator"), "letter")
    expect(step(page, "Ask")).to_contain_text("1 error")
    count = page.get_by_role("button", name="problem")
    expect(count).to_have_class("dc-count dc-count--error")
    count.click()
    problems = page.get_by_role("region", name="Problems")
    problems.get_by_role("button", name="Ask").first.click()
    expect(page.get_by_role("complementary", name="Ask")).to_contain_text("nowhere")
    connect(page, "ask", "done")
    wait_for(page, "letter", lambda steps: steps["ask"]["next"] == "done")
    expect(page.get_by_role("button", name="No problems")).to_be_visible()
