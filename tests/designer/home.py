"""The home of processes in the admin: begun, compared, published, rolled back, started."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.users.models import User
from tests.cast import CAST
from tests.furniture.processes import ERRAND
from workflows.designer.gallery import EMPTY, templates
from workflows.engine.definition import parse
from workflows.engine.drafts import check_definition, save_draft
from workflows.engine.models import Case, Definition, Rollout, Version
from workflows.engine.publication import publish_draft

Browser = Callable[[str], Client]


def address(name: str, *args: Any) -> str:
    return reverse(f"designer_{name}", args=args)


def draft(title: str, etag: str = "") -> Definition:
    definition = {**ERRAND, "title": {**ERRAND["title"], "en": title}}
    return save_draft(
        "errand", definition=definition, note="", etag=etag, by=None, now=timezone.now()
    )


@pytest.fixture
def errand(cast: dict[str, User]) -> Definition:
    """The process “errand” with two versions, the second in force, and a draft beyond them."""
    row = draft("First")
    publish_draft("errand", by=None, note="", now=timezone.now())
    row = draft("Second", row.etag)
    publish_draft("errand", by=None, note="", now=timezone.now())
    return draft("Third", row.etag)


def in_force() -> int:
    newest = Rollout.objects.filter(version__definition__key="errand").order_by("-pk").first()
    assert newest is not None
    return newest.version.number


def test_the_list_says_what_is_in_force_and_what_waits(
    errand: Definition, browser_for: Browser
) -> None:
    content = browser_for("operator").get(address("processes")).content.decode()
    assert address("process", "errand") in content
    assert ("Second" in content, "Third" in content) == (True, False)
    assert address("new") in content


PAGES = [
    ("processes",),
    ("new",),
    ("process", "errand"),
    ("chart", "errand", 1),
    ("publish", "errand"),
    ("compare", "errand"),
    ("roll_back", "errand", 1),
    ("copy", "errand"),
]


@pytest.mark.parametrize("page", PAGES, ids=[page[0] for page in PAGES])
def test_operators_alone_come_in(
    page: tuple[Any, ...], errand: Definition, browser_for: Browser
) -> None:
    path = address(*page)
    answers = {name: browser_for(name).get(path).status_code for name in CAST}
    # Wagtail sends away whoever may not: staff to the dashboard, others to the login.
    assert answers == {**dict.fromkeys(CAST, 302), "operator": 200, "admin": 200}
    assert Client().get(path).status_code == 302


def test_whoever_may_not_changes_nothing(errand: Definition, browser_for: Browser) -> None:
    for name in ("support", "reviewer", "customer"):
        browser = browser_for(name)
        browser.post(address("publish", "errand"), {"etag": errand.etag})
        browser.post(address("roll_back", "errand", 1))
        browser.post(address("new"), {"template": EMPTY, "title_en": "Mine"})
        browser.post(address("copy", "errand"), {"title_en": "Mine"})
    assert (Version.objects.count(), in_force()) == (2, 2)
    assert not Definition.objects.filter(key="mine").exists()


def test_a_draft_is_published_once_it_was_seen(errand: Definition, browser_for: Browser) -> None:
    operator = browser_for("operator")
    Version.objects.update(note="Old")
    Definition.objects.update(draft_note="Old")
    page = operator.get(address("publish", "errand"))
    assert page.context["form"]["note"].value() == ""
    assert "The process was called “Second” before." in page.content.decode()
    stale = operator.post(address("publish", "errand"), {"etag": "1", "note": ""})
    assert (stale.status_code, Version.objects.count(), in_force()) == (200, 2, 2)
    assert "Somebody changed the draft" in stale.content.decode()
    sent = {"etag": errand.etag, "note": "A third"}
    done = operator.post(address("publish", "errand"), sent)
    assert (done.status_code, done["Location"]) == (302, address("process", "errand"))
    newest = Version.objects.get(number=3)
    assert (newest.note, newest.author and newest.author.username, in_force()) == (
        "A third",
        "operator",
        3,
    )


def test_a_draft_with_errors_says_what_is_wrong_and_is_not_published(
    errand: Definition, browser_for: Browser
) -> None:
    broken = {**errand.draft, "steps": [{"id": "begin", "kind": "start"}]}
    Definition.objects.filter(pk=errand.pk).update(draft=broken)
    operator = browser_for("operator")
    page = operator.get(address("publish", "errand")).content.decode()
    assert "add “who”, it is required." in page
    assert 'name="etag"' not in page
    operator.post(address("publish", "errand"), {"etag": errand.etag})
    assert (Version.objects.count(), in_force()) == (2, 2)


def test_versions_are_compared_in_words(errand: Definition, browser_for: Browser) -> None:
    operator = browser_for("operator")
    pair = operator.get(address("compare", "errand"), {"from": 1, "to": 2}).content.decode()
    assert "The process was called “First” before." in pair
    to_draft = operator.get(address("compare", "errand"), {"from": 1}).content.decode()
    assert "The process was called “First” before." in to_draft
    for wrong in ({"from": 9}, {"from": "x"}, {"to": "²"}, {"to": "9" * 30}):
        assert operator.get(address("compare", "errand"), wrong).status_code == 404


def test_the_page_leads_to_its_copy_and_to_the_categories_that_follow_it(
    errand: Definition, browser_for: Browser
) -> None:
    def links(key: str) -> list[str]:
        page = browser_for("operator").get(address("process", key))
        return [button.url for button in page.context["links"]]

    assert links("errand") == [
        address("compare", "errand"),
        address("copy", "errand"),
        address("start", "errand"),
    ]
    call_command("processes", "import", "--defaults")
    bind = links("order")[-1]
    form = browser_for("operator").get(bind).context["form"]
    assert form["process"].value() == str(Definition.objects.get(key="order").pk)


def test_an_older_version_comes_back_in_one_step(errand: Definition, browser_for: Browser) -> None:
    operator = browser_for("operator")
    page = operator.get(address("roll_back", "errand", 1)).content.decode()
    assert "The process was called “Second” before." in page
    assert in_force() == 2
    done = operator.post(address("roll_back", "errand", 1), {"note": "Too hasty"})
    assert (done.status_code, in_force()) == (302, 1)
    errand.refresh_from_db()
    assert errand.draft["title"]["en"] == "Third"
    assert operator.post(address("roll_back", "errand", 9)).status_code == 404


@pytest.mark.parametrize("key", sorted(templates()))
def test_every_template_is_sound_and_said_in_both_languages(key: str) -> None:
    assert check_definition(parse(templates()[key])) == []
    description = templates()[key]["description"]
    assert set(description) == {code for code, _name in settings.LANGUAGES}


def test_the_gallery_has_eight_templates_and_an_empty_process() -> None:
    assert len(templates()) >= 9
    assert next(iter(templates())) == EMPTY


@pytest.mark.parametrize("key", sorted(templates()))
def test_a_process_is_begun_from_a_template_and_published(
    key: str, cast: dict[str, User], browser_for: Browser
) -> None:
    operator = browser_for("operator")
    names = {"title_en": f"My {key}", "title_zh-hans": "我的流程"}
    made = operator.post(address("new"), {"template": key, **names})
    assert (made.status_code, made["Location"]) == (302, address("steps", f"my-{key}"))
    row = Definition.objects.get(key=f"my-{key}")
    assert row.draft["title"] == {"en": f"My {key}", "zh-hans": "我的流程"}
    operator.post(address("publish", row.key), {"etag": row.etag, "note": ""})
    assert row.versions.count() == 1


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"template": "empty", "title_en": ""}, "This field is required."),
        ({"template": "empty", "title_en": "Errand"}, "The key “errand” is taken"),
        ({"template": "empty", "title_en": "New"}, "The key “new” is taken"),
        ({"template": "empty", "title_en": "流程"}, "Give a key that begins with a letter."),
        ({"template": "empty", "title_en": "A", "key": "9a"}, "Give a key that begins"),
        ({"template": "other", "title_en": "A"}, "Choose what to begin with."),
    ],
)
def test_a_process_without_a_good_name_is_not_made(
    sent: dict[str, str], told: str, errand: Definition, browser_for: Browser
) -> None:
    answer = browser_for("operator").post(address("new"), sent)
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert list(Definition.objects.filter(kind="plain").values_list("key", flat=True)) == ["errand"]


def test_a_copy_goes_its_own_way(errand: Definition, browser_for: Browser) -> None:
    operator = browser_for("operator")
    names = {"title_en": "Second errand", "key": "errand-two"}
    assert operator.post(address("copy", "errand"), names).status_code == 302
    copy = Definition.objects.get(key="errand-two")
    # Of the version in force, not of the draft.
    assert copy.draft == {
        **ERRAND,
        "key": "errand-two",
        "title": {"en": "Second errand"},
    }
    assert Definition.objects.get(key="errand").draft["title"]["en"] == "Third"


def test_a_plain_case_is_started_by_whoever_may(
    cast: dict[str, User], browser_for: Browser
) -> None:
    definition = {**templates()["leave-request"], "key": "leave-request"}
    save_draft(
        "leave-request", definition=definition, note="", etag="", by=None, now=timezone.now()
    )
    start = address("start", "leave-request")
    assert browser_for("support").get(start).status_code == 404
    publish_draft("leave-request", by=None, note="", now=timezone.now())
    support = browser_for("support")
    wrong = support.post(
        start, {"answer-leave_kind": "annual", "answer-first_day": "2026-12-01", "answer-days": "0"}
    )
    assert (wrong.status_code, Case.objects.count()) == (200, 0)
    sent = {"answer-leave_kind": "annual", "answer-first_day": "2026-12-01", "answer-days": "2"}
    done = support.post(start, sent)
    assert done.status_code == 302
    case = Case.objects.get()
    assert (case.starter.username, case.stage, case.data["days"]) == ("support", "open", 2)
