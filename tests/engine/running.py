"""Cases start, wait for people, decide and end."""

from accounts.users.models import User
from workflows.engine.actions import claim_task, complete_task
from workflows.engine.models import Case

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
