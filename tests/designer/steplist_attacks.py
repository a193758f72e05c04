"""What somebody might post to the step list without its forms: told, and nothing stored."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from accounts.users.models import User
from tests.designer.drafts import drafted, part_url, step
from tests.designer.pages import Visit
from tests.engine.tables import grade, row
from workflows.engine.models import Definition

pytestmark = pytest.mark.django_db

TABLE = grade(row(None, None, gives=[None, None]), on_error="look")
KEY = TABLE["key"]


@pytest.fixture
def operator(browser_for: Callable[[str], Client], cast: dict[str, User]) -> Client:
    drafted(TABLE, cast["operator"])
    return browser_for("operator")


def untouched() -> bool:
    saved = Definition.objects.get()
    return (saved.draft, saved.revision) == (TABLE, 1)


@pytest.mark.parametrize(
    ("do", "more"),
    [
        ("add:__class__", {"kind-__class__": "x"}),
        ("add:steps", {"kind-steps": "__class__"}),
        ("copy:steps/../key", {}),
        ("up:steps/nowhere", {}),
        ("removed:steps/grade", {"opened": "0" * 64}),
        ("removed:steps/grade", {}),
        ("publish:", {}),
        ("x" * 100_000, {}),
    ],
)
def test_a_verb_that_no_button_sends_changes_nothing(
    operator: Client, do: str, more: dict[str, str]
) -> None:
    answer = operator.post(reverse("designer_steps", args=[KEY]), {"do": do, **more}, follow=True)
    assert answer.status_code == 200
    assert untouched()


def post_part(operator: Client, path: str, **posted: str) -> Any:
    return operator.post(part_url(KEY, path), {"do": "save", **posted}, follow=True)


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Grade\x1b[2J", "has a character that cannot be printed"),
        ("x" * 20_001, "has more than 20000 characters"),
        ("x" * 10_000_000, ""),
    ],
    ids=["control characters", "20,001 characters", "10 MB"],
)
def test_a_text_that_no_draft_may_hold_is_told_and_not_saved(
    operator: Client, title: str, told: str
) -> None:
    path = "steps/grade"
    if told:
        visit = Visit(operator, part_url(KEY, path))
        visit.press("save", **{"title-en": title})
        assert told in visit.html
    else:
        assert post_part(operator, path, **{"title-en": title}).status_code == 400
    assert untouched()


@pytest.mark.parametrize("opened", ["", "0" * 64, "x" * 10_000])
def test_a_forged_fingerprint_overwrites_nothing(operator: Client, opened: str) -> None:
    answer = post_part(operator, "steps/grade", **{"title-en": "Mine", "opened": opened})
    assert (answer.status_code, untouched()) == (409, True)


def imported(operator: Client, content: bytes) -> str:
    file = SimpleUploadedFile("table.xlsx", content)
    url = reverse("designer_import", args=[KEY, "grade"])
    answer = operator.post(url, {"file": file}, follow=True)
    assert answer.status_code == 200
    html: str = answer.content.decode()
    return html


@pytest.mark.parametrize(
    "content",
    [
        b"x" * 10_000_000,
        b"Years,note\n5,\x1b[2J\n",
        b"Years,note\n=1+1,\n",
        b'Years\n=HYPERLINK("http://example.org")\n',
        b"Years,=cmd|' /C calc'!A0\n5,1\n",
        b"PK\x03\x04" + b"\x00" * 100,
    ],
    ids=["10 MB", "control characters", "a sum", "a link", "a heading", "no archive"],
)
def test_a_spreadsheet_that_would_do_something_is_not_imported(
    operator: Client, content: bytes
) -> None:
    assert "Nothing was imported." in imported(operator, content)
    assert untouched()


def test_a_formula_of_a_workbook_is_never_calculated(operator: Client) -> None:
    book = Workbook()
    book.active.append(["Years", "note"])
    book.active.append([5, '=HYPERLINK("http://example.org","Win")'])
    stored = BytesIO()
    book.save(stored)
    imported(operator, stored.getvalue())
    # Its last result is nothing: nobody has calculated it.
    assert step(KEY, "grade")["rows"] == [{"cells": [{"op": "==", "value": 5}], "values": []}]
