"""Cases start, wait for people, decide and end."""

import pytest

from accounts.users.models import User
from workflows.engine.actions import (
    assign_task,
    claim_task,
    complete_task,
    release_task,
    start_case,
)
from workflows.engine.models import Case
from workflows.engine.queries import offered_outcomes
from workflows.engine.refusals import (
    ExpressionFailed,
    InvalidForm,
    NotAllowed,
    NotAvailable,
    NotFound,
)

from .processes import NOW, begin, end, item, open_steps, process, start, step, task, text, told

Cast = dict[str, User]

YEARS = {"key": "years", "type": "int", "label": text("Years"), "rules": {"min": 0}}
REVIEWED = process(
    start("review", stage="open", form=[{"field": "years", "required": True}]),
    task("review", {"accept": "weigh", "refuse": "refused"}),
    step(
        "weigh",
        "decision",
        cases=[{"when": {"var": "data.years", "op": ">=", "value": 3}, "to": "done"}],
        otherwise="refused",
    ),
    end("done", stage="done", result="accepted"),
    end("refused", stage="refused", result="refused"),
    fields=[YEARS],
)


def test_a_case_runs_from_its_start_through_a_task_and_a_decision_to_its_end(cast: Cast) -> None:
    case = begin(REVIEWED, by=cast["applicant"], data={"years": 3})
    assert (case.stage, case.data, open_steps(case)) == ("open", {"years": 3}, ["review"])
    review = claim_task(item(case, "review").uuid, by=cast["reviewer"], now=NOW)
    complete_task(review.uuid, by=cast["reviewer"], outcome="accept", data={}, now=NOW)

    case = Case.objects.get(pk=case.pk)
    assert (case.stage, case.result, case.finished_at) == ("done", "accepted", NOW)
    assert case.process.status == "DONE"
    review = case.work_items.get()
    assert (review.outcome, review.owner, review.is_open) == ("accept", cast["reviewer"], False)
    assert told(case) == [
        ("stage_changed", ""),
        ("started", "begin"),
        ("entered", "review"),
        ("claimed", "review"),
        ("completed", "review"),
        ("completed", "weigh"),
        ("stage_changed", ""),
        ("finished", "done"),
    ]


def test_a_task_is_claimed_by_one_and_can_be_given_back(cast: Cast) -> None:
    second = cast["moderator"]
    second.groups.add(*cast["reviewer"].groups.all())
    case = begin(REVIEWED, by=cast["applicant"], data={"years": 3})
    uuid = item(case, "review").uuid
    claim_task(uuid, by=cast["reviewer"], now=NOW)
    with pytest.raises(NotAvailable) as refused:
        claim_task(uuid, by=second, now=NOW)
    assert refused.value.code == "task_taken"
    with pytest.raises(NotAllowed):
        release_task(uuid, by=second, now=NOW)
    with pytest.raises(NotAllowed):
        complete_task(uuid, by=second, outcome="accept", data={}, now=NOW)
    assert item(case, "review").owner == cast["reviewer"]
    release_task(uuid, by=cast["reviewer"], now=NOW)
    assert claim_task(uuid, by=second, now=NOW).owner == second


def test_whoever_is_no_candidate_does_not_see_a_task(cast: Cast) -> None:
    case = begin(REVIEWED, by=cast["applicant"], data={"years": 3})
    uuid = item(case, "review").uuid
    with pytest.raises(NotFound):
        claim_task(uuid, by=cast["finance"], now=NOW)
    with pytest.raises(NotFound):
        complete_task(uuid, by=cast["applicant"], outcome="accept", data={}, now=NOW)
    assert item(case, "review").owner is None


def test_an_operator_gives_a_task_to_somebody(cast: Cast) -> None:
    case = begin(REVIEWED, by=cast["applicant"], data={"years": 3})
    uuid = item(case, "review").uuid
    with pytest.raises(NotAllowed):
        assign_task(uuid, to=cast["finance"], by=cast["reviewer"], now=NOW)
    assign_task(uuid, to=cast["finance"], by=cast["operator"], now=NOW)
    assign_task(uuid, to=cast["support"], by=cast["operator"], now=NOW)
    assert item(case, "review").owner == cast["support"]
    complete_task(uuid, by=cast["support"], outcome="refuse", data={}, now=NOW)
    assert Case.objects.get(pk=case.pk).result == "refused"


def test_a_task_is_completed_once_and_by_its_own_outcomes(cast: Cast) -> None:
    case = begin(REVIEWED, by=cast["applicant"], data={"years": 3})
    uuid = item(case, "review").uuid
    with pytest.raises(InvalidForm) as refused:
        complete_task(uuid, by=cast["reviewer"], outcome="shred", data={}, now=NOW)
    assert refused.value.errors[0]["type"] == "unknown_outcome"
    with pytest.raises(InvalidForm):
        complete_task(uuid, by=cast["reviewer"], outcome="accept", data={"x": 1}, now=NOW)
    assert item(case, "review").owner is None
    complete_task(uuid, by=cast["reviewer"], outcome="accept", data={}, now=NOW)
    with pytest.raises(NotAvailable):
        complete_task(uuid, by=cast["reviewer"], outcome="accept", data={}, now=NOW)
    assert told(case).count(("completed", "review")) == 1


def test_an_outcome_is_offered_and_taken_only_where_its_condition_holds(cast: Cast) -> None:
    ways = [
        {"key": "pass", "label": text("Pass"), "to": "done", "when": {"cel": "data.years >= 3"}},
        {"key": "refuse", "label": text("Refuse"), "to": "done"},
    ]
    definition = process(
        start("review", form=[{"field": "years"}]),
        step("review", "task", who={"roles": ["reviewer"]}, outcomes=ways,
             form=[{"field": "years"}]),
        end(),
        fields=[YEARS],
    )  # fmt: skip
    young = begin(definition, by=cast["applicant"], data={"years": 2})
    old = begin(definition, by=cast["applicant"], data={"years": 3})
    unsaid = begin(definition, by=cast["applicant"])
    reviewer = cast["reviewer"]
    offered = [
        [one.action for one in offered_outcomes(item(case, "review"), reviewer, now=NOW)]
        for case in (young, old, unsaid)
    ]
    assert offered == [["refuse"], ["pass", "refuse"], ["refuse"]]
    uuid = item(young, "review").uuid
    with pytest.raises(NotAvailable):
        # What is answered now opens no way that was not offered.
        complete_task(uuid, by=reviewer, outcome="pass", data={"years": 9}, now=NOW)
    assert (open_steps(young), Case.objects.get(pk=young.pk).data) == (["review"], {"years": 2})
    with pytest.raises(ExpressionFailed):
        complete_task(item(unsaid, "review").uuid, by=reviewer, outcome="pass", data={}, now=NOW)
    complete_task(item(old, "review").uuid, by=reviewer, outcome="pass", data={}, now=NOW)
    assert open_steps(old) == []


def test_answers_that_do_not_fit_start_nothing(cast: Cast) -> None:
    begin(REVIEWED, by=cast["applicant"], data={"years": 3})
    with pytest.raises(InvalidForm):
        start_case("sample", by=cast["applicant"], data={}, now=NOW)
    assert Case.objects.count() == 1


def test_the_sole_person_who_is_named_has_the_task_at_once(cast: Cast) -> None:
    definition = process(
        start("first"),
        task("first", {"ok": "second"}, who={"users": ["finance"]}),
        task("second", {"second_ok": "done"}, who={"same_as": "first"}),
        end(),
    )
    case = begin(definition, by=cast["customer"])
    assert item(case, "first").owner == cast["finance"]
    complete_task(item(case, "first").uuid, by=cast["finance"], outcome="ok", data={}, now=NOW)
    assert item(case, "second").owner == cast["finance"]
