"""A reviewer at work in the inbox and on the pages of tasks and cases."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from accounts.uploads.models import Upload
from accounts.users.models import User
from tests.browser.conftest import Open
from tests.journeys.onboarding import application, status
from tests.journeys.people import Person
from workflows.engine.actions import start_case
from workflows.engine.drafts import save_draft
from workflows.engine.models import Case
from workflows.engine.publication import publish_draft

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

REPORT = {
    "name": "report.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n",
}


def test_a_reviewer_completes_a_task_with_a_file(
    platform: None, person: Callable[[str | None], Person], open_page: Open
) -> None:
    applicant, reviewer = person("applicant"), person("reviewer")
    number = applicant.post("applications/", application(applicant), expect=201)["number"]

    page = open_page("reviewer")
    page.get_by_role("link", name="My tasks (2)").click()
    page.get_by_role("link", name="Check the background").click()
    page.get_by_role("button", name="Take this task").click()
    expect(page.get_by_text("This task is yours now.")).to_be_visible()

    # A refusal needs its reason: nothing that was given before is lost by that.
    page.get_by_label("Background report").set_input_files([REPORT])
    page.get_by_label("Result").select_option("concerns")
    page.get_by_role("button", name="Refuse with concerns").click()
    expect(page.locator(".w-field__errors", has_text="Fill this in")).to_be_visible()
    expect(page.get_by_label("Result")).to_have_value("concerns")
    expect(page.get_by_text("Your file is kept.")).to_be_visible()
    assert status(applicant, number) == "in_review"

    page.get_by_label("Result").select_option("clear")
    page.get_by_role("button", name="Nothing found").click()
    expect(page.get_by_text("Done: Check the background")).to_be_visible()
    assert reviewer.has_task(number, "background_check") is False
    expect(page.get_by_role("link", name="My tasks (1)")).to_be_visible()


def words(text: str) -> dict[str, str]:
    return {"en": text}


HANDOVER = {
    "key": "handover",
    "kind": "plain",
    "title": words("Handover"),
    "fields": [
        {"key": "wish", "type": "text", "label": words("What is it?")},
        {"key": "papers", "type": "file", "label": words("Papers"), "required": True},
        {"key": "picture", "type": "photo", "label": words("Picture"), "required": True},
        {"key": "signed", "type": "signature", "label": words("Signature"), "required": True},
        {
            "key": "parts",
            "type": "table",
            "label": words("Parts"),
            "columns": [
                {"key": "part", "type": "text", "label": words("Part"), "required": True},
                {"key": "count", "type": "int", "label": words("Count")},
            ],
        },
    ],
    "steps": [
        {
            "id": "ask",
            "kind": "start",
            "title": words("Ask"),
            "who": {"roles": ["customer"]},
            "form": [{"field": "wish"}],
            "next": "receive",
        },
        {
            "id": "receive",
            "kind": "task",
            "title": words("Receive it"),
            "who": {"roles": ["reviewer"]},
            "form": [{"field": key} for key in ("papers", "picture", "signed", "parts")],
            "outcomes": [{"key": "received", "label": words("It is here"), "to": "done"}],
        },
        {"id": "done", "kind": "end", "title": words("Done")},
    ],
}


def picture() -> bytes:
    data = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(data, "PNG")
    return data.getvalue()


@pytest.fixture
def handover(cast: dict[str, User]) -> Case:
    now = timezone.now()
    save_draft("handover", definition=HANDOVER, note="", etag="", by=None, now=now)
    publish_draft("handover", by=None, note="", now=now)
    return start_case("handover", by=cast["customer"], data={"wish": "A key"}, now=now)


def test_a_task_is_taken_in_the_inbox_and_signed(handover: Case, open_page: Open) -> None:
    page = open_page("reviewer")
    page.goto("/admin/tasks/")
    page.get_by_role("button", name="Take “Receive it”").click()
    expect(page.get_by_text("This task is yours now.")).to_be_visible()
    page.get_by_role("link", name="Receive it", exact=True).click()

    page.get_by_label("Papers").set_input_files([REPORT])
    page.get_by_label("Picture").set_input_files(
        [{"name": "here.png", "mimeType": "image/png", "buffer": picture()}]
    )
    expect(page.locator("[data-photo] img")).to_be_visible()
    pad = page.get_by_role("img", name="Sign here")
    pad.scroll_into_view_if_needed()
    place = pad.bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + 20, place["y"] + 60)
    page.mouse.down()
    page.mouse.move(place["x"] + 120, place["y"] + 20, steps=4)
    page.mouse.move(place["x"] + 200, place["y"] + 90, steps=4)
    page.mouse.up()

    part = page.get_by_label("Part", exact=True)
    expect(part).to_have_count(3)
    part.nth(0).fill("Lock")
    page.get_by_role("button", name="Add a row to Parts").click()
    expect(part).to_have_count(4)
    part.nth(3).fill("Key")
    page.get_by_label("Count").nth(3).fill("2")
    page.get_by_role("button", name="Take this row away").nth(1).click()
    expect(part).to_have_count(3)
    page.get_by_role("button", name="It is here").click()
    expect(page.get_by_text("Done: Receive it")).to_be_visible()

    data = Case.objects.get(pk=handover.pk).data
    assert data["parts"] == [{"part": "Lock"}, {"part": "Key", "count": 2}]
    kept = {key: Upload.objects.get(pk=data[key]) for key in ("papers", "picture", "signed")}
    assert {key: (one.name, one.type) for key, one in kept.items()} == {
        "papers": ("report.pdf", "application/pdf"),
        "picture": ("here.png", "image/png"),
        "signed": ("signature.png", "image/png"),
    }
    with kept["signed"].file.open() as file:
        drawn = Image.open(file).convert("L")
    assert drawn.size == (960, 320)
    # Ink on paper: most of it white, and a stroke.
    dark = sum(drawn.histogram()[:80])
    assert 500 < dark < 20_000

    page.goto(f"/admin/cases/{handover.number}/")
    expect(page.get_by_role("img", name="Signature")).to_be_visible()
    expect(page.get_by_role("link", name="report.pdf")).to_be_visible()
