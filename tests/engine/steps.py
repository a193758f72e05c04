"""Automatic steps, parallel blocks, events, timers and notices."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.notices.models import Notice
from accounts.sealed.actions import unseal
from accounts.users.models import User
from workflows.engine.actions import receive_event, retry_step
from workflows.engine.models import Case, CaseEvent
from workflows.engine.queries import present_steps
from workflows.engine.refusals import Conflict, InvalidForm, NotAllowed, NotAvailable
from workflows.engine.sweep import sweep

from . import parcels
from .parcels import Parcel
from .processes import NOW, begin, end, finish, open_steps, process, start, step, task, text, told

Cast = dict[str, User]

GRAMS = {"key": "grams", "type": "int", "label": text("Grams")}
HEAVY = {"key": "heavy", "type": "boolean", "label": text("Heavy")}
NAME = {"key": "name", "type": "text", "label": text("Name")}
PASSPORT = {"key": "passport", "type": "passport", "personal": True, "label": text("Passport")}


def again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


WEIGHED = process(
    start("weigh", form=[{"field": "grams"}]),
    step(
        "weigh",
        "action",
        action="weigh",
        parameters={"grams": {"cel": "data.grams"}},
        save={"heavy": "heavy"},
        next="done",
        on_error="look",
    ),
    task("look", {"ok": "done"}),
    end(stage="delivered"),
    kind="parcel",
    fields=[GRAMS, HEAVY],
)


def test_an_action_runs_with_its_parameters_and_its_result_is_saved(cast: Cast) -> None:
    case = again(begin(WEIGHED, by=cast["customer"], data={"grams": 2000}))
    assert case.data == {"grams": 2000, "heavy": True}
    assert case.stage == "delivered"
    assert [name for name, _key in parcels.DONE] == ["weigh"]


def test_a_failed_action_takes_its_error_way_and_conditions_see_the_code(cast: Cast) -> None:
    case = again(begin(WEIGHED, by=cast["customer"]))
    assert (open_steps(case), case.error_code) == (["look"], "value_missing")
    assert ("failed", "weigh") in told(case)
    assert finish(case, "look", cast["reviewer"]).result == ""
    assert parcels.DONE == []


def stamped(**values: object) -> dict[str, object]:
    return process(
        start("review"),
        task("review", {"ok": "stamp"}),
        step("stamp", "action", action="stamp", next="done", **values),
        end(result="stamped"),
        kind="parcel",
    )


def test_a_failed_action_without_an_error_way_waits_for_an_operator(cast: Cast) -> None:
    parcels.BROKEN.append("310101199001011234")
    case = begin(stamped(), by=cast["customer"])
    case = finish(case, "review", cast["reviewer"])
    assert (present_steps(case), case.finished_at) == (["stamp"], None)
    # The person's own step stands.
    assert case.work_items.get(step="review").outcome == "ok"

    with pytest.raises(NotAllowed):
        retry_step(case.number, "stamp", by=cast["customer"], now=NOW)
    retry_step(case.number, "stamp", by=cast["operator"], now=NOW)
    assert present_steps(again(case)) == ["stamp"]
    parcels.BROKEN.clear()
    retry_step(case.number, "stamp", by=cast["operator"], now=NOW)
    assert again(case).result == "stamped"
    assert len(parcels.DONE) == 1


def test_every_attempt_at_an_action_has_the_key_of_the_first(cast: Cast) -> None:
    parcels.BROKEN.append("x")
    case = finish(begin(stamped(), by=cast["customer"]), "review", cast["reviewer"])
    first = case.process.task_set.get(flow_task_type="FUNCTION").pk
    retry_step(case.number, "stamp", by=cast["operator"], now=NOW)
    parcels.BROKEN.clear()
    retry_step(case.number, "stamp", by=cast["operator"], now=NOW)
    assert [("stamp", f"task:{first}")] == parcels.DONE


def test_the_refusal_of_an_action_is_told_in_its_own_words(cast: Cast) -> None:
    definition = process(
        start("weigh"),
        step("weigh", "action", action="refuse", next="done"),
        end(),
        kind="parcel",
    )
    case = begin(definition, by=cast["customer"])
    entry = case.timeline.get(event="failed")
    assert entry.data == {"code": "scales_broken", "message": "The scales are broken."}


def refused(**values: object) -> dict[str, object]:
    return process(
        start("review"),
        task("review", {"ok": "weigh"}),
        step("weigh", "action", action="refuse", undo_on_refusal=True, next="done", **values),
        task("look", {"ok": "done"}),
        end(),
        kind="parcel",
        case_actions=[
            {
                "key": "look_again",
                "label": text("Look"),
                "who": {"roles": ["operator"]},
                "to": "look",
            }
        ],
    )


def test_an_action_may_undo_the_step_of_the_person_whom_it_refuses(cast: Cast) -> None:
    case = begin(refused(on_error="look"), by=cast["customer"])
    before = told(case)
    with pytest.raises(NotAvailable) as refusal:
        finish(case, "review", cast["reviewer"])
    assert refusal.value.code == "scales_broken"
    assert (open_steps(case), told(case)) == (["review"], before)
    assert again(case).error_code == ""


def test_where_no_person_could_be_told_a_refusal_stays_at_its_step(cast: Cast) -> None:
    definition = refused(on_error="look")
    definition["steps"][1]["deadline"] = {"after": "PT1H", "then": "weigh"}
    case = begin(definition, by=cast["customer"])
    assert sweep(NOW + timedelta(hours=2)) == 1
    assert (open_steps(case), again(case).error_code) == (["look"], "scales_broken")


BLOCK = process(
    start("fork", form=[{"field": "grams"}]),
    step(
        "fork",
        "parallel",
        branches=[
            {"to": "left"},
            {"to": "right"},
            {"to": "extra", "when": {"var": "data.grams", "op": ">", "value": 100}},
        ],
        join="meet",
    ),
    task("left", {"left_ok": "meet", "stop": "refused"}),
    task("right", {"right_ok": "meet", "again": "right"}),
    task("extra", {"extra_ok": "meet"}),
    step("meet", "join", next="after"),
    task("after", {"ok": "done", "back": "left_out"}),
    task("left_out", {"ok": "fork"}),
    end(result="done"),
    end("refused", result="refused"),
    fields=[GRAMS],
)


def test_a_parallel_block_goes_on_when_every_branch_has_come(cast: Cast) -> None:
    case = begin(BLOCK, by=cast["customer"], data={"grams": 200})
    assert open_steps(case) == ["extra", "left", "right"]
    finish(case, "left", cast["reviewer"])
    finish(case, "extra", cast["reviewer"])
    assert open_steps(case) == ["right"]
    finish(case, "right", cast["reviewer"], "again")
    assert open_steps(case) == ["right"]
    finish(case, "right", cast["reviewer"])
    assert open_steps(case) == ["after"]
    assert finish(case, "after", cast["reviewer"]).result == "done"


def test_a_branch_whose_condition_does_not_hold_is_not_begun(cast: Cast) -> None:
    case = begin(BLOCK, by=cast["customer"], data={"grams": 50})
    assert open_steps(case) == ["left", "right"]


def test_a_block_can_be_entered_again(cast: Cast) -> None:
    case = begin(BLOCK, by=cast["customer"], data={"grams": 50})
    for step_id in ("left", "right"):
        finish(case, step_id, cast["reviewer"])
    finish(case, "after", cast["reviewer"], "back")
    finish(case, "left_out", cast["reviewer"])
    for step_id in ("left", "right"):
        finish(case, step_id, cast["reviewer"])
    assert open_steps(case) == ["after"]


def test_an_outcome_that_leaves_a_block_ends_the_other_branches(cast: Cast) -> None:
    case = begin(BLOCK, by=cast["customer"], data={"grams": 200})
    finish(case, "extra", cast["reviewer"])
    case = finish(case, "left", cast["reviewer"], "stop")
    assert (case.result, open_steps(case)) == ("refused", [])
    assert case.process.status == "DONE"
    statuses = set(case.process.task_set.values_list("status", flat=True))
    assert statuses == {"DONE", "CANCELED"}


SCANNED = process(
    start("wait"),
    step("wait", "event", event="scanned", save={"grams": "grams"}, next="review"),
    task("review", {"ok": "wait", "done": "done"}),
    end(),
    kind="parcel",
    fields=[GRAMS],
)


def scan(case: Case, grams: int, key: str) -> CaseEvent:
    return receive_event(case.number, "scanned", data={"grams": grams}, key=key, by=None, now=NOW)


def test_an_event_wakes_the_step_that_waits_for_it(cast: Cast) -> None:
    case = begin(SCANNED, by=cast["customer"])
    assert present_steps(case) == ["wait"]
    assert scan(case, 70, "a").taken_at == NOW
    assert (open_steps(case), again(case).data) == (["review"], {"grams": 70})


def test_an_event_that_comes_early_waits_for_its_step(cast: Cast) -> None:
    case = begin(SCANNED, by=cast["customer"])
    scan(case, 1, "a")
    assert [scan(case, 2, "b").taken_at, scan(case, 3, "c").taken_at] == [None, None]
    assert again(case).data == {"grams": 1}
    finish(case, "review", cast["reviewer"])
    assert (again(case).data, open_steps(case)) == ({"grams": 2}, ["review"])


def test_an_event_arrives_once_under_its_key(cast: Cast) -> None:
    case = begin(SCANNED, by=cast["customer"])
    first = scan(case, 5, "a")
    assert scan(case, 5, "a") == first
    with pytest.raises(Conflict) as refused:
        scan(case, 6, "a")
    assert refused.value.code == "event_key_used"
    assert CaseEvent.objects.count() == 1


def test_an_event_that_does_not_fit_the_vocabulary_is_refused(cast: Cast) -> None:
    case = begin(SCANNED, by=cast["customer"])
    with pytest.raises(InvalidForm) as refused:
        receive_event(
            case.number, "scanned", data={"grams": "much", "x": 1}, key="a", by=None, now=NOW
        )
    assert [error["loc"] for error in refused.value.errors] == [["data", "x"], ["data", "grams"]]
    with pytest.raises(NotAllowed):
        receive_event(
            case.number, "scanned", data={"grams": 1}, key="a", by=cast["customer"], now=NOW
        )
    assert CaseEvent.objects.count() == 0


def test_a_timer_fires_at_its_instant_and_not_before(cast: Cast) -> None:
    definition = process(
        start("pause"), step("pause", "timer", after="PT1H", next="review"),
        task("review", {"ok": "done"}), end(),
    )  # fmt: skip
    now = timezone.now()
    early = begin(definition, by=cast["customer"], now=now - timedelta(minutes=59))
    late = begin(definition, by=cast["customer"], now=now - timedelta(minutes=61))
    sweep(timezone.now())
    assert (open_steps(early), open_steps(late)) == ([], ["review"])


def test_notices_go_to_their_people_with_the_values_filled_in(cast: Cast) -> None:
    definition = process(
        start("tell", form=[{"field": "name"}]),
        step(
            "tell",
            "notice",
            to={"actors": ["sender"]},
            subject=text("Parcel {case.number}"),
            body=text("“{data.name}” for {parcel.name}"),
            next="review",
        ),
        task(
            "review",
            {"ok": "done"},
            notices=[
                {
                    "on": "leave",
                    "to": {"roles": ["operator"]},
                    "subject": text("Reviewed"),
                    "body": text("…"),
                }
            ],
        ),
        end(),
        kind="parcel",
        fields=[NAME],
    )
    case = begin(definition, by=cast["customer"], data={"name": "Lamp"})
    notice = Notice.objects.get()
    assert (notice.user, notice.subject) == (cast["customer"], f"Parcel {case.number}")
    assert notice.body == "“Lamp” for Lamp"
    finish(case, "review", cast["reviewer"])
    assert Notice.objects.get(subject="Reviewed").user == cast["operator"]


def test_the_subject_follows_the_stage_and_personal_values_are_sealed(cast: Cast) -> None:
    definition = process(
        start("review", stage="posted", form=[{"field": "name"}, {"field": "passport"}]),
        task("review", {"ok": "done"}),
        end(stage="delivered"),
        kind="parcel",
        fields=[NAME, PASSPORT],
    )
    answers = {"name": "Lamp", "passport": "ab12345"}
    case = again(begin(definition, by=cast["customer"], data=answers))
    assert (case.subject.number, case.subject.status) == (case.number, "posted")
    assert (case.person, case.derived) == (cast["customer"], {"passport.length": 7})
    assert unseal(case.data["passport"], by=None, reason="test") == "AB12345"
    finish(case, "review", cast["reviewer"])
    assert Parcel.objects.get(slug=case.number).status == "delivered"


def test_an_error_way_to_the_join_passes_it_once(cast: Cast) -> None:
    parcels.BROKEN.append("x")
    definition = process(
        start("fork"),
        step("fork", "parallel", branches=[{"to": "light"}, {"to": "stamp"}], join="meet"),
        step("light", "action", action="weigh", parameters={"grams": {"value": 1}}, next="meet"),
        step("stamp", "action", action="stamp", next="meet", on_error="tell"),
        step(
            "tell",
            "notice",
            to={"roles": ["operator"]},
            subject=text("Failed"),
            body=text("…"),
            next="meet",
        ),
        step("meet", "join", next="after"),
        task("after", {"ok": "done"}),
        end(),
        kind="parcel",
    )
    case = begin(definition, by=cast["customer"])
    assert open_steps(case) == ["after"]
    assert case.work_items.count() == 1
    assert finish(case, "after", cast["reviewer"]).process.status == "DONE"
