"""Two people at one draft; walking, comparing and publishing it; and nothing in anybody's way."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from accounts.users.models import User
from config.runner import canvas
from tests.browser.conftest import Open
from tests.browser.drawing import Begin, begin, built, panel, step, visit, wait_for
from tests.furniture.processes import ERRAND
from workflows.engine.models import Case, Definition
from workflows.engine.publication import publish_draft

__all__ = ["begin", "built"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

AXE = canvas.PACKAGES / "axe-core" / "axe.min.js"


def test_two_people_at_one_draft_lose_nothing(begin: Begin, open_page: Open) -> None:
    begin(ERRAND)
    first, second = visit(open_page("operator"), "errand"), visit(open_page("admin"), "errand")
    step(first, "Done").click()
    panel(first).get_by_label("English").first.fill("All is done")
    expect(step(first, "All is done")).to_be_visible()
    wait_for(first, "errand", lambda steps: "All is done" in str(steps))

    # The save is on its way for as long as it takes to change more.
    held: list[Route] = []
    holding = [True]

    def hold(route: Route) -> None:
        if holding:
            held.append(route)
        else:
            route.continue_()

    second.route("**/canvas/draft/", hold)
    step(second, "Withdrawn").click()
    panel(second).get_by_label("English").first.fill("Called off")
    # Laid out anew by then: a click would miss what still moves.
    expect(step(second, "Called off")).to_be_visible()
    step(second, "Done").click()
    expect(panel(second).get_by_label("English").first).to_have_value("Done")
    panel(second).get_by_label("English").first.fill("Over")
    expect(step(second, "Over")).to_be_visible()
    holding.clear()
    for route in held:
        route.continue_()
    dialog = second.get_by_role("dialog", name="Somebody else saved this draft")
    expect(dialog).to_contain_text("Operator")
    expect(dialog).to_contain_text("changed by both of you")
    # Nothing is stored before it is chosen.
    titles = [one["title"]["en"] for one in Definition.objects.get(key="errand").draft["steps"]]
    assert titles == ["Ask", "Review", "All is done", "Refused", "Withdrawn"]
    both = dialog.locator("fieldset.is-both")
    both.get_by_label("Theirs").check()
    dialog.get_by_role("button", name="Keep what is chosen").click()
    expect(dialog).to_have_count(0)
    wait_for(second, "errand", lambda steps: "Called off" in str(steps))
    titles = [one["title"]["en"] for one in Definition.objects.get(key="errand").draft["steps"]]
    assert titles == ["Ask", "Review", "All is done", "Refused", "Called off"]
    # Mine is not gone either: it comes back with one step.
    second.get_by_role("button", name="Undo").click()
    expect(step(second, "Over")).to_be_visible()


def test_a_walk_lights_its_way_and_leaves_nothing_behind(begin: Begin, open_page: Open) -> None:
    begin(ERRAND)
    page = visit(open_page("operator"), "errand")
    page.get_by_role("button", name="Simulate").click()
    drawer = page.get_by_role("region", name="Simulate")
    drawer.get_by_role("button", name="Begin", exact=True).click()
    drawer.get_by_label("What is it?").fill("A pen")
    drawer.get_by_role("button", name="Go on").click()
    expect(page.locator("[data-step=ask].is-passed")).to_be_visible()
    expect(page.locator("[data-step=review].is-present")).to_be_visible()
    drawer.get_by_role("button", name="Accept").click()
    expect(drawer.get_by_role("status")).to_contain_text("It has ended")
    expect(page.locator("[data-step=done].is-passed")).to_be_visible()
    expect(page.locator(".dc-way.is-lit")).to_have_count(2)
    drawer.get_by_role("button", name="Step back").click()
    expect(page.locator("[data-step=done].is-passed")).to_have_count(0)
    assert Case.objects.count() == 0


def test_versions_are_compared_and_published_from_the_canvas(
    begin: Begin, open_page: Open, cast: dict[str, User]
) -> None:
    begin(ERRAND)
    publish_draft("errand", by=cast["operator"], note="First", now=timezone.now())
    page = visit(open_page("operator"), "errand")
    step(page, "Review").click()
    panel(page).get_by_label("English").first.fill("Inspect")
    expect(step(page, "Inspect")).to_be_visible()
    wait_for(page, "errand", lambda steps: "Inspect" in str(steps))
    page.get_by_role("button", name="Compare").click()
    drawer = page.get_by_role("region", name="Compare")
    expect(drawer.get_by_role("listitem").first).to_contain_text("Inspect")
    expect(page.locator("[data-step=review].is-changed")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    dialog = page.get_by_role("dialog", name="Publish")
    expect(dialog).to_contain_text("Inspect")
    dialog.get_by_label("Note for the list of versions").fill("Clearer")
    dialog.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("dialog", name="Version 2 is published.")).to_be_visible()
    versions = Definition.objects.get(key="errand").versions
    assert list(versions.order_by("number").values_list("number", "note")) == [
        (1, "First"),
        (2, "Clearer"),
    ]


def violations(page: Page) -> list[str]:
    """What axe-core finds that is serious or worse."""
    page.add_script_tag(content=Path(AXE).read_text())
    found = page.evaluate(
        "() => axe.run('#main', {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})"
    )
    return [
        f"{one['id']}: {node['html'][:200]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


def test_nothing_serious_is_in_the_way_of_anybody(
    begin: Begin, open_page: Open, cast: dict[str, User]
) -> None:
    begin(ERRAND)
    publish_draft("errand", by=cast["operator"], note="First", now=timezone.now())
    page = visit(open_page("operator"), "errand")
    assert violations(page) == []
    step(page, "Review").click()
    expect(panel(page).get_by_label("English").first).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Simulate").click()
    page.get_by_role("button", name="Begin", exact=True).click()
    drawer = page.get_by_role("region", name="Simulate")
    expect(drawer.get_by_label("What is it?")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("They are the same.")).to_be_visible()
    assert violations(page) == []
    step(page, "Ask").focus()
    page.keyboard.press("c")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
