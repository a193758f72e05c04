"""Every screen of processes and work, looked at by axe-core in both languages and both themes."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.users.models import Team, User
from config.runner import canvas
from tests.browser.conftest import TIMEOUT, Requests
from tests.browser.drawing import built
from tests.browser.tasks import HANDOVER
from tests.cast import PASSWORD
from tests.designer.drafts import drafted
from tests.designer.sampler import SAMPLER
from tests.engine.parcels import BROKEN
from tests.furniture.processes import ERRAND, parcel
from workflows.engine.actions import start_case
from workflows.engine.drafts import save_draft
from workflows.engine.models import Case, Definition
from workflows.engine.publication import publish_draft

__all__ = ["built"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

# The menu beside it is Wagtail's own, and has one fault of its own: the logo is named "Dashboard",
# for where it leads, and shows the name of the house (label-content-name-mismatch).
RUN = """() => axe.run(
  {exclude: "#wagtail-sidebar"},
  {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], resultTypes: ["violations"]}
)"""
# Among them they have every control that a part can have.
PARTS = ("steps/look", "steps/choose", "steps/rate", "steps/ask", "fields/rooms", "constants")
WITHOUT_ARGUMENTS = ("designer_processes", "designer_new", "engine_tasks", "engine_cases")


# Of a decision table that asks for years: not one row of it can be read.
WRONG = {
    "name": "rates.csv",
    "mimeType": "text/csv",
    "buffer": b"data.years,\xe2\x86\x92 fee\nmany,12.50\n3,dear\n",
}


@pytest.fixture
def parcels(cast: dict[str, User]) -> Iterator[list[Case]]:
    """A case that waits for something outside, and one whose step fails whenever it is tried."""
    ContentType.objects.clear_cache()
    BROKEN.append("no ink")
    steps: list[dict[str, Any]] = [
        {"id": "scan", "kind": "event", "event": "scanned"},
        {"id": "stamp", "kind": "action", "action": "stamp"},
    ]
    now = timezone.now()
    for step in steps:
        drafted(parcel(step["id"], step), cast["operator"])
        publish_draft(step["id"], by=cast["operator"], note="", now=now)
    cases = [start_case(step["id"], by=cast["customer"], data={}, now=now) for step in steps]
    # Their rows are those of teams, which forms offer by name.
    Team.objects.filter(name="").update(name="A parcel")
    yield cases
    BROKEN.clear()


@pytest.fixture
def waiting(cast: dict[str, User]) -> list[Case]:
    """Two processes with cases that wait, and the administrator among those who are asked."""
    cast["admin"].groups.add(*Group.objects.filter(name__in=["reviewer", "customer"]))
    drafted(SAMPLER, cast["operator"])
    return [begun(deepcopy(one), cast) for one in (ERRAND, HANDOVER)]


def begun(definition: dict[str, Any], cast: dict[str, User]) -> Case:
    """A case of the first version; a second one is in force, and the draft is beyond it."""
    key, now, etag = definition["key"], timezone.now(), ""
    for title in ("First", "Second", "Third"):
        definition["title"]["en"] = title
        row = save_draft(
            key, definition=definition, note="", etag=etag, by=cast["operator"], now=now
        )
        etag = row.etag
        if title != "Third":
            publish_draft(key, by=cast["operator"], note=title, now=now)
    return start_case(key, by=cast["customer"], data={"wish": "A key"}, now=now)


def addresses(cases: list[Case], scanned: Case) -> Iterator[str]:
    errand, _handover = cases
    yield from map(reverse, WITHOUT_ARGUMENTS)
    for box in ("mine", "queues", "all"):
        yield reverse("engine_tasks_box", args=[box])
    for page in ("process", "canvas", "publish", "compare", "copy", "start", "steps", "simulate"):
        yield reverse(f"designer_{page}", args=["errand"])
    yield reverse("designer_compare", args=["errand"]) + "?from=1&to=2"
    yield reverse("designer_roll_back", args=["errand", 1])
    yield from (reverse(f"designer_{page}", args=["sampler"]) for page in ("steps", "simulate"))
    yield from (reverse("designer_part", args=["sampler", part]) for part in PARTS)
    yield reverse("designer_import", args=["sampler", "rate"])
    yield reverse("designer_preview", args=["sampler", "steps/look"])
    for case in cases:
        task = case.work_items.get().uuid
        yield reverse("engine_task", args=[task])
        yield reverse("engine_task_assign", args=[task])
        for page in ("", "_jump", "_cancel"):
            yield reverse(f"engine_case{page}", args=[case.number])
    yield reverse("engine_case_action", args=[errand.number, "withdraw"])
    yield (told := reverse("engine_case_event", args=[scanned.number]))
    yield f"{told}?event=scanned"


def answers(page: Page, stamped: Case) -> Iterator[str]:
    """Screens that come only after something was sent, each before the page when it is named."""
    page.goto(reverse("designer_secret", args=["sampler"]))
    page.locator("[name=do][value=show]").click()
    expect(page.locator("#secret")).to_be_visible()
    yield "the signing secret"
    page.goto(reverse("designer_import", args=["sampler", "rate"]))
    page.locator("main [type=file]").set_input_files([WRONG])
    page.locator("main form .button:not(a)").click()
    expect(page.locator("main table tbody tr")).to_have_count(2)
    yield "rows that cannot be read"
    page.goto(reverse("engine_case", args=[stamped.number]))
    page.locator("form[action$='/retry/'] button").click()
    expect(page.locator(".messages .error")).to_be_visible()
    yield "a step that failed again"
    page.goto(reverse("designer_part", args=["errand", "steps/review"]))
    somebody_else_saves()
    page.locator("[name=title-en]").fill("Mine")
    page.locator("[name=do][value=save]:not([tabindex])").click()
    expect(page.locator(".part-conflict tbody tr")).to_have_count(1)
    yield "two people at one draft"


def somebody_else_saves() -> None:
    row, by = Definition.objects.get(key="errand"), User.objects.get(username="operator")
    draft = deepcopy(row.draft)
    next(one for one in draft["steps"] if one["id"] == "review")["title"]["en"] = "Theirs"
    save_draft("errand", definition=draft, note="", etag=row.etag, by=by, now=timezone.now())


def log_in(page: Page) -> None:
    page.goto("/admin/")
    page.locator("[name=username]").fill("admin")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_url("**/admin/")


# Wagtail's messages fade in: what is half seen has no contrast yet.
STILL = """async () => {
    const over = (one) =>
        one.playState !== "running" || one.effect.getComputedTiming().endTime > 2000;
    for (let tries = 0; tries < 20 && !document.getAnimations().every(over); tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
}"""


def violations(page: Page) -> list[str]:
    """What axe-core finds that is serious or worse."""
    page.evaluate(STILL)
    page.evaluate((canvas.PACKAGES / "axe-core" / "axe.min.js").read_text())
    found = page.evaluate(RUN)
    return [
        f"{one['id']}: {' '.join(map(str, node['target']))}: {node['html'][:200]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


@pytest.mark.parametrize(("locale", "theme"), [("en-US", "light"), ("zh-CN", "dark")])
def test_nothing_serious_is_in_anybodys_way(
    locale: str,
    theme: Any,
    waiting: list[Case],
    parcels: list[Case],
    chromium: Browser,
    live_server: Any,
    requests: Requests,
) -> None:
    context = chromium.new_context(base_url=live_server.url, locale=locale, color_scheme=theme)
    context.set_default_timeout(TIMEOUT)
    page = context.new_page()
    log_in(page)
    found: dict[str, str] = {}
    scanned, stamped = parcels
    for address in addresses(waiting, scanned):
        answer = page.goto(address)
        assert answer is not None and answer.status == 200, address
        if "/canvas/" in address:
            expect(page.locator("[data-step]").first).to_be_visible()
        for violation in violations(page):
            found.setdefault(violation, address)
    for screen in answers(page, stamped):
        for violation in violations(page):
            found.setdefault(violation, screen)
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans" if "zh" in locale else "en")
    context.close()
    requests.wait()
    assert found == {}
