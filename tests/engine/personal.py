"""Reading what is held under seal, on the way of a task."""

from typing import Any

import pytest
from wagtail.models import ModelLogEntry

from accounts.sealed.actions import destroy_key
from accounts.users.models import User
from workflows.engine.actions import read_personal
from workflows.engine.models import Case
from workflows.engine.queries import form_for
from workflows.engine.refusals import NotAllowed, NotAvailable, NotFound, Refusal
from workflows.engine.visibility import visible_data

from . import parcels  # noqa: F401 - registers its vocabulary
from .processes import NOW, begin, end, finish, item, process, start, task, text

Cast = dict[str, User]

PASSPORT = {"key": "passport", "type": "passport", "personal": True, "label": text("Passport")}
SECRET = {"key": "secret", "type": "text", "personal": True, "label": text("Secret")}
NAME = {"key": "name", "type": "text", "label": text("Name")}
PROCESS = process(
    start("review", form=[{"field": "name"}, {"field": "passport"}, {"field": "secret"}]),
    task(
        "review",
        {"ok": "second"},
        form=[
            {"field": "name", "access": {"*": "visible"}},
            {"field": "passport", "access": {"reviewer": "visible"}},
        ],
        who={"roles": ["reviewer", "finance"]},
    ),
    task("second", {"second_ok": "done"}),
    end(),
    kind="parcel",
    fields=[NAME, PASSPORT, SECRET],
)
ANSWERS = {"name": "Lamp", "passport": "ab12345", "secret": "under the mat"}


@pytest.fixture
def case(cast: Cast) -> Case:
    return begin(PROCESS, by=cast["customer"], data=ANSWERS)


def readings() -> list[tuple[Any, Any]]:
    entries = ModelLogEntry.objects.filter(action="doorstep.sealed_value.unseal")
    return [(entry.user, entry.data["reason"]) for entry in entries]


def test_whoever_may_complete_the_task_reads_what_its_form_shows_and_is_written_down(
    cast: Cast, case: Case
) -> None:
    review = item(case, "review")
    assert read_personal(review.uuid, "passport", by=cast["reviewer"]) == "AB12345"
    assert readings() == [(cast["reviewer"], f"Task “review” of case {case.number}.")]
    # Nowhere else.
    form = form_for(review, cast["reviewer"], "en", now=NOW)
    assert form["data"] == {"name": "Lamp"}
    assert visible_data(case, cast["operator"]) == {"name": "Lamp"}


@pytest.mark.parametrize(
    ("username", "field", "refusal"),
    [
        ("finance", "passport", NotFound),  # hidden from them
        ("reviewer", "secret", NotFound),  # not on this form
        ("reviewer", "name", NotFound),  # not under seal
        ("reviewer", "nothing", NotFound),
        ("operator", "passport", NotAllowed),  # sees the task and does not do it
        ("customer", "passport", NotFound),
        ("stranger", "passport", NotFound),
    ],
)
def test_nobody_else_and_nothing_else(
    cast: Cast, case: Case, username: str, field: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        read_personal(item(case, "review").uuid, field, by=cast[username])
    assert readings() == []


def test_a_value_that_was_never_given_is_not_there(cast: Cast) -> None:
    case = begin(PROCESS, by=cast["customer"], data={"name": "Lamp"})
    with pytest.raises(NotFound):
        read_personal(item(case, "review").uuid, "passport", by=cast["reviewer"])


def test_it_is_closed_again_with_the_task(cast: Cast, case: Case) -> None:
    review = item(case, "review")
    finish(case, "review", cast["reviewer"])
    with pytest.raises(NotAvailable) as refused:
        read_personal(review.uuid, "passport", by=cast["reviewer"])
    assert (refused.value.code, readings()) == ("task_closed", [])


def test_what_was_erased_cannot_be_read(cast: Cast, case: Case) -> None:
    destroy_key(cast["customer"], by=None)
    with pytest.raises(NotAvailable) as refused:
        read_personal(item(case, "review").uuid, "passport", by=cast["reviewer"])
    assert (refused.value.code, readings()) == ("erased", [])
