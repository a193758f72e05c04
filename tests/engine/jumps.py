"""Case-level actions, withdrawals, an operator's jump, and calling a case off."""

import pytest

from accounts.users.models import User
from workflows.engine.actions import cancel_case, jump_case, start_case, take_action
from workflows.engine.models import Case
from workflows.engine.queries import offered_actions, present_steps, timeline
from workflows.engine.refusals import InvalidForm, NotAllowed, NotAvailable, NotFound

from . import parcels  # noqa: F401 - registers its vocabulary
from .processes import (
    NOW,
    begin,
    end,
    finish,
    item,
    open_steps,
    process,
    start,
    step,
    task,
    text,
    told,
)

Cast = dict[str, User]

REASON = {"key": "reason", "type": "text", "label": text("Reason"), "required": True}
PROCESS = process(
    start("review", stage="posted"),
    task("review", {"ok": "fork"}),
    step("fork", "parallel", branches=[{"to": "left"}, {"to": "right"}], join="meet"),
    task("left", {"left_ok": "meet"}),
    task("right", {"right_ok": "meet"}),
    step("meet", "join", next="done"),
    end(stage="delivered", result="delivered"),
    end("withdrawn", stage="cancelled", result="withdrawn"),
    kind="parcel",
    fields=[REASON],
    case_actions=[
        {
            "key": "withdraw",
            "label": text("Withdraw"),
            "who": {"actors": ["sender"]},
            "when": {"cel": "case.stage == 'posted'"},
            "form": [{"field": "reason"}],
            "to": "withdrawn",
        }
    ],
)


def test_the_subjects_person_withdraws_from_inside_a_block(cast: Cast) -> None:
    case = begin(PROCESS, by=cast["customer"])
    finish(case, "review", cast["reviewer"])
    finish(case, "left", cast["reviewer"])
    offered = offered_actions(case, cast["customer"], now=NOW)
    assert [(action.action, action.label, action.item) for action in offered] == [
        ("withdraw", "Withdraw", None)
    ]
    assert offered[0].form["schema"]["required"] == ["reason"]

    with pytest.raises(InvalidForm):
        take_action(case.number, "withdraw", by=cast["customer"], data={}, now=NOW)
    assert open_steps(case) == ["right"]
    case = take_action(
        case.number, "withdraw", by=cast["customer"], data={"reason": "sold"}, now=NOW
    )
    case = Case.objects.get(pk=case.pk)
    assert (case.result, case.stage, case.data) == ("withdrawn", "cancelled", {"reason": "sold"})
    assert (case.process.status, open_steps(case)) == ("DONE", [])
    assert ("action_taken", "withdraw") in told(case)
    # Also the place where the action begins is called as people know it.
    labels = {entry["event"]: entry["label"] for entry in timeline(case, "en")}
    assert (labels["jumped"], labels["action_taken"]) == ("Withdraw", "Withdraw")
    # The answers are nowhere in the timeline.
    assert "sold" not in str(list(case.timeline.values_list("data", flat=True)))


def test_an_action_that_is_not_offered_is_refused_and_changes_nothing(cast: Cast) -> None:
    case = begin(PROCESS, by=cast["customer"])
    before = told(case)
    for username, action, refusal in (
        ("reviewer", "withdraw", NotAvailable),
        ("customer", "ok", NotAvailable),
        ("customer", "nonsense", NotAvailable),
        ("stranger", "withdraw", NotFound),
    ):
        with pytest.raises(refusal):
            take_action(case.number, action, by=cast[username], data={"reason": "x"}, now=NOW)
    assert (told(case), open_steps(case)) == (before, ["review"])


def test_an_outcome_of_an_open_task_is_an_action_of_its_case(cast: Cast) -> None:
    case = begin(PROCESS, by=cast["customer"])
    assert [one.action for one in offered_actions(case, cast["reviewer"], now=NOW)] == ["ok"]
    take_action(case.number, "ok", by=cast["reviewer"], data={}, now=NOW)
    assert open_steps(case) == ["left", "right"]


def test_nothing_can_be_done_with_a_case_that_is_over(cast: Cast) -> None:
    case = begin(PROCESS, by=cast["customer"])
    cancel_case(case.number, by=cast["operator"], reason="test", now=NOW)
    assert offered_actions(Case.objects.get(pk=case.pk), cast["customer"], now=NOW) == []
    with pytest.raises(NotAvailable):
        take_action(case.number, "withdraw", by=cast["customer"], data={"reason": "x"}, now=NOW)
    assert Case.objects.get(pk=case.pk).result == "cancelled"


def test_an_operator_lets_a_case_go_on_elsewhere(cast: Cast) -> None:
    case = begin(PROCESS, by=cast["customer"])
    finish(case, "review", cast["reviewer"])
    with pytest.raises(NotAllowed):
        jump_case(case.number, to="review", reason="x", by=cast["customer"], now=NOW)
    for target, code in (("left", "target_inside_block"), ("begin", "no_such_target")):
        with pytest.raises(NotAvailable) as refused:
            jump_case(case.number, to=target, reason="x", by=cast["operator"], now=NOW)
        assert refused.value.code == code
    assert open_steps(case) == ["left", "right"]
    jump_case(case.number, to="review", reason="once more", by=cast["operator"], now=NOW)
    assert present_steps(case) == ["review"]
    jumped = case.timeline.get(event="jumped")
    assert jumped.data == {"from": ["left", "right"], "reason": "once more"}
    finish(case, "review", cast["reviewer"])
    for step_id in ("left", "right"):
        case = finish(case, step_id, cast["reviewer"])
    assert case.result == "delivered"


def test_a_final_stage_is_never_left(cast: Cast) -> None:
    definition = process(
        start("review", stage="posted"),
        task("review", {"ok": "thank"}, stage="posted"),
        task("thank", {"thank_ok": "done"}, stage="delivered"),
        end(),
        kind="parcel",
    )
    case = finish(begin(definition, by=cast["customer"]), "review", cast["reviewer"])
    before = told(case)
    with pytest.raises(NotAvailable) as refused:
        jump_case(case.number, to="review", reason="x", by=cast["operator"], now=NOW)
    assert refused.value.code == "stage_is_final"
    again = Case.objects.get(pk=case.pk)
    assert (again.stage, again.subject.status, told(again), open_steps(again)) == (
        "delivered", "delivered", before, ["thank"],
    )  # fmt: skip
    cancel_case(case.number, by=cast["operator"], reason="Nobody thanks", now=NOW)
    again = Case.objects.get(pk=case.pk)
    assert (again.stage, again.result, again.finished_at) == ("delivered", "cancelled", NOW)


def test_only_those_who_may_start_a_process_start_it(cast: Cast) -> None:
    begin(PROCESS, by=cast["customer"])
    with pytest.raises(NotAllowed):
        start_case("sample", by=cast["reviewer"], data={}, now=NOW)
    with pytest.raises(NotFound):
        start_case("other", by=cast["customer"], data={}, now=NOW)
    assert Case.objects.count() == 1


def test_cases_and_work_are_visible_to_their_own_people(cast: Cast) -> None:
    case = begin(PROCESS, by=cast["customer"])
    work = item(case, "review")
    sees_case = {name for name, user in cast.items() if Case.objects.visible_to(user).exists()}
    assert sees_case == {"customer", "reviewer", "operator", "support", "admin"}
    items = type(work).objects
    sees_work = {name for name, user in cast.items() if items.visible_to(user).exists()}
    assert sees_work == {"reviewer", "operator", "admin"}
