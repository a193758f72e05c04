"""What many do at once, on PostgreSQL with real threads; each race has a control without guard."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction

from accounts.users.models import Team, User
from workflows.engine.actions import complete_task, receive_event
from workflows.engine.models import Case, CaseEvent, Vote, WorkItem
from workflows.engine.nodes import BaseFlow
from workflows.engine.refusals import NotAvailable, Refusal

from . import parcels  # noqa: F401 - registers its vocabulary
from .approvals import approval
from .processes import NOW, begin, end, item, open_steps, process, start, step, task

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="races show on PostgreSQL"),
]

Cast = dict[str, User]


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Run all calls at the same moment; answers results, refusals among them."""
    barrier = threading.Barrier(len(calls))
    results: list[object] = [None] * len(calls)

    def run(number: int, call: Callable[[], object]) -> None:
        try:
            connections["default"].ensure_connection()
            barrier.wait(timeout=20)
            results[number] = call()
        except Refusal as refusal:
            results[number] = refusal
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=run, args=(number, call)) for number, call in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def completing(work: WorkItem, by: User, outcome: str = "ok") -> Callable[[], object]:
    return lambda: complete_task(work.uuid, by=by, outcome=outcome, data={}, now=NOW)


SIMPLE = process(
    start("review"), task("review", {"ok": "after"}), task("after", {"after_ok": "done"}), end()
)


@pytest.mark.parametrize("round_number", range(5))
def test_of_two_people_who_complete_one_task_one_does(cast: Cast, round_number: int) -> None:
    second = cast["moderator"]
    second.groups.add(*cast["reviewer"].groups.all())
    case = begin(SIMPLE, by=cast["customer"])
    work = item(case, "review")
    results = at_once(completing(work, cast["reviewer"]), completing(work, second))
    refused = [result for result in results if isinstance(result, NotAvailable)]
    assert [refusal.code for refusal in refused] == ["task_closed"]
    assert case.work_items.filter(step="after").count() == 1
    assert case.timeline.filter(event="completed", step="review").count() == 1


def test_control_without_the_lock_both_complete_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The race is real: with Viewflow's default lock both would go on."""
    met = threading.Barrier(2, timeout=20)

    @contextmanager
    def no_lock(flow_class: type, process_pk: int) -> Iterator[None]:
        with transaction.atomic():
            # Both read the open task before either writes.
            WorkItem.objects.filter(case__process=process_pk).exists()
            yield

    monkeypatch.setattr(BaseFlow, "lock_impl", staticmethod(no_lock))
    case = begin(SIMPLE, by=cast["customer"])
    work = item(case, "review")
    second = cast["moderator"]
    second.groups.add(*cast["reviewer"].groups.all())
    node = work.task.flow_task
    original = type(node.form).validate

    def validate_together(self: object, *args: object, **kwargs: object) -> object:
        met.wait()
        return original(self, *args, **kwargs)

    monkeypatch.setattr(type(node.form), "validate", validate_together)
    at_once(completing(work, cast["reviewer"]), completing(work, second))
    assert case.work_items.filter(step="after").count() == 2


def test_ten_votes_at_once_of_three_approvers_decide_two_of_three_once(cast: Cast) -> None:
    board = [cast["reviewer"], cast["finance"], cast["support"]]
    Team.objects.create(slug="board", name="Board").members.set(board)
    case = begin(approval({"mode": "n_of_m", "n": 2}), by=cast["applicant"])
    work = item(case, "vote")
    voters = [board[number % 3] for number in range(10)]
    results = at_once(*(completing(work, voter, "agree") for voter in voters))

    votes = list(Vote.objects.values_list("voter", flat=True))
    assert len(votes) == 2
    assert len(set(votes)) == 2
    refused = [result for result in results if isinstance(result, Refusal)]
    assert len(refused) == 8
    assert {refusal.code for refusal in refused} <= {"already_voted", "task_closed"}
    case = Case.objects.get(pk=case.pk)
    assert (case.result, case.process.status) == ("agreed", "DONE")
    assert case.timeline.filter(event="completed", step="vote").count() == 1


def test_both_last_branches_at_once_pass_the_join_once(cast: Cast) -> None:
    block = process(
        start("fork"),
        step("fork", "parallel", branches=[{"to": "left"}, {"to": "right"}], join="meet"),
        task("left", {"left_ok": "meet"}),
        task("right", {"right_ok": "meet"}),
        step("meet", "join", next="after"),
        task("after", {"after_ok": "done"}),
        end(),
    )
    case = begin(block, by=cast["customer"])
    at_once(
        completing(item(case, "left"), cast["reviewer"], "left_ok"),
        completing(item(case, "right"), cast["reviewer"], "right_ok"),
    )
    assert open_steps(case) == ["after"]
    assert case.work_items.filter(step="after").count() == 1


def test_the_same_event_ten_times_at_once_is_one_event(cast: Cast) -> None:
    definition = process(
        start("wait"),
        step("wait", "event", event="lost", next="review"),
        task("review", {"ok": "done"}),
        end(),
        kind="parcel",
    )
    case = begin(definition, by=cast["customer"])

    def send() -> object:
        return receive_event(case.number, "lost", data={}, key="a", by=None, now=NOW)

    assert len(at_once(*[send] * 10)) == 10
    assert CaseEvent.objects.count() == 1
    assert open_steps(case) == ["review"]
