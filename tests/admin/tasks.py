"""The plain inbox in Wagtail's admin: my open tasks, and one of them completed by its form."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.uploads.models import Upload
from accounts.users.models import User
from workflows.engine.actions import start_case
from workflows.engine.drafts import save_draft
from workflows.engine.models import Case, WorkItem
from workflows.engine.publication import publish_draft

Browser = Callable[[str], Client]


def text(words: str) -> dict[str, str]:
    return {"en": words}


def field(key: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "label": text(key.title()), **more}


def options(*values: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": text(value.title())} for value in values]


FIELDS = [
    field("wish", "text"),
    field("comment", "long_text", rules={"min_length": 5}),
    field("hours", "int", rules={"min": 1, "max": 8}),
    field("fee", "money"),
    field("day", "date"),
    field("hour", "time"),
    field("moment", "datetime"),
    field("size", "choice", options=options("small", "large"), required=True),
    field("extras", "choices", options=options("apples", "bread")),
    field("urgent", "boolean"),
    field("report", "file", rules={"types": ["text/plain"]}),
    field("place", "location"),
    field("why", "text", show_when={"var": "data.urgent", "op": "==", "value": True}),
    field(
        "shopping",
        "table",
        columns=[field("item", "text", required=True), field("amount", "int")],
    ),
]
PROCESS = {
    "key": "errand",
    "kind": "plain",
    "title": text("Errand"),
    "fields": [*FIELDS, field("phrase", "text", personal=True)],
    "steps": [
        {
            "id": "ask",
            "kind": "start",
            "title": text("Ask"),
            "who": {"roles": ["customer"]},
            "form": [{"field": "wish"}, {"field": "phrase"}],
            "next": "review",
        },
        {
            "id": "review",
            "kind": "task",
            "title": text("Review"),
            "who": {"roles": ["reviewer"]},
            "form": [
                {"field": "wish", "access": {"*": "visible"}},
                {"field": "phrase", "access": {"*": "visible"}},
                *({"field": each["key"]} for each in FIELDS[1:]),
            ],
            "outcomes": [
                {"key": "accept", "label": text("Accept it"), "to": "done"},
                {"key": "refuse", "label": text("Refuse it"), "to": "done"},
            ],
        },
        {"id": "done", "kind": "end", "title": text("Done")},
    ],
}
ANSWERS = {
    "verb": "complete",
    "outcome": "accept",
    "answer-comment": "All is well",
    "answer-hours": "3",
    "answer-fee": "12.50",
    "answer-day": "2026-12-01",
    "answer-hour": "14:30",
    "answer-moment": "2026-12-01 09:00",
    "answer-size": "large",
    "answer-extras": ["apples", "bread"],
    "answer-urgent": "true",
    "answer-place-lat": "31.23",
    "answer-place-lng": "121.47",
    "answer-why": "It rains",
    "answer-shopping-TOTAL_FORMS": "3",
    "answer-shopping-INITIAL_FORMS": "0",
    "answer-shopping-0-item": "Milk",
    "answer-shopping-0-amount": "2",
    "answer-shopping-1-item": "Tea",
}


@pytest.fixture
def item(cast: dict[str, User]) -> WorkItem:
    now = timezone.now()
    save_draft("errand", definition=PROCESS, note="", etag="", by=None, now=now)
    publish_draft("errand", by=None, note="", now=now)
    case = start_case("errand", by=cast["customer"], data={"wish": "A stamp"}, now=now)
    return WorkItem.objects.get(case=case)


def page(item: WorkItem) -> str:
    return reverse("engine_task", args=[item.uuid])


def test_the_list_shows_my_tasks_and_the_menu_counts_them(
    item: WorkItem, browser_for: Browser
) -> None:
    answer = browser_for("reviewer").get(reverse("engine_tasks"))
    content = answer.content.decode()
    assert answer.status_code == 200
    assert page(item) in content
    assert item.case.number in content
    assert "My tasks (1)" in content
    other = browser_for("support").get(reverse("engine_tasks")).content.decode()
    assert page(item) not in other
    assert "My tasks (" not in other


def test_a_task_is_completed_with_every_kind_of_field(item: WorkItem, browser_for: Browser) -> None:
    report = SimpleUploadedFile("report.txt", b"Seen and fine.\n")
    answer = browser_for("reviewer").post(page(item), {**ANSWERS, "answer-report": report})
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == reverse("engine_tasks")
    case = Case.objects.get(pk=item.case_id)
    upload = Upload.objects.get(name="report.txt")
    assert case.data == {
        "wish": "A stamp",
        "comment": "All is well",
        "hours": 3,
        "fee": 1250,
        "day": "2026-12-01",
        "hour": "14:30",
        "moment": "2026-12-01T09:00:00+08:00",
        "size": "large",
        "extras": ["apples", "bread"],
        "urgent": True,
        "report": str(upload.pk),
        "place": {"lat": 31.23, "lng": 121.47},
        "why": "It rains",
        "shopping": [{"item": "Milk", "amount": 2}, {"item": "Tea"}],
    }
    assert upload.reference == f"case:{case.number}"
    assert WorkItem.objects.get(pk=item.pk).outcome == "accept"


def test_what_the_engine_refuses_stands_at_its_field_and_changes_nothing(
    item: WorkItem, browser_for: Browser
) -> None:
    wrong = {
        **ANSWERS,
        "answer-comment": "No",
        "answer-shopping-1-item": "",
        "answer-shopping-1-amount": "5",
    }
    answer = browser_for("reviewer").post(page(item), wrong)
    assert answer.status_code == 200
    form = answer.context["form"]
    assert list(form.form.errors) == ["comment"]
    assert form.tables[0].formset[1].errors.keys() == {"item"}
    item.refresh_from_db()
    assert (item.is_open, Case.objects.get(pk=item.case_id).data) == (True, {"wish": "A stamp"})


def test_what_django_cannot_read_stands_at_its_field(item: WorkItem, browser_for: Browser) -> None:
    wrong = {**ANSWERS, "answer-hours": "three", "answer-size": "", "answer-place-lng": ""}
    answer = browser_for("reviewer").post(page(item), wrong)
    assert list(answer.context["form"].form.errors) == ["hours", "size", "place"]
    assert WorkItem.objects.get(pk=item.pk).is_open


def test_no_key_of_a_field_is_taken_for_a_name_of_the_page(
    cast: dict[str, User], browser_for: Browser
) -> None:
    begin, review, end = PROCESS["steps"]
    keys = ("verb", "outcome", "rows", "field", "hints", "csrfmiddlewaretoken", "place_lat")
    asked = [{"field": key} for key in (*keys, "place")]
    fields = [*PROCESS["fields"], *(field(key, "text") for key in keys)]
    named = {**PROCESS, "fields": fields, "steps": [begin, {**review, "form": asked}, end]}
    now = timezone.now()
    save_draft("errand", definition=named, note="", etag="", by=None, now=now)
    publish_draft("errand", by=None, note="", now=now)
    case = start_case("errand", by=cast["customer"], data={"wish": "A stamp"}, now=now)
    answers = {key: key.title() for key in keys}
    sent = {f"answer-{key}": value for key, value in answers.items()}
    sent |= {"answer-place-lat": "31.23", "answer-place-lng": "121.47"}
    page_of = page(case.work_items.get())
    browser_for("reviewer").post(page_of, {"verb": "complete", "outcome": "refuse", **sent})
    assert WorkItem.objects.get(case=case).outcome == "refuse"
    place = {"lat": 31.23, "lng": 121.47}
    assert Case.objects.get(pk=case.pk).data == {"wish": "A stamp", **answers, "place": place}


def test_a_question_that_is_not_asked_may_stay_empty(item: WorkItem, browser_for: Browser) -> None:
    answer = browser_for("reviewer").post(
        page(item), {**ANSWERS, "answer-urgent": "false", "answer-why": ""}
    )
    assert answer.status_code == 302
    assert "why" not in Case.objects.get(pk=item.case_id).data


def test_a_task_is_taken_and_given_back(
    item: WorkItem, browser_for: Browser, cast: dict[str, User]
) -> None:
    browser = browser_for("reviewer")
    browser.post(page(item), {"verb": "claim"})
    assert WorkItem.objects.get(pk=item.pk).owner == cast["reviewer"]
    browser.post(page(item), {"verb": "release"})
    assert WorkItem.objects.get(pk=item.pk).owner is None


def test_outcomes_are_offered_to_whoever_may_take_them(
    item: WorkItem, browser_for: Browser
) -> None:
    mine = browser_for("reviewer").get(page(item)).content.decode()
    assert 'value="accept">Accept it' in mine
    # An operator sees the task but is no candidate of it.
    theirs = browser_for("operator").get(page(item))
    assert theirs.status_code == 200
    assert 'value="accept"' not in theirs.content.decode()
    refused = browser_for("operator").post(page(item), ANSWERS)
    assert refused.status_code == 302
    assert WorkItem.objects.get(pk=item.pk).is_open


def test_what_is_held_under_seal_is_shown_once_it_is_asked_for(
    cast: dict[str, User], item: WorkItem, browser_for: Browser
) -> None:
    data = {"wish": "A stamp", "phrase": "Open, sesame"}
    case = start_case("errand", by=cast["stranger"], data=data, now=timezone.now())
    address, browser = page(case.work_items.get()), browser_for("reviewer")
    before = browser.get(address).content.decode()
    assert "Held under seal." in before
    assert "Open, sesame" not in before
    opened = browser.post(address, {"verb": "open", "field": "phrase"})
    assert "Open, sesame" in opened.content.decode()
    assert "no-store" in opened["Cache-Control"]
    assert ModelLogEntry.objects.get(action="doorstep.sealed_value.unseal").user == cast["reviewer"]
    # Who sees the task without doing it is sent back without the value.
    refused = browser_for("operator").post(address, {"verb": "open", "field": "phrase"})
    assert refused.status_code == 302
    assert ModelLogEntry.objects.filter(action="doorstep.sealed_value.unseal").count() == 1


def test_a_task_of_others_is_not_there(item: WorkItem, browser_for: Browser) -> None:
    assert browser_for("support").get(page(item)).status_code == 404


def test_a_file_is_read_by_whoever_sees_its_case(
    item: WorkItem, browser_for: Browser, cast: dict[str, User]
) -> None:
    report = SimpleUploadedFile("report.txt", b"Seen and fine.\n")
    browser_for("reviewer").post(page(item), {**ANSWERS, "answer-report": report})
    upload = Upload.objects.get(name="report.txt")
    address = reverse("engine_task_file", args=[upload.pk])
    answer = browser_for("operator").get(address)
    assert b"".join(answer.streaming_content) == b"Seen and fine.\n"
    assert "attachment" in answer["Content-Disposition"]
    assert browser_for("editor").get(address).status_code == 404


def test_a_table_gains_and_loses_rows_without_javascript(
    item: WorkItem, browser_for: Browser
) -> None:
    browser = browser_for("reviewer")
    report = SimpleUploadedFile("report.txt", b"Seen and fine.\n")
    # Half filled in, and one answer that does not fit: neither is complained of yet.
    sent = {**ANSWERS, "answer-comment": "No", "answer-size": "", "answer-report": report}
    more = browser.post(page(item), {**sent, "rows": "add:answer-shopping"})
    assert more.status_code == 200
    form = more.context["form"]
    assert form.tables[0].formset.total_form_count() == 4
    assert 'class="error-message"' not in more.content.decode()
    assert 'value="It rains"' in more.content.decode()
    kept = str(Upload.objects.get().pk)
    assert f'name="answer-report-kept" value="{kept}"' in more.content.decode()

    sent = {
        **ANSWERS,
        "answer-report-kept": kept,
        "answer-shopping-TOTAL_FORMS": "4",
        "answer-shopping-3-item": "Salt",
    }
    less = browser.post(page(item), {**sent, "rows": "remove:answer-shopping:0"})
    boxes = less.context["form"].tables[0].formset
    assert [boxes.forms[at]["item"].value() for at in range(3)] == ["Tea", None, "Salt"]
    # Enter, a table that is none and a row that is none change nothing.
    for wish in (
        "keep",
        "add:answer-comment",
        "remove:answer-shopping:9",
        "remove:answer-shopping:x",
        "add:",
    ):
        same = browser.post(page(item), {**sent, "rows": wish})
        assert same.context["form"].tables[0].formset.total_form_count() == 4, wish
    item.refresh_from_db()
    assert (item.is_open, Case.objects.get(pk=item.case_id).data) == (True, {"wish": "A stamp"})

    done = browser.post(page(item), sent)
    assert done.status_code == 302
    data = Case.objects.get(pk=item.case_id).data
    assert data["shopping"] == [{"item": "Milk", "amount": 2}, {"item": "Tea"}, {"item": "Salt"}]
    assert data["report"] == kept


def test_rows_of_before_stay_or_go_as_they_are_sent_back(
    cast: dict[str, User], browser_for: Browser
) -> None:
    form = PROCESS["steps"][1]["form"]
    again = {**PROCESS["steps"][1], "id": "again", "title": text("Again")}
    first = {**PROCESS["steps"][1], "form": [entry for entry in form if entry["field"] != "size"]}
    first["outcomes"] = [{"key": "accept", "label": text("Accept it"), "to": "again"}]
    steps = [PROCESS["steps"][0], first, again, PROCESS["steps"][2]]
    now = timezone.now()
    twice = {**PROCESS, "key": "twice", "steps": steps}
    save_draft("twice", definition=twice, note="", etag="", by=None, now=now)
    publish_draft("twice", by=None, note="", now=now)
    case = start_case("twice", by=cast["customer"], data={"wish": "A stamp"}, now=now)
    browser = browser_for("reviewer")
    browser.post(page(case.work_items.get()), ANSWERS)
    second = case.work_items.get(step="again")
    shown = browser.get(page(second)).context["form"].tables[0].formset
    assert [row["item"].value() for row in shown] == ["Milk", "Tea", None, None, None]
    # As a browser sends it back, unchanged but for the row that was taken away.
    sent = {**ANSWERS, "answer-shopping-TOTAL_FORMS": "4", "answer-shopping-INITIAL_FORMS": "2"}
    sent |= {
        "answer-shopping-0-item": "Tea",
        "answer-shopping-0-amount": "",
        "answer-shopping-1-item": "Oil",
    }
    assert browser.post(page(second), sent).status_code == 302
    assert Case.objects.get(pk=case.pk).data["shopping"] == [{"item": "Tea"}, {"item": "Oil"}]
