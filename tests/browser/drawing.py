"""The canvas, as the tests use it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.users.models import User
from config.runner import canvas
from workflows.engine.drafts import save_draft
from workflows.engine.models import Definition

LETTER: dict[str, Any] = {
    "key": "letter",
    "kind": "plain",
    "title": {"en": "Letter", "zh-hans": "信件"},
    "steps": [
        {
            "id": "ask",
            "kind": "start",
            "title": {"en": "Ask", "zh-hans": "询问"},
            "stage": "open",
            "who": {"roles": ["customer"]},
            "form": [],
            "next": "done",
        },
        {
            "id": "done",
            "kind": "end",
            "title": {"en": "Answered", "zh-hans": "已答复"},
            "stage": "done",
        },
    ],
}


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    """What is looked at is what the sources say now."""
    canvas.make_ready(print)


Begin = Callable[[dict[str, Any]], None]


@pytest.fixture
def begin(cast: dict[str, User]) -> Begin:
    def save(definition: dict[str, Any]) -> None:
        by, now, key = cast["operator"], timezone.now(), definition["key"]
        save_draft(key, definition=definition, note="", etag="", by=by, now=now)

    return save


def visit(page: Page, key: str) -> Page:
    page.goto(f"/admin/processes/{key}/canvas/")
    expect(page.locator("[data-step]").first).to_be_visible()
    return page


def step(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=re.compile(rf"^{name} ?, "))


def panel(page: Page) -> Locator:
    """The form beside the canvas."""
    return page.locator(".dc-panel form")


def saved(page: Page, key: str) -> dict[str, Any]:
    """The steps of the draft, once everything is saved."""
    expect(page.locator("[data-save=saved]")).to_be_visible()
    return {one["id"]: one for one in Definition.objects.get(key=key).draft["steps"]}


def wait_for(page: Page, key: str, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The steps once the draft is as wanted: autosaving takes its time."""
    for _try in range(120):
        if holds(steps := saved(page, key)):
            return steps
        page.wait_for_timeout(250)
    pytest.fail(f"The draft never came to be so: {steps}")


def connect(page: Page, source: str, target: str) -> None:
    """A line drawn with the mouse from one box to another."""
    begin = page.locator(f".react-flow__node[data-id={source}] .react-flow__handle.source")
    end = page.locator(f".react-flow__node[data-id={target}] .react-flow__handle.target")
    begin.hover()
    page.mouse.down()
    end.hover()
    page.mouse.up()
