"""Deadlines: time used, reminders, escalations, the way on."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from viewflow.workflow.timers import fire_due_timers

from accounts.notices.models import Notice
from accounts.users.models import Team, User
from workflows.engine import lifecycle
from workflows.engine.actions import claim_task, complete_task, receive_event, take_action
from workflows.engine.definition import parse
from workflows.engine.drafts import check_definition
from workflows.engine.locking import running_case
from workflows.engine.models import Alarm, Case, Deadline, Vote
from workflows.engine.refusals import NotAvailable
from workflows.engine.sweep import sweep

from . import parcels  # noqa: F401 - registers its vocabulary
from .processes import begin, end, finish, item, open_steps, process, start, step, task, text, told

Cast = dict[str, User]
HOUR = timedelta(hours=1)


def timed(**deadline: Any) -> dict[str, Any]:
    """A review of two days, with a way to ``late`` or what is given."""
    return process(
        start("review", stage="posted"),
        task("review", {"ok": "done"}, deadline={"after": "P2D", **deadline}),
        task("late", {"late_ok": "done"}),
        task("held", {"go_on": "review"}, stage="held"),
        end(stage="delivered"),
        kind="parcel",
        case_actions=[
            {
                "key": "hold", "label": text("Hold"), "who": {"actors": ["sender"]}, "to": "held",
            }
        ],
    )  # fmt: skip


def started(hours: int) -> datetime:
    """So many hours ago."""
    return timezone.now() - hours * HOUR


def test_a_task_has_its_deadline_from_its_start(cast: Cast) -> None:
    now = started(1)
    case = begin(timed(then="late"), by=cast["customer"], now=now)
    assert item(case, "review").due_at == now + timedelta(days=2)
    assert case.process.task_set.get(flow_task_type="TIMER").scheduled == now + timedelta(days=2)


def test_when_the_time_is_over_the_case_takes_the_way_on(cast: Cast) -> None:
    case = begin(timed(then="late"), by=cast["customer"], now=started(49))
    assert sweep(timezone.now()) == 1
    assert open_steps(case) == ["late"]
    assert ("overdue", "review") in told(case)
    deadline = Deadline.objects.get()
    assert (deadline.due_at, deadline.running_since) == (None, None)
    assert finish(case, "late", cast["reviewer"]).process.status == "DONE"


def urgent_first(**values: Any) -> dict[str, Any]:
    """Half a day where the sender says that it is urgent, else two days."""
    cases = [{"when": {"cel": "data.urgent"}, "after": "PT12H", "reminders": ["PT6H"]}]
    definition = timed(then="late", reminders=["P1D"], cases=cases)
    definition["fields"] = [{"key": "urgent", "type": "boolean", "label": text("Urgent")}]
    definition["steps"][0]["form"] = [{"field": "urgent"}]
    return definition


@pytest.mark.parametrize(
    ("answer", "hours", "reminder"), [({"urgent": True}, 12, 6), ({"urgent": False}, 48, 24)]
)
def test_a_condition_gives_a_step_other_times(
    cast: Cast, answer: dict[str, bool], hours: int, reminder: int
) -> None:
    now = started(0)
    case = begin(urgent_first(), by=cast["customer"], data=answer, now=now)
    assert item(case, "review").due_at == now + hours * HOUR
    assert case.process.task_set.get(flow_task_type="TIMER").scheduled == now + hours * HOUR
    assert [alarm.rings_at for alarm in Alarm.objects.all()] == [now + reminder * HOUR]


def test_a_condition_that_fails_gives_the_shortest_time_and_is_noted(cast: Cast) -> None:
    now = started(0)
    case = begin(urgent_first(), by=cast["customer"], now=now)
    assert item(case, "review").due_at == now + 12 * HOUR
    entry = case.timeline.get(event="failed")
    assert (entry.step, entry.data) == ("review", {"code": "value_missing", "part": "deadline"})


def test_the_times_of_a_condition_are_checked_like_the_others(cast: Cast) -> None:
    definition = urgent_first()
    (urgent,) = definition["steps"][1]["deadline"]["cases"]
    urgent["reminders"], urgent["when"] = ["PT13H"], {"cel": "data.hurry"}
    found = [one.code for one in check_definition(parse(definition)) if one.severity == "error"]
    assert found == ["expression_unknown", "deadline_order"]


def test_a_task_that_is_done_in_time_disarms_its_deadline(cast: Cast) -> None:
    case = begin(timed(then="late", reminders=["P1D"]), by=cast["customer"], now=started(30))
    case = finish(case, "review", cast["reviewer"])
    assert case.process.status == "DONE"
    assert sweep(timezone.now() + timedelta(days=9)) == 0
    assert Notice.objects.count() == 0
    assert Deadline.objects.get().closed_at is not None


def test_a_reminder_reaches_everybody_who_may_do_the_task_once(cast: Cast) -> None:
    now = started(0)
    case = begin(timed(then="late", reminders=["P1D"]), by=cast["customer"], now=now)
    sweep(now + 23 * HOUR)
    assert Notice.objects.count() == 0
    sweep(now + 25 * HOUR)
    sweep(now + 26 * HOUR)
    notice = Notice.objects.get()
    assert (notice.user, notice.subject) == (cast["reviewer"], "Still open: Review")
    assert told(case)[-1] == ("reminded", "review")


def test_whoever_has_the_task_is_reminded_alone(cast: Cast) -> None:
    now = started(0)
    definition = timed(then="late", reminders=["P1D"])
    definition["steps"][1]["who"] = {"roles": ["reviewer", "finance"]}
    case = begin(definition, by=cast["customer"], now=now)
    claim_task(item(case, "review").uuid, by=cast["finance"], now=now)
    sweep(now + 25 * HOUR)
    assert Notice.objects.get().user == cast["finance"]


WAITING = process(
    start("wait"),
    step(
        "wait",
        "event",
        event="lost",
        next="done",
        deadline={"after": "P3D", "reminders": ["P1D"], "then": "late"},
    ),
    task("late", {"late_ok": "done"}),
    end(),
    kind="parcel",
)


def test_the_person_of_the_case_is_reminded_of_an_event_that_does_not_come(cast: Cast) -> None:
    now = started(0)
    case = begin(WAITING, by=cast["customer"], now=now)
    sweep(now + 25 * HOUR)
    notice = Notice.objects.get()
    assert (notice.user, notice.subject) == (cast["customer"], "Still open: Wait")
    assert told(case)[-1] == ("reminded", "wait")


def test_an_event_that_does_not_come_in_time_takes_the_way_on(cast: Cast) -> None:
    case = begin(WAITING, by=cast["customer"], now=started(73))
    sweep(timezone.now())
    assert open_steps(case) == ["late"]
    # Too late for anybody to wait for it: it is kept, and moves nothing.
    event = receive_event(case.number, "lost", data={}, key="a", by=None, now=started(0))
    assert (event.taken_at, open_steps(case)) == (None, ["late"])


def test_an_escalated_approval_tells_the_lead_and_asks_nobody_else(cast: Cast) -> None:
    now = started(0)
    Team.objects.create(slug="leads", name="Leads", lead=cast["moderator"])
    outcomes = [
        {"key": "agree", "label": text("Agree"), "to": "done", "vote": "for"},
        {"key": "object", "label": text("Object"), "to": "done", "vote": "against"},
    ]
    vote = step(
        "vote",
        "approval",
        who={"roles": ["reviewer"]},
        rule={"mode": "any"},
        outcomes=outcomes,
        deadline={
            "after": "P3D",
            "reminders": ["P1D"],
            "escalations": [{"after": "P2D", "to": {"teams": ["leads"]}}],
            "then": "late",
        },
    )
    definition = process(start("vote"), vote, task("late", {"late_ok": "done"}), end())
    case = begin(definition, by=cast["customer"], now=now)
    sweep(now + 25 * HOUR)
    sweep(now + 49 * HOUR)
    told_of = {notice.user for notice in Notice.objects.all()}
    assert told_of == {cast["reviewer"], cast["moderator"]}
    assert [row.user for row in item(case, "vote").candidates.all()] == [cast["reviewer"]]


@pytest.mark.parametrize(
    ("order", "reminded"), [("together", {"finance", "support"}), ("in_turn", {"finance"})]
)
def test_an_approval_reminds_those_who_have_still_to_vote(
    cast: Cast, order: str, reminded: set[str]
) -> None:
    now = started(0)
    outcomes = [
        {"key": "agree", "label": text("Agree"), "to": "done", "vote": "for"},
        {"key": "object", "label": text("Object"), "to": "done", "vote": "against"},
    ]
    vote = step(
        "vote", "approval", who={"users": ["reviewer", "finance", "support"]}, outcomes=outcomes,
        rule={"mode": "all", "order": order}, deadline={"after": "P3D", "reminders": ["P1D"]},
    )  # fmt: skip
    case = begin(process(start("vote"), vote, end()), by=cast["customer"], now=now)
    ballot = item(case, "vote")
    complete_task(ballot.uuid, by=cast["reviewer"], outcome="agree", data={}, now=now)
    sweep(now + 25 * HOUR)
    assert {notice.user.username for notice in Notice.objects.all()} == reminded


def test_the_way_on_of_an_approval_ends_its_voting(cast: Cast) -> None:
    outcomes = [
        {"key": "agree", "label": text("Agree"), "to": "done", "vote": "for"},
        {"key": "object", "label": text("Object"), "to": "done", "vote": "against"},
    ]
    vote = step(
        "vote", "approval", who={"roles": ["reviewer", "finance"]}, rule={"mode": "all"},
        outcomes=outcomes, deadline={"after": "P3D", "then": "late"},
    )  # fmt: skip
    definition = process(start("vote"), vote, task("late", {"late_ok": "done"}), end())
    case = begin(definition, by=cast["customer"], now=started(73))
    ballot = item(case, "vote")
    complete_task(ballot.uuid, by=cast["finance"], outcome="agree", data={}, now=started(1))
    sweep(timezone.now())
    assert open_steps(case) == ["late"]
    with pytest.raises(NotAvailable):
        complete_task(ballot.uuid, by=cast["reviewer"], outcome="agree", data={}, now=started(0))
    assert Vote.objects.count() == 1


def test_an_escalation_makes_the_lead_a_candidate_and_tells_them(cast: Cast) -> None:
    now = started(0)
    Team.objects.create(slug="leads", name="Leads", lead=cast["moderator"])
    escalation = {"after": "P1D", "to": {"teams": ["leads"]}}
    case = begin(timed(then="late", escalations=[escalation]), by=cast["customer"], now=now)
    sweep(now + 25 * HOUR)
    assert Notice.objects.get().user == cast["moderator"]
    assert told(case)[-1] == ("escalated", "review")
    work = item(case, "review")
    complete_task(work.uuid, by=cast["moderator"], outcome="ok", data={}, now=now + 26 * HOUR)
    assert Case.objects.get(pk=case.pk).stage == "delivered"


def test_a_stage_that_waits_stops_the_clock(cast: Cast) -> None:
    now = started(0)
    definition = timed(then="late", reminders=["P1D"])
    case = begin(definition, by=cast["customer"], now=now)

    def set_stage(stage: str, hours: int) -> None:
        with running_case(case, by=None, now=now + hours * HOUR) as transition:
            lifecycle.set_stage(transition, stage)

    set_stage("held", 10)
    deadline = Deadline.objects.get()
    assert (deadline.used, deadline.due_at) == (10 * HOUR, None)
    assert Alarm.objects.get().rings_at is None
    assert case.process.task_set.get(flow_task_type="TIMER").scheduled is None
    set_stage("posted", 100)
    deadline.refresh_from_db()
    assert deadline.due_at == now + 138 * HOUR
    assert Alarm.objects.get().rings_at == now + 114 * HOUR
    assert case.process.task_set.get(flow_task_type="TIMER").scheduled == now + 138 * HOUR


def test_the_row_and_not_the_timer_says_whether_time_is_over(cast: Cast) -> None:
    case = begin(timed(then="late"), by=cast["customer"], now=started(1))
    timer = case.process.task_set.get(flow_task_type="TIMER")
    due = Deadline.objects.get().due_at
    # A stale cache, as a change of the calendar would leave it.
    type(timer).objects.filter(pk=timer.pk).update(scheduled=started(1))
    # By whomever they are fired, Viewflow's own command among them.
    assert fire_due_timers() == 0
    assert open_steps(case) == ["review"]
    assert sweep(timezone.now()) == 0
    timer.refresh_from_db()
    assert (timer.scheduled, open_steps(case)) == (due, ["review"])


def test_a_deadline_that_leaves_a_block_ends_its_branches(cast: Cast) -> None:
    definition = process(
        start("fork"),
        step("fork", "parallel", branches=[{"to": "left"}, {"to": "right"}], join="meet"),
        task("left", {"left_ok": "meet"}, deadline={"after": "PT1H", "then": "late"}),
        task("right", {"right_ok": "meet"}),
        step("meet", "join", next="done"),
        task("late", {"late_ok": "done"}),
        end(),
    )
    case = begin(definition, by=cast["customer"], now=started(2))
    sweep(timezone.now())
    assert open_steps(case) == ["late"]
    assert finish(case, "late", cast["reviewer"]).process.status == "DONE"


def test_a_case_action_out_of_a_task_closes_its_deadline(cast: Cast) -> None:
    case = begin(timed(then="late"), by=cast["customer"], now=started(1))
    take_action(case.number, "hold", by=cast["customer"], data={}, now=started(0))
    assert open_steps(case) == ["held"]
    assert Deadline.objects.filter(closed_at=None).count() == 0
    assert sweep(timezone.now() + timedelta(days=9)) == 0
    assert open_steps(case) == ["held"]
