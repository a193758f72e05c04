"""Markup and template code in what people write: text wherever it is shown."""

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.notices.models import Notice
from accounts.users.models import User
from catalog.services.actions import save_category
from catalog.services.models import Category
from tests.designer.drafts import drafted, part_url
from tests.designer.sampler import SAMPLER
from tests.furniture.processes import ERRAND
from workflows.engine.actions import start_case
from workflows.engine.drafts import save_draft
from workflows.engine.models import Definition
from workflows.engine.publication import publish_draft
from workflows.orders.models import ProcessBinding

pytestmark = pytest.mark.django_db

Browser = Callable[[str], Client]
EVIL = (
    "<script>boom()</script><img src=x onerror=boom()>{{ 7|add:1330 }}{% debug %}${1330+7}"
    " [x](javascript:boom()) \"'>"
)
# A notice may hold a brace: it is written twice.
WRITTEN = EVIL.replace("{{", "{").replace("}}", "}")
ACTS = ("<script>boom", "<img src=x", "onerror=boom()>{", "1337", 'href="javascript:b')
# What people write into a table besides texts in their languages.
WORDS = frozenset({"note", "value", "values"})


def poisoned(part: Any, key: str = "") -> Any:
    """Every text that people write, replaced by one that would act if it were let out."""
    if isinstance(part, dict):
        is_text = isinstance(part.get("en"), str)
        return {name: EVIL if is_text else poisoned(one, name) for name, one in part.items()}
    if isinstance(part, list):
        return [poisoned(one, key) for one in part]
    return EVIL if isinstance(part, str) and key in WORDS else part


def inert(browser: Client, path: str) -> str:
    """The page at ``path``, on which nothing acts."""
    answer = browser.get(path, follow=True)
    assert answer.status_code == 200, path
    html: str = answer.content.decode()
    assert [act for act in ACTS if act in html] == [], path
    return html


def test_every_part_of_a_draft_is_edited_as_text(
    cast: dict[str, User], browser_for: Browser
) -> None:
    definition = poisoned(SAMPLER)
    rate = next(one for one in definition["steps"] if one["id"] == "rate")
    assert rate["rows"][0]["cells"][1]["value"] == rate["rows"][0]["note"] == EVIL
    home, browser = drafted(definition, cast["operator"]), browser_for("operator")
    parts = ("steps/rate", "fields/kind", "fields/rooms")
    for path in (home, *(part_url("sampler", part) for part in parts)):
        assert "&lt;script&gt;boom" in inert(browser, path), path
    inert(browser, reverse("designer_preview", args=["sampler", "steps/look"]))
    inert(browser, "/admin/processes/sampler/canvas/")


def test_the_name_of_a_category_is_text_where_it_is_listed_and_bound(
    cast: dict[str, User], browser_for: Browser
) -> None:
    category = save_category(Category(key="evil", name={"en": EVIL}), parent=None)
    drafted({**ERRAND, "title": {"en": EVIL}}, cast["operator"])
    binding = ProcessBinding.objects.create(category=category, process=Definition.objects.get())
    browser = browser_for("admin")
    bound: Any = ProcessBinding.snippet_viewset  # type: ignore[attr-defined]
    for path in (
        reverse("wagtailsnippets_services_category:list"),
        reverse(bound.get_url_name("list")),
        reverse(bound.get_url_name("edit"), args=[binding.pk]),
    ):
        assert "&lt;script&gt;boom" in inert(browser, path), path


def test_a_running_process_and_its_case_are_shown_as_text(
    cast: dict[str, User],
    browser_for: Callable[[str], Client],
    client_for: Callable[[str | None], APIClient],
) -> None:
    definition = poisoned(ERRAND)
    review = definition["steps"][1]
    review["notices"] = [
        {
            "on": "enter",
            "to": {"roles": ["reviewer"]},
            "subject": {"en": EVIL},
            "body": {"en": EVIL},
        }
    ]
    now, operator = timezone.now(), cast["operator"]
    save_draft("errand", definition=definition, note=EVIL, etag="", by=operator, now=now)
    publish_draft("errand", by=operator, note=EVIL, now=now)
    case = start_case("errand", by=cast["customer"], data={"wish": EVIL}, now=now)
    work = case.work_items.get()
    assert Notice.objects.get(user=cast["reviewer"]).body == WRITTEN

    process, number = "/admin/processes/errand/", case.number
    pages = {
        "operator": [
            "/admin/processes/", process, f"{process}canvas/", f"{process}edit/",
            f"{process}edit/steps/review/", f"{process}compare/?from=1&to=1", "/admin/cases/",
            f"/admin/cases/{number}/",
        ],
        "reviewer": ["/admin/", "/admin/tasks/", f"/admin/tasks/{work.uuid}/"],
    }  # fmt: skip
    for member, paths in pages.items():
        browser = browser_for(member)
        for path in paths:
            inert(browser, path)
    drawn: Any = browser_for("operator").get(f"{process}1.svg")
    api = client_for("operator")
    exported: Any = api.get("/api/v1/processes/errand/versions/1/?format=bpmn")
    for file in (drawn, exported):
        assert file.status_code == 200
        assert "<script>boom" not in file.content.decode()
        ElementTree.fromstring(file.content)
    assert drawn["Content-Type"].startswith("image/svg+xml")
    # A program gets what was written, letter by letter, and as JSON alone.
    stored = api.get("/api/v1/processes/errand/versions/1/")
    assert stored["Content-Type"] == "application/json"
    assert stored.json()["definition"] == definition
