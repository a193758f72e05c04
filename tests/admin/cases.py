"""Cases in the admin: the list of all, and the page of one with what an operator may do to it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.uploads.actions import store_upload
from accounts.users.models import User
from tests.admin.tasks import ANSWERS, PROCESS
from tests.engine.parcels import BROKEN
from tests.furniture.processes import ERRAND, parcel
from workflows.engine.actions import claim_task, complete_task, start_case
from workflows.engine.drafts import save_draft
from workflows.engine.models import Case, CaseEvent, TimelineEntry, WorkItem
from workflows.engine.publication import publish_draft

pytestmark = pytest.mark.django_db

Browser = Callable[[str], Client]
CASES = "/admin/cases/"
NOW = timezone.now


def words(text: str) -> dict[str, str]:
    return {"en": text}


INSPECTION: dict[str, Any] = {
    "key": "inspection",
    "kind": "plain",
    "title": words("Inspection"),
    "fields": [
        {
            "key": "rooms",
            "type": "table",
            "label": words("Rooms"),
            "columns": [
                {"key": "room", "type": "text", "label": words("Room")},
                {"key": "plan", "type": "file", "label": words("Plan")},
            ],
        }
    ],
    "steps": [
        {
            "id": "ask",
            "kind": "start",
            "title": words("Ask"),
            "who": {"roles": ["customer"]},
            "form": [{"field": "rooms"}],
            "next": "inspect",
        },
        {
            "id": "inspect",
            "kind": "items",
            "title": words("Inspect"),
            "table": "rooms",
            "who": {"roles": ["reviewer"]},
            "form": [{"column": one, "access": "visible"} for one in ("room", "plan")],
            "outcomes": [{"key": "fine", "label": words("Fine")}],
            "next": "done",
        },
        {"id": "done", "kind": "end", "title": words("Done")},
    ],
}


def published(definition: dict[str, Any]) -> None:
    key, now = definition["key"], timezone.now()
    save_draft(key, definition=definition, note="", etag="", by=None, now=now)
    publish_draft(key, by=None, note="", now=now)


@pytest.fixture(autouse=True)
def _ink() -> Iterator[None]:
    # The type of parcels is made in a test, and gone again after it.
    ContentType.objects.clear_cache()
    yield
    BROKEN.clear()


@pytest.fixture
def errand(cast: dict[str, User]) -> Case:
    published(ERRAND)
    return start_case("errand", by=cast["customer"], data={"wish": "A pen"}, now=timezone.now())


@pytest.fixture
def failed(cast: dict[str, User]) -> Case:
    published(parcel("stamping", {"id": "stamp", "kind": "action", "action": "stamp"}))
    BROKEN.append("no ink")
    return start_case("stamping", by=cast["customer"], data={}, now=timezone.now())


@pytest.fixture
def waiting(cast: dict[str, User]) -> Case:
    published(parcel("scanning", {"id": "scan", "kind": "event", "event": "scanned"}))
    return start_case("scanning", by=cast["stranger"], data={}, now=timezone.now())


def page(case: Case, verb: str = "") -> str:
    return reverse(f"engine_case_{verb}" if verb else "engine_case", args=[case.number])


def shown(browser: Client, query: str = "") -> list[str]:
    return [case.number for case in browser.get(CASES + query).context["object_list"]]


def test_cases_of_every_process_are_listed_and_found(
    errand: Case, failed: Case, waiting: Case, browser_for: Browser
) -> None:
    browser = browser_for("support")
    assert shown(browser) == [waiting.number, failed.number, errand.number]
    assert shown(browser, "?process=errand") == [errand.number]
    assert shown(browser, "?stage=plain:open") == [errand.number]
    assert shown(browser, "?stage=parcel:posted") == [waiting.number, failed.number]
    assert shown(browser, "?state=failed") == [failed.number]
    assert shown(browser, "?starter=stranger") == [waiting.number]
    assert shown(browser, f"?q={errand.number[2:6]}") == [errand.number]
    assert shown(browser, "?started_at_to=2020-01-01") == []
    browser_for("operator").post(page(errand, "cancel"), {"reason": "Nobody wants it"})
    assert shown(browser, "?state=finished") == [errand.number]
    assert shown(browser, "?state=running") == [waiting.number, failed.number]
    # A reviewer sees the case that they have work in, an editor none.
    assert shown(browser_for("reviewer")) == [errand.number]
    assert shown(browser_for("editor")) == []


def test_the_menu_leads_those_to_cases_who_see_all(browser_for: Browser) -> None:
    link = '"url": "/admin/cases/"'
    for name, is_shown in (("support", True), ("operator", True), ("reviewer", False)):
        menu = browser_for(name).get("/admin/tasks/").content.decode().replace("&quot;", '"')
        assert (link in menu) is is_shown, name


def test_a_list_asks_as_often_for_many_cases_as_for_few(
    errand: Case, cast: dict[str, User], browser_for: Browser
) -> None:
    browser = browser_for("operator")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(CASES).status_code == 200
        return len(queries)

    asked()
    few = asked()
    for name in ("customer", "stranger", "applicant") * 3:
        start_case("errand", by=cast[name], data={"wish": "A pen"}, now=timezone.now())
    assert asked() == few


def test_the_page_tells_where_a_case_stands_and_what_is_known(
    errand: Case, browser_for: Browser
) -> None:
    answer = browser_for("support").get(page(errand))
    content = answer.content.decode()
    assert [(one.label, one.text) for one in answer.context["known"].shown] == [
        ("What is it?", "A pen")
    ]
    [task] = answer.context["tasks"]
    assert (task["title"], task["asked"], task["may_claim"]) == ("Review", "role reviewer", False)
    assert task["is_visible"] is False
    assert reverse("engine_case_chart", args=[errand.number]) in content
    assert [entry["event"] for entry in answer.context["timeline"]] == [
        "stage_changed", "started", "entered",
    ]  # fmt: skip
    # Who only reads is shown no button.
    for verb in ("jump", "cancel", "event"):
        assert page(errand, verb) not in content
    reviewer = browser_for("reviewer").get(page(errand)).context["tasks"]
    assert (reviewer[0]["may_claim"], reviewer[0]["is_visible"]) == (True, True)


def test_files_and_what_is_under_seal_are_for_those_who_may(
    cast: dict[str, User], browser_for: Browser
) -> None:
    published(PROCESS)
    data = {"wish": "A stamp", "phrase": "Open, sesame"}
    case = start_case("errand", by=cast["customer"], data=data, now=timezone.now())
    task = reverse("engine_task", args=[case.work_items.get().uuid])
    support = browser_for("support").get(page(case))
    held = [one for one in support.context["known"].shown if one.label == "Phrase"]
    assert [(one.text, one.sealed, one.opened_by) for one in held] == [("Held under seal.", "", "")]
    assert "Open, sesame" not in support.content.decode()
    reviewer = browser_for("reviewer")
    known = reviewer.get(page(case)).context["known"].shown
    assert [(one.sealed, one.opened_by) for one in known if one.label == "Phrase"] == [
        ("phrase", task)
    ]
    opened = reviewer.post(task, {"verb": "open", "field": "phrase"})
    assert "Open, sesame" in opened.content.decode()
    assert ModelLogEntry.objects.get(action="doorstep.sealed_value.unseal").user == cast["reviewer"]

    report = SimpleUploadedFile("report.txt", b"Seen and fine.\n")
    reviewer.post(task, {**ANSWERS, "answer-report": report})
    files = browser_for("support").get(page(case)).context["files"]
    assert [file.name for file in files] == ["report.txt"]
    # The task is over: nobody opens what is under seal by it any more.
    known = reviewer.get(page(case)).context["known"].shown
    assert [(one.sealed, one.opened_by) for one in known if one.label == "Phrase"] == [("", "")]


def test_a_failed_step_says_why_and_is_tried_again(failed: Case, browser_for: Browser) -> None:
    operator, support = browser_for("operator"), browser_for("support")
    answer = operator.get(page(failed))
    assert [(one["title"], one["code"]) for one in answer.context["failures"]] == [
        ("Handle", "failed")
    ]
    assert page(failed, "retry") in answer.content.decode()
    assert page(failed, "retry") not in support.get(page(failed)).content.decode()
    answer = operator.post(page(failed, "retry"), {"step": "stamp"}, follow=True)
    said = [str(one).strip() for one in answer.context["messages"]]
    assert said == ["“Handle” was tried again, and failed again."]
    BROKEN.clear()
    assert support.post(page(failed, "retry"), {"step": "stamp"})["Location"] == "/admin/"
    assert Case.objects.get(pk=failed.pk).finished_at is None
    answer = operator.post(page(failed, "retry"), {"step": "stamp"})
    assert answer["Location"] == page(failed)
    assert Case.objects.get(pk=failed.pk).stage == "delivered"
    # Once more does nothing, and neither does a step that is none.
    before = TimelineEntry.objects.filter(case=failed).count()
    operator.post(page(failed, "retry"), {"step": "stamp"})
    assert operator.post(page(failed, "retry"), {"step": "no-such-step"}).status_code == 404
    assert TimelineEntry.objects.filter(case=failed).count() == before


def test_a_case_goes_on_at_another_step_for_a_reason(errand: Case, browser_for: Browser) -> None:
    operator = browser_for("operator")
    choices = operator.get(page(errand, "jump")).context["form"].fields["to"].choices
    assert [key for key, _label in choices] == ["", "review", "done", "refused", "withdrawn"]
    for wrong in ({"to": "refused"}, {"to": "ask", "reason": "Back"}, {"reason": "Where?"}):
        assert operator.post(page(errand, "jump"), wrong).status_code == 200
    assert Case.objects.get(pk=errand.pk).stage == "open"
    sent = {"to": "refused", "reason": "Sold out"}
    assert browser_for("support").post(page(errand, "jump"), sent)["Location"] == "/admin/"
    assert Case.objects.get(pk=errand.pk).stage == "open"
    assert operator.post(page(errand, "jump"), sent)["Location"] == page(errand)
    case = Case.objects.get(pk=errand.pk)
    assert (case.stage, case.finished_at is not None) == ("refused", True)
    assert "Sold out" in operator.get(page(errand)).content.decode()
    entry = TimelineEntry.objects.get(case=case, event="jumped")
    assert (entry.actor.username, entry.data["reason"]) == ("operator", "Sold out")


def test_a_case_is_called_off_for_a_reason(errand: Case, browser_for: Browser) -> None:
    operator = browser_for("operator")
    assert operator.post(page(errand, "cancel"), {"reason": " "}).status_code == 200
    assert Case.objects.get(pk=errand.pk).finished_at is None
    operator.post(page(errand, "cancel"), {"reason": "Nobody wants it"})
    case = Case.objects.get(pk=errand.pk)
    assert (case.result, WorkItem.objects.get(case=case).is_open) == ("cancelled", False)
    content = operator.get(page(errand)).content.decode()
    assert "Nobody wants it" in content
    assert page(errand, "cancel") not in content
    # A second time is refused, and said.
    again = operator.post(page(errand, "cancel"), {"reason": "Really"})
    assert again.status_code == 200
    assert TimelineEntry.objects.filter(case=case, event="cancelled").count() == 1


def test_a_case_is_told_once_what_happened(waiting: Case, browser_for: Browser) -> None:
    operator = browser_for("operator")
    address = page(waiting, "event")
    assert "scanned" in operator.get(address).content.decode()
    form = operator.get(f"{address}?event=scanned").context["form"]
    sent = {"grams": "20", "sent_once": form["sent_once"].value()}
    wrong = operator.post(f"{address}?event=scanned", {**sent, "grams": "heavy"})
    assert list(wrong.context["form"].errors) == ["grams"]
    support = browser_for("support").post(f"{address}?event=scanned", sent)
    assert support["Location"] == "/admin/"
    assert CaseEvent.objects.count() == 0
    for _time in range(2):
        assert operator.post(f"{address}?event=scanned", sent)["Location"] == page(waiting)
    event = CaseEvent.objects.get()
    assert (event.event, event.data, event.sender.username) == (
        "scanned",
        {"grams": 20},
        "operator",
    )
    assert Case.objects.get(pk=waiting.pk).stage == "delivered"


def test_a_case_of_others_is_not_there(errand: Case, browser_for: Browser) -> None:
    for name in ("editor", "finance", "moderator"):
        for verb in ("", "jump", "cancel", "event"):
            assert browser_for(name).get(page(errand, verb)).status_code == 404
        refused = browser_for(name).post(page(errand, "cancel"), {"reason": "Mine"})
        assert refused.status_code == 404
    assert Case.objects.get(pk=errand.pk).finished_at is None


def test_a_case_and_those_that_it_began_lead_to_each_other(
    cast: dict[str, User], browser_for: Browser
) -> None:
    published(ERRAND)
    run = {"id": "run", "kind": "subprocess", "process": "errand"}
    published(parcel("outer", {**run, "data": {"wish": {"value": "A pen"}}}))
    case = start_case("outer", by=cast["customer"], data={}, now=timezone.now())
    child = Case.objects.get(parent=case)
    operator, reviewer = browser_for("operator"), browser_for("reviewer")
    above = operator.get(page(case)).context
    assert [(str(label), one) for label, one in above["family"]] == [("Begun by this case", child)]
    begun = [one for one in above["timeline"] if one["event"] == "case_begun"]
    assert [(one["what"], one["case_url"]) for one in begun] == [
        (f"Handle: case {child.number}", page(child))
    ]
    assert operator.get(page(case)).content.decode().count(f'href="{page(child)}"') == 2
    below = operator.get(page(child)).context
    assert [(str(label), one) for label, one in below["family"]] == [("Began this case", case)]
    # Whoever does not see the case above is not told of it.
    assert reviewer.get(page(child)).context["family"] == []


def test_files_in_rows_are_for_those_who_worked_on_the_row(
    cast: dict[str, User], browser_for: Browser
) -> None:
    seen = store_upload(SimpleUploadedFile("seen.txt", b"One.\n"), by=cast["customer"], now=NOW())
    other = store_upload(SimpleUploadedFile("no.txt", b"Two.\n"), by=cast["customer"], now=NOW())
    published(INSPECTION)
    rooms = [{"room": "Hall", "plan": str(seen.pk)}, {"room": "Attic", "plan": str(other.pk)}]
    case = start_case("inspection", by=cast["customer"], data={"rooms": rooms}, now=NOW())
    reviewer = browser_for("reviewer")
    titles = [item["title"] for item in reviewer.get(page(case)).context["tasks"]]
    assert titles == ["Inspect: row 1, Hall", "Inspect: row 2, Attic"]
    listed = reviewer.get("/admin/tasks/").content.decode()
    assert [title in listed for title in titles] == [True, True]

    hall = next(item for item in case.work_items.all() if item.task.data["row"] == 0)
    claim_task(hall.uuid, by=cast["reviewer"], now=NOW())
    complete_task(hall.uuid, by=cast["reviewer"], outcome="fine", data={}, now=NOW())
    cast["reviewer"].groups.set(cast["editor"].groups.all())
    # Out of the role, they still read what they worked on, and nothing else.
    again = browser_for("reviewer").get(page(case))
    assert [file.name for file in again.context["files"]] == ["seen.txt"]
    both = browser_for("operator").get(page(case)).context["files"]
    assert [file.name for file in both] == ["seen.txt", "no.txt"]
