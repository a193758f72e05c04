"""Workers and the web process are killed at twenty moments while fifty cases run.

Nothing may be lost and nothing may happen twice: effects, notices, timeline, work items.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from viewflow.workflow.models import Process, Task

from accounts.notices.models import Notice
from accounts.users.models import Team, User
from accounts.users.tokens import issue_token
from outbox.models import Message
from tests.engine.processes import publish
from tests.races import hiring
from tests.races.house import House, Person, wait_until
from tests.races.points import Point
from tests.races.program import WEB
from workflows.engine.actions import start_case
from workflows.engine.models import Case, CaseEvent, Deadline, WorkItem
from workflows.engine.states import SETTLED

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Cast = dict[str, User]

CASES = 50
# So many of them begin while processes die; the others run before.
LATE = 5
ROLES = (WEB, "worker 1", "worker 2")
# Where the process of each role is killed on purpose; the other moments are left to chance.
AT = [
    (WEB, Point.EFFECT),
    (WEB, Point.TASK),
    (WEB, Point.ANSWER),
    ("worker 1", Point.TASK),
    ("worker 2", Point.EFFECT),
    ("worker 1", Point.CLAIMED),
    ("worker 2", Point.CLAIMED),
    ("worker 1", Point.SENDING),
    ("worker 2", Point.SENT),
    (WEB, Point.EFFECT),
]
BY_CHANCE = 10
# Two of three decide.
VOTERS = hiring.BOARD[:2]


@pytest.fixture(autouse=True)
def _outside(settings: Any) -> Iterator[None]:
    """What the cases reach: two tables without a constraint."""
    settings.NOTICE_TRANSPORTS = hiring.TRANSPORTS
    hiring.create_tables()
    yield
    hiring.drop_tables()


class Town:
    """The people who apply, review and vote, each in a thread of their own."""

    def __init__(self, cast: Cast, port: int, *, applications: int) -> None:
        self.over = threading.Event()
        self.unexpected: list[object] = []
        self._applications = applications
        self._people = {
            name: Person(port, issue_token(cast[name], name="races"), until=self.over)
            for name in ("customer", "reviewer", *VOTERS)
        }
        work = [(self._apply, "customer"), (self._review, "reviewer")]
        work += [(self._vote, name) for name in VOTERS]
        self._threads = [
            threading.Thread(target=run, args=(self._people[name], name)) for run, name in work
        ]

    def __enter__(self) -> "Town":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        for thread in self._threads:
            thread.join()

    def _apply(self, person: Person, name: str) -> None:
        for number in range(self._applications):
            self._do(person, f"processes/{hiring.KIND}/cases/", {"data": {}}, f"case-{number}", 201)

    def _review(self, person: Person, name: str) -> None:
        self._work(person, name, "approve")

    def _vote(self, person: Person, name: str) -> None:
        self._work(person, name, "agree")

    def _work(self, person: Person, name: str, outcome: str) -> None:
        """Complete every task that is there, each under one key."""
        done: set[str] = set()
        while not self.over.is_set():
            _status, page = person.get("tasks/?limit=10")
            fresh = {task["id"] for task in page.get("items", [])} - done
            for task in fresh:
                path, body = f"tasks/{task}/complete/", {"outcome": outcome}
                self._do(person, path, body, f"{name}-{task}", 200)
            done |= fresh
            if not fresh:
                time.sleep(0.3)

    def _do(self, person: Person, path: str, body: object, key: str, expected: int) -> None:
        while not self.over.is_set():
            status, answer = person.post(path, body, key=key)
            if status == expected:
                return
            if answer.get("code") != "request_running":
                self.unexpected.append((path, status, answer))
                return
            # A dead process holds the key; its lease ends.
            time.sleep(0.1)


def all_through(cases: int) -> bool:
    return (
        Case.objects.exclude(finished_at=None).count() == cases
        and not Message.objects.open().exists()
    )


def test_twenty_kills_lose_nothing_and_do_nothing_twice(cast: Cast, tmp_path: Path) -> None:
    publish(hiring.HIRING, now=timezone.now())
    for _ in range(CASES - LATE):
        start_case(hiring.KIND, by=cast["customer"], data={}, now=timezone.now())
    chance = random.Random(20261201)
    moments: list[tuple[str, Point]] = [*AT]
    moments += [(chance.choice(ROLES), Point.NOWHERE) for _ in range(BY_CHANCE)]
    chance.shuffle(moments)

    with House(tmp_path, ROLES) as house, Town(cast, house.port, applications=LATE) as town:
        for role, point in moments:
            if point:
                house.kill_at(role, point)
            else:
                time.sleep(chance.uniform(0.01, 0.2))
                house.kill(role)
        assert not all_through(CASES), "the kills must fall on busy processes"
        wait_until(lambda: all_through(CASES), "all cases are through", 120)

    assert town.unexpected == []
    assert_everything_happened_once()


def assert_everything_happened_once() -> None:
    cases = list(Case.objects.all())
    numbers = [case.number for case in cases]
    assert [(case.result, case.stage) for case in cases] == [("hired", "delivered")] * CASES
    assert hiring.written(hiring.EFFECTS) == {
        f"{number} {action}": 1 for number in numbers for action in hiring.ACTIONS
    }
    # Each notice is there once and left the house once.
    keys = [f"{uuid}:record" for uuid in Notice.objects.values_list("uuid", flat=True)]
    assert len(keys) == CASES * hiring.NOTICES
    assert hiring.written(hiring.SENT) == dict.fromkeys(keys, 1)
    for case in cases:
        assert Counter(case.timeline.values_list("event", "step")) == hiring.TIMELINE
        items = {item.step: item.outcome for item in case.work_items.select_related("task")}
        assert items == {"review": "approve", "board": "agree"}
    assert WorkItem.objects.count() == CASES * 2
    assert CaseEvent.objects.exclude(taken_at=None).count() == CaseEvent.objects.count() == CASES
    # No join is stuck, nothing is armed, no clock runs, no empty row was left by a rollback.
    assert not Task.objects.exclude(status__in=SETTLED).exists()
    assert Task.objects.filter(flow_task_type="JOIN").count() == CASES
    assert Process.objects.filter(status="DONE").count() == Process.objects.count() == CASES
    assert Deadline.objects.exclude(closed_at=None).count() == Deadline.objects.count() == CASES
    assert Team.objects.filter(city="delivered").count() == CASES


def test_control_effects_outside_the_transaction_double_and_messages_marked_first_are_lost(
    cast: Cast, tmp_path: Path
) -> None:
    publish(hiring.HIRING, now=timezone.now())
    roles = (WEB, "worker")
    with (
        House(tmp_path, roles, "guard-off") as house,
        Town(cast, house.port, applications=1) as town,
    ):
        house.kill_at(WEB, Point.EFFECT)
        house.kill_at("worker", Point.SENDING)
        wait_until(lambda: all_through(1), "the case is through")
    assert (town.unexpected, Case.objects.get().result) == ([], "hired")
    assert hiring.written(hiring.EFFECTS).total() == len(hiring.ACTIONS) + 1
    assert Notice.objects.count() == hiring.NOTICES
    assert hiring.written(hiring.SENT).total() == hiring.NOTICES - 1
