"""The canvas stays quick with 200 steps. Loosely: what it promises, ``make bench`` measures."""

import pytest
from django.utils import timezone

from accounts.users.models import User
from benchmarks.drawing import KEY, large, measure
from config.runner import canvas
from tests.browser.conftest import Open
from workflows.engine.drafts import save_draft

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
# A machine that tests is busy with more than one thing.
SLACK = 6


def test_a_large_process_opens_and_moves_quickly(open_page: Open, cast: dict[str, User]) -> None:
    canvas.make_ready(print)
    by, now = cast["operator"], timezone.now()
    save_draft(KEY, definition=large(), note="", etag="", by=by, now=now)
    drawn = measure(open_page("operator"), moves=40)
    assert drawn.opened < 2000 * SLACK
    assert drawn.median < 16
    assert drawn.p95 < 16 * SLACK
