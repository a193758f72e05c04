"""The step list: a process built from nothing without JavaScript, and what it refuses."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.users.models import User
from tests.cast import CAST
from tests.designer.building import LOAN, Builder, build, mend
from tests.designer.drafts import draft, drafted, part_url, step
from tests.designer.pages import Visit
from tests.designer.sampler import SAMPLER
from tests.furniture.processes import ERRAND
from workflows.engine.drafts import check_draft
from workflows.engine.models import Case, Definition
from workflows.engine.publication import publish_draft

Browser = Callable[[str], Client]


def errors(key: str) -> list[tuple[str, str]]:
    found = check_draft(key)
    return [(problem.step, problem.code) for problem in found if problem.severity == "error"]


@pytest.fixture
def builder(browser_for: Browser, cast: dict[str, User]) -> Builder:
    home = drafted(LOAN, cast["operator"])
    return Builder(Visit(browser_for("operator"), home), home)


def test_an_operator_builds_a_process_of_eight_steps_without_javascript(
    builder: Builder, cast: dict[str, User]
) -> None:
    build(builder)
    assert [field["key"] for field in draft("loan")["fields"]] == [
        "which_machine",
        "its_value",
        "days",
        "begins_on",
        "level",
    ]
    assert step("loan", "rate")["rows"] == [
        {"cells": [{"op": "<", "value": 50000}], "values": ["small"]},
        {"cells": [None], "values": ["large"]},
    ]
    nobody = {step_id for step_id, code in errors("loan") if code == "who_missing"}
    assert nobody == {"task", "task_2"}
    builder.visit.go(builder.home)
    assert "problems keep this draft from being published" in builder.visit.html
    mend(builder)
    assert errors("loan") == []

    loan = draft("loan")
    assert [one["kind"] for one in loan["steps"]] == [
        "start", "table", "decision", "parallel", "task", "task", "join", "end", "end"
    ]  # fmt: skip
    assert step("loan", "look_at_the_papers")["deadline"] == {
        "after": "P2D",
        "reminders": ["PT24H"],
        "then": "refused",
    }
    version = publish_draft("loan", by=cast["operator"], note="", now=timezone.now())
    assert (version.number, version.content) == (1, loan)


def test_unreadable_answers_are_told_at_their_place_and_not_stored(
    home: str, browser_for: Browser
) -> None:
    visit = Visit(browser_for("operator"), part_url("sampler", "steps/look"))
    visit.press("save", **{"deadline-after": "soon", "title-en": "Look again"})
    assert "Give a whole number, such as 2, and its unit." in visit.html
    assert 'value="soon"' in visit.html
    assert 'value="Look again"' in visit.html
    assert draft("sampler") == SAMPLER


def test_parts_are_copied_and_moved(home: str, browser_for: Browser) -> None:
    visit = Visit(browser_for("operator"), home)
    visit.press("copy:steps/tell")
    assert visit.url == part_url("sampler", "steps/tell_2")
    visit.go(home)
    visit.press("up:fields/role")
    assert [one["key"] for one in draft("sampler")["fields"]][:2] == ["role", "name"]
    visit.press("add:case_actions")
    assert draft("sampler")["case_actions"][1]["key"] == "action"


def test_steps_stand_in_the_order_of_walking_with_their_problems(
    home: str, browser_for: Browser
) -> None:
    visit = Visit(browser_for("operator"), home)
    places = [visit.html.index(f'id="step-{one}"') for one in ("apply", "look", "vote", "meet")]
    assert places == sorted(places)
    look = visit.html[places[1] : places[2]]
    assert "Task" in look and "2 days" in look and "team nobody-knows-it" in look
    assert "nobody-knows-it" in look.partition("steplist__problem")[2]


@pytest.mark.parametrize("username", [*CAST, None])
def test_only_those_who_may_edit_processes_come_here(
    home: str, browser_for: Browser, username: str | None
) -> None:
    client = browser_for(username) if username else Client()
    expected = 200 if username in {"operator", "admin"} else 302
    path = {"key": "sampler", "path": "steps/look"}
    for url in (
        home,
        reverse("designer_part", kwargs=path),
        reverse("designer_preview", kwargs=path),
        reverse("designer_import", args=["sampler", "rate"]),
        reverse("designer_simulate", args=["sampler"]),
        reverse("designer_secret", args=["sampler"]),
    ):
        assert client.get(url).status_code == expected
    for url in (home, reverse("designer_part", kwargs=path)):
        client.post(url, {"do": "add:case_actions", "title-en": "Mine"})
    changed = Definition.objects.get(key="sampler").draft != SAMPLER
    assert changed == (username in {"operator", "admin"})


def test_what_is_too_large_is_refused_and_nothing_is_stored(
    home: str, browser_for: Browser
) -> None:
    visit = Visit(browser_for("operator"), part_url("sampler", "steps/tell"))
    visit.press("save", **{"body-en": "x" * 20_001})
    assert "has more than 20000 characters" in visit.html
    visit.press("save", **{"body-en": "a\0b"})
    assert "cannot be printed" in visit.html
    assert draft("sampler") == SAMPLER


def test_forged_posts_are_answered_and_store_nothing(home: str, browser_for: Browser) -> None:
    client = browser_for("operator")
    posts = [
        {"do": "add:steps", "kind-steps": "spell"},
        {"do": "remove:steps/nobody"},
        {"do": "removed:steps/tell", "opened": "0" * 64},
        {"do": "copy:"},
        {"do": "nonsense"},
        {},
    ]
    for post in posts:
        assert client.post(home, post, follow=True).status_code == 200
    url = part_url("sampler", "steps/tell")
    deep = "[" * 100_000
    for drawn in ("{", "[]", deep, '{"title": 5, "who": "x"}'):
        client.post(url, {"drawn": drawn, "do": "show:"})
    assert client.get(part_url("sampler", "steps/nobody")).status_code == 404
    assert draft("sampler") == SAMPLER


def test_the_preview_shows_the_form_as_the_chosen_person_sees_it(
    home: str, browser_for: Browser
) -> None:
    client = browser_for("operator")
    url = reverse("designer_preview", args=["sampler", "steps/look"])
    as_editor = client.get(url, {"actor": "editor"}).content.decode()
    assert 'id="id_answer-name"' in as_editor and 'id="id_answer-years"' not in as_editor
    as_anybody = client.get(url, {"actor": "*"}).content.decode()
    assert 'id="id_answer-name"' not in as_anybody and 'id="id_answer-kind"' in as_anybody
    assert "For [Name]" in as_anybody


def sent(client: Client, rows: str) -> str:
    file = SimpleUploadedFile("rates.csv", rows.encode(), "text/csv")
    url = reverse("designer_import", args=["sampler", "rate"])
    return client.post(url, {"file": file}, follow=True).content.decode()


def test_rows_come_from_a_spreadsheet_or_every_wrong_cell_is_told(
    home: str, browser_for: Browser
) -> None:
    client = browser_for("operator")
    html = sent(client, "Years,→ Fee (sum)\nsoon,1.50\n>= 2,much\n")
    assert "Nothing was imported." in html and "soon" in html and "much" in html
    assert draft("sampler") == SAMPLER
    html = sent(client, "Years,→ Fee (sum)\n>= 2,1.50\n")
    assert "The table has the rows of the spreadsheet now." in html
    assert step("sampler", "rate")["rows"] == [
        {"cells": [{"op": ">=", "value": 2}], "values": [150]}
    ]


def test_the_signing_secret_is_shown_and_made_anew_on_ones_word(
    home: str, browser_for: Browser
) -> None:
    url = reverse("designer_secret", args=["sampler"])
    operator = Visit(browser_for("operator"), part_url("sampler", "steps/ask"))
    assert f'href="{url}"' in operator.html
    operator.go(url)
    assert "whsec_" not in operator.html
    operator.press("show")
    first = secret_in(operator.html)
    operator.press("rotate")
    second = secret_in(operator.html)
    assert second != first
    operator.press("rotate")
    third = secret_in(operator.html)
    # Who may edit but not publish, and everybody else, neither sees nor changes it.
    Group.objects.get(name="support").permissions.add(
        Permission.objects.get(codename="edit_processes")
    )
    for name in ("support", "reviewer"):
        browser = browser_for(name)
        for verb in ("show", "rotate"):
            answer = browser.post(url, {"do": verb})
            assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    part = browser_for("support").get(part_url("sampler", "steps/ask"))
    assert (part.status_code, url in part.content.decode()) == (200, False)
    operator.go(url)
    operator.press("show")
    assert secret_in(operator.html) == third
    log = ModelLogEntry.objects.filter(action__startswith="doorstep.process.").order_by("pk")
    made = [(entry.user.username, entry.action.rpartition(".")[2]) for entry in log]
    assert [one for one in made if one[1].endswith("secret")] == [
        ("operator", "show_secret"),
        ("operator", "rotate_secret"),
        ("operator", "rotate_secret"),
        ("operator", "show_secret"),
    ]


def secret_in(html: str) -> str:
    found = re.search(r'value="(whsec_[^"]+)"', html)
    assert found is not None
    return found[1]


def test_a_walk_is_gone_on_with_only_as_it_was_handed_out(home: str, browser_for: Browser) -> None:
    drafted(ERRAND, User.objects.get(username="operator"))
    url = reverse("designer_simulate", args=["errand"])
    client = browser_for("operator")
    so_far = client.get(url).context["so_far"]
    sent = {
        "walk-so-far": so_far.signed(),
        "walk-at": "ask:",
        "walk-do": "answer:",
        "answer-wish": "A pen",
    }
    page = client.post(url, sent)
    assert [one["title"] for one in page.context["passed"]] == ["Ask"]
    further = page.context["so_far"].signed()
    done = client.post(
        url, {"walk-so-far": further, "walk-at": "review:", "walk-do": "answer:accept"}
    )
    assert (done.context["walk"].state, done.context["walk"].stage) == ("ended", "done")
    back = client.post(url, {"walk-so-far": done.context["so_far"].signed(), "walk-do": "back"})
    assert [one.step for one in back.context["walk"].waiting] == ["review"]
    other = reverse("designer_simulate", args=["sampler"])
    for address, forged in ((url, so_far.signed() + "x"), (url, ""), (other, further)):
        answer = client.post(address, {**sent, "walk-so-far": forged})
        assert (answer.status_code, answer["Location"]) == (302, address)
    assert Case.objects.count() == 0


def test_a_walk_begins_with_the_values_of_the_subject(
    cast: dict[str, User], browser_for: Browser
) -> None:
    call_command("processes", "import", "--defaults")
    client = browser_for("operator")
    url = reverse("designer_simulate", args=["order"])
    page = client.get(url)
    sent = {"walk-so-far": page.context["so_far"].signed(), "walk-do": "begin"}
    begun = client.post(url, {**sent, "order.total": "129.50"}).context["so_far"]
    assert begun.subject == {"order.total": 12950}
    wrong = client.post(url, {**sent, "order.total": "much"})
    assert wrong.context["sample"].errors["order.total"] == ["Enter a number."]
