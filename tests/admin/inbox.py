"""The inbox in the admin: whose tasks, in which order, and what is done without opening them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.users.models import Team, User
from workflows.engine.actions import claim_task, start_case
from workflows.engine.drafts import save_draft
from workflows.engine.models import Case, WorkItem
from workflows.engine.publication import publish_draft

Browser = Callable[[str], Client]
INBOX = "/admin/tasks/"


def text(words: str) -> dict[str, str]:
    return {"en": words}


def process(key: str, who: dict[str, Any], **step: Any) -> dict[str, Any]:
    """A process of one task, ``key`` of whose title says what it is."""
    return {
        "key": key,
        "kind": "plain",
        "title": text(key.title()),
        "fields": [{"key": "wish", "type": "text", "label": text("Wish")}],
        "steps": [
            {
                "id": "ask",
                "kind": "start",
                "title": text("Ask"),
                "who": {"roles": ["customer"]},
                "form": [{"field": "wish"}],
                "next": "review",
            },
            {
                "id": "review",
                "kind": "task",
                "title": text(f"Review a {key}"),
                "who": who,
                "form": [{"field": "wish"}],
                "outcomes": [{"key": "accept", "label": text("Accept"), "to": "done"}],
                **step,
            },
            {"id": "done", "kind": "end", "title": text("Done")},
        ],
    }


def published(definition: dict[str, Any]) -> None:
    key, now = definition["key"], timezone.now() - timedelta(days=30)
    save_draft(key, definition=definition, note="", etag="", by=None, now=now)
    publish_draft(key, by=None, note="", now=now)


def begun(key: str, by: User, *, ago: timedelta = timedelta()) -> WorkItem:
    case = start_case(key, by=by, data={"wish": "A stamp"}, now=timezone.now() - ago)
    return case.work_items.get()


@pytest.fixture
def processes(db: None) -> None:
    published(process("letter", {"roles": ["reviewer"]}))
    published(process("visit", {"roles": ["reviewer"]}, deadline={"after": "PT48H"}))


def shown(browser: Client, path: str = INBOX) -> list[str]:
    """The numbers of the cases on a page of the list, from the top."""
    return [item.case.number for item in browser.get(path).context["object_list"]]


def test_overdue_comes_first_then_what_is_due_then_the_oldest(
    processes: None, cast: dict[str, User], browser_for: Browser
) -> None:
    customer = cast["customer"]
    new = begun("letter", customer)
    old = begun("letter", customer, ago=timedelta(days=9))
    due = begun("visit", customer)
    late = begun("visit", customer, ago=timedelta(days=3))
    later = begun("visit", customer, ago=timedelta(days=4))
    browser = browser_for("reviewer")
    expected = [one.case.number for one in (later, late, due, old, new)]
    assert shown(browser) == expected
    page = browser.get(INBOX).content.decode()
    assert page.count('class="engine-overdue"') == 2
    assert "My tasks (5, 2 late)" in page
    assert shown(browser, f"{INBOX}?overdue=true") == expected[:2]
    assert shown(browser, f"{INBOX}?overdue=false") == expected[2:]


def test_boxes_hold_mine_my_queues_and_all_that_i_see(
    processes: None, cast: dict[str, User], browser_for: Browser
) -> None:
    colleague = User.objects.create(username="colleague", display_name="Colleague")
    colleague.groups.add(Group.objects.get(name="reviewer"))
    waiting, mine, theirs = (begun("letter", cast["customer"]) for _turn in range(3))
    claim_task(mine.uuid, by=cast["reviewer"], now=timezone.now())
    claim_task(theirs.uuid, by=colleague, now=timezone.now())
    browser = browser_for("reviewer")
    numbers = [one.case.number for one in (waiting, mine, theirs)]
    assert shown(browser) == numbers[:2]
    assert shown(browser, f"{INBOX}mine/") == [numbers[1]]
    assert shown(browser, f"{INBOX}queues/") == [numbers[0]]
    assert shown(browser, f"{INBOX}all/") == numbers
    boxes = browser.get(INBOX).context["view"].boxes
    assert [box["count"] for box in boxes] == [2, 1, 1, 3]
    assert shown(browser, f"{INBOX}all/?owner={colleague.pk}") == [numbers[2]]
    assert shown(browser, f"{INBOX}all/?owner=null") == [numbers[0]]
    # An operator is asked for none of them and sees all.
    assert shown(browser_for("operator")) == []
    assert shown(browser_for("operator"), f"{INBOX}all/") == numbers
    assert shown(browser_for("support"), f"{INBOX}all/") == []


def test_tasks_are_found_by_process_step_and_number(
    processes: None, cast: dict[str, User], browser_for: Browser
) -> None:
    letter, visit = begun("letter", cast["customer"]), begun("visit", cast["stranger"])
    browser = browser_for("reviewer")
    assert shown(browser, f"{INBOX}?process=letter") == [letter.case.number]
    assert shown(browser, f"{INBOX}?step=visit:review") == [visit.case.number]
    Case.objects.filter(pk=visit.case_id).update(stage="waiting")
    assert shown(browser, f"{INBOX}?stage=plain:waiting") == [visit.case.number]
    choices = browser.get(INBOX).context["filters"].form.fields["stage"].choices
    assert [key for key, _label in choices] == ["", "plain:waiting"]
    assert shown(browser, f"{INBOX}?q={visit.case.number.lower()}") == [visit.case.number]
    assert shown(browser, f"{INBOX}?q=stranger") == [visit.case.number]
    assert shown(browser, f"{INBOX}?q=nothing") == []
    steps = browser.get(INBOX).context["filters"].form.fields["step"].choices
    assert list(steps)[1:] == [
        ("letter:review", "Letter: Review a letter"),
        ("visit:review", "Visit: Review a visit"),
    ]


def test_the_script_of_the_header_gets_the_results_alone(
    processes: None, cast: dict[str, User], browser_for: Browser
) -> None:
    begun("letter", cast["customer"])
    browser = browser_for("reviewer")
    whole = browser.get(f"{INBOX}?q=").content.decode()
    part = browser.get(f"{INBOX}?q=", headers={"X-Requested-With": "XMLHttpRequest"})
    assert "<html" in whole
    assert "<html" not in part.content.decode()
    assert "Review a letter" in part.content.decode()
    assert "X-Requested-With" in part["Vary"]


def test_a_task_is_taken_and_given_back_in_the_list(
    processes: None, cast: dict[str, User], browser_for: Browser
) -> None:
    item = begun("letter", cast["customer"])
    browser, address = browser_for("reviewer"), reverse("engine_task", args=[item.uuid])
    back = f"{INBOX}?process=letter"
    assert 'name="verb" value="claim"' in browser.get(back).content.decode()
    answer = browser.post(f"{address}?next={back}", {"verb": "claim"})
    assert (answer.status_code, answer["Location"]) == (302, back)
    assert WorkItem.objects.get(pk=item.pk).owner == cast["reviewer"]
    assert 'name="verb" value="release"' in browser.get(back).content.decode()
    browser.post(f"{address}?next={back}", {"verb": "release"})
    assert WorkItem.objects.get(pk=item.pk).owner is None
    # Nobody is sent to another host.
    for elsewhere in ("https://example.org/", "//example.org/", "/\\example.org/"):
        answer = browser.post(f"{address}?next={elsewhere}", {"verb": "claim"})
        assert answer["Location"] == address


def test_whoever_is_not_asked_cannot_take_a_task(
    processes: None, cast: dict[str, User], browser_for: Browser
) -> None:
    item = begun("letter", cast["customer"])
    browser = browser_for("operator")
    assert 'value="claim"' not in browser.get(f"{INBOX}all/").content.decode()
    address = reverse("engine_task", args=[item.uuid])
    answer = browser.post(address, {"verb": "claim"}, follow=True)
    assert [str(one) for one in answer.context["messages"]] != []
    assert WorkItem.objects.get(pk=item.pk).owner is None


def test_a_manager_gives_a_task_to_one_of_those_who_are_asked(
    processes: None, cast: dict[str, User], browser_for: Browser
) -> None:
    item, other = begun("letter", cast["customer"]), begun("letter", cast["customer"])
    claim_task(other.uuid, by=cast["reviewer"], now=timezone.now())
    browser, address = browser_for("operator"), reverse("engine_task_assign", args=[item.uuid])
    choices = browser.get(address).context["form"].fields["to"].choices
    reviewer = str(cast["reviewer"].uuid)
    assert list(choices) == [("", "–"), (reviewer, "Reviewer (1 open task)")]
    answer = browser.post(f"{address}?next={INBOX}all/", {"to": reviewer})
    assert (answer.status_code, answer["Location"]) == (302, f"{INBOX}all/")
    assert WorkItem.objects.get(pk=item.pk).owner == cast["reviewer"]
    # And to anybody, by their name.
    browser.post(address, {"username": "support"})
    assert WorkItem.objects.get(pk=item.pk).owner == cast["support"]
    for wrong in ({"username": "nobody-knows"}, {}, {"to": str(cast["support"].uuid)}):
        answer = browser.post(address, wrong)
        assert answer.status_code == 200
        assert list(answer.context["form"].errors) != []
    assert WorkItem.objects.get(pk=item.pk).owner == cast["support"]


def test_the_lead_of_a_team_gives_out_the_work_of_the_team(
    cast: dict[str, User], browser_for: Browser
) -> None:
    team = Team.objects.create(slug="post-room", name="Post room", lead=cast["moderator"])
    team.members.add(cast["reviewer"], cast["support"])
    published(process("parcel-note", {"teams": ["post-room"]}))
    item = begun("parcel-note", cast["customer"])
    address = reverse("engine_task_assign", args=[item.uuid])
    to_support = {"to": str(cast["support"].uuid)}
    # A member may not.
    assert browser_for("reviewer").post(address, to_support)["Location"] == "/admin/"
    assert WorkItem.objects.get(pk=item.pk).owner is None
    lead = browser_for("moderator")
    assert address in lead.get(INBOX).content.decode()
    assert lead.post(address, to_support).status_code == 302
    assert WorkItem.objects.get(pk=item.pk).owner == cast["support"]
    # Somebody has it now, and the lead still sees it.
    assert shown(lead) == []
    assert shown(lead, f"{INBOX}all/") == [item.case.number]


def test_a_list_asks_as_often_for_many_tasks_as_for_few(
    processes: None, cast: dict[str, User], browser_for: Browser
) -> None:
    browser = browser_for("reviewer")

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(f"{INBOX}all/").status_code == 200
        return len(queries)

    begun("letter", cast["customer"])
    begun("visit", cast["customer"])
    browser.get(INBOX)
    few = asked()
    for turn in range(8):
        item = begun(("letter", "visit")[turn % 2], cast["customer"], ago=timedelta(days=turn))
        if turn % 3 == 0:
            claim_task(item.uuid, by=cast["reviewer"], now=timezone.now())
    assert asked() == few


def test_a_long_list_has_pages(
    processes: None, cast: dict[str, User], browser_for: Browser
) -> None:
    items = [begun("letter", cast["customer"]) for _turn in range(51)]
    browser = browser_for("reviewer")
    assert shown(browser) == [item.case.number for item in items[:50]]
    assert shown(browser, f"{INBOX}?p=2") == [items[50].case.number]
