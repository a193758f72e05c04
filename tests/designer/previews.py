"""Notices as they will read, filled from a case that is really there."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.notices.models import Notice
from accounts.users.models import User
from tests.furniture.processes import ERRAND
from workflows.engine.actions import start_case
from workflows.engine.drafts import save_draft
from workflows.engine.models import Case, Definition
from workflows.engine.publication import publish_draft

pytestmark = pytest.mark.django_db

TOLD = {
    "on": "enter",
    "to": {"roles": ["reviewer"]},
    "subject": {"en": "Case {case.number}", "zh-hans": "办件 {case.number}"},
    "body": {"en": "Fetch {data.wish}, please.", "zh-hans": "请取{data.wish}。"},
}


@pytest.fixture
def case(cast: dict[str, User]) -> Case:
    """A case of a process whose next draft will tell reviewers of it."""
    now, by = timezone.now(), cast["operator"]
    save_draft("errand", definition=ERRAND, note="", etag="", by=by, now=now)
    publish_draft("errand", by=by, note="First", now=now)
    begun = start_case("errand", by=cast["customer"], data={"wish": "two <pens>"}, now=now)
    definition: dict[str, Any] = deepcopy(ERRAND)
    definition["steps"][1]["notices"] = [TOLD]
    etag = Definition.objects.get().etag
    save_draft("errand", definition=definition, note="", etag=etag, by=by, now=now)
    return begun


def messages(browser: Client, **query: str) -> list[tuple[str, str]]:
    url = reverse("designer_preview", args=["errand", "steps/review"])
    page = browser.get(url, query)
    return [(each.subject, each.body) for each in page.context["messages_shown"]]


def test_a_notice_is_read_as_a_real_case_would_send_it(
    case: Case, cast: dict[str, User], browser_for: Callable[[str], Client]
) -> None:
    operator = browser_for("operator")
    assert messages(operator) == [("Case [Number of the case]", "Fetch [What is it?], please.")]
    shown = messages(operator, case=case.number)
    assert shown == [(f"Case {case.number}", "Fetch two <pens>, please.")]
    url = reverse("designer_preview", args=["errand", "steps/review"])
    html = operator.get(url, {"case": case.number}).content.decode()
    assert "Fetch two &lt;pens&gt;, please." in html
    # To look is not to send.
    assert not Notice.objects.filter(subject__startswith="Case ").exists()
    # Once it is published, the next case sends just that.
    publish_draft("errand", by=cast["operator"], note="", now=timezone.now())
    wish = {"wish": "two <pens>"}
    later = start_case("errand", by=cast["customer"], data=wish, now=timezone.now())
    sent = Notice.objects.get(user=cast["reviewer"], subject__startswith="Case ")
    assert (sent.subject, sent.body) == (f"Case {later.number}", "Fetch two <pens>, please.")


def test_the_case_of_another_process_fills_nothing(
    case: Case, cast: dict[str, User], browser_for: Callable[[str], Client]
) -> None:
    now, by = timezone.now(), cast["operator"]
    save_draft("letter", definition={**ERRAND, "key": "letter"}, note="", etag="", by=by, now=now)
    publish_draft("letter", by=by, note="First", now=now)
    other = start_case("letter", by=cast["customer"], data={"wish": "stamps"}, now=now)
    for number in (other.number, "V0000000", ""):
        assert messages(browser_for("operator"), case=number) == [
            ("Case [Number of the case]", "Fetch [What is it?], please.")
        ]
