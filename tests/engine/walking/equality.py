"""Random definitions, walked and run: every answer leads both to the same place.

30 examples by default; ``make fuzz`` runs one for each 20 of its ``FUZZ_CASES``.
"""

import os
from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, seed, settings
from hypothesis import strategies as st

from accounts.users.models import User
from tests.engine import parcels
from tests.engine.processes import NOW, publish
from workflows.engine import results
from workflows.engine.definition import EventStep, ProcessDefinition, parse
from workflows.engine.drafts import check_definition
from workflows.engine.problems import has_errors
from workflows.engine.refusals import Refusal
from workflows.engine.walker import DEADLINE, Answer, Sample, Waiting, Walk, walk

from . import generating
from .driving import Clock, Driver, clock, of_walk
from .making import APPROVERS, FLAGS, NUMBERS
from .nested import CHILD

EXAMPLES = max(30, int(os.environ.get("FUZZ_CASES", "0")) // 20)
ANSWERS = 12
SEED = 20260302
# More than any step is come to.
ARRIVALS = 40


def test_the_walk_goes_where_the_engine_goes(cast: dict[str, User]) -> None:
    seen: Counter[str] = Counter()

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    # Python's own generator: hypothesis draws long structures from few choices.
    @given(random=st.randoms(use_true_random=True))
    def run(random: Random) -> None:
        with clock(), transaction.atomic():
            Clock.instant = NOW
            _compare(random, cast, seen)
            transaction.set_rollback(True)

    publish(CHILD)
    run()
    # What was not met proves nothing.
    assert set(seen) >= {"task", "approval", "action", "decision", "parallel", "join", "event"}, (
        seen
    )
    assert set(seen) >= {"timer", "notice", "end", "table", "items", "webhook", "subprocess"}, seen
    assert set(seen) >= {DEADLINE, "passed time", "failed", "refused"}, seen


def _compare(random: Random, cast: dict[str, User], seen: Counter[str]) -> None:
    content = generating.definition(random)
    definition = parse(content)
    problems = check_definition(definition)
    assert not has_errors(problems), [(problem.step, problem.message) for problem in problems]
    publish(content)
    driver = Driver(cast, "walked")
    answers = _results(definition)
    before = _walk(definition, answers)
    for _number in range(ANSWERS):
        answer = _answer(random, before, definition, driver)
        after = _walk(definition, [*answers, answer])
        refusal = _give(driver, answer, after)
        if after.error is not None and after.error.answer is not None:
            seen["refused"] += 1
            assert (refusal and refusal.code) == after.error.code, (refusal, after.error)
            assert [dict(error) for error in refusal.errors] == [*after.error.errors]
            if driver.case is not None:
                assert driver.told() == of_walk(before)
            continue
        assert refusal is None, refusal
        assert driver.told() == of_walk(after)
        assert driver.case is not None
        answers, before = [*answers, answer], after
        if not before.waiting:
            break
    seen.update(one.kind for one in before.steps)
    seen.update("passed time" for one in answers if one.after)
    seen.update("failed" for one in before.steps if one.error)
    seen.update(DEADLINE for one in before.steps if one.outcome == DEADLINE)
    event(before.state)


def _walk(definition: ProcessDefinition, answers: list[Answer]) -> Walk:
    sample = Sample(
        NOW,
        subject={"parcel.name": ""},
        approvers={step.id: APPROVERS for step in definition.steps if step.kind == "approval"},
    )
    return walk(definition, parcels.PARCELS, sample, answers)


def _results(definition: ProcessDefinition) -> list[Answer]:
    """What the actions do in the engine: see ``parcels``."""
    given = {
        "weigh": ("", {"heavy": True}),
        "stamp": ("", {}),
        "refuse": ("@error:scales_broken", {}),
    }
    return [
        Answer(step.id, *given[step.action])
        for step in definition.steps
        if step.kind == "action"
        for _arrival in range(ARRIVALS)
    ]


def _give(driver: Driver, answer: Answer, after: Walk) -> Refusal | None:
    try:
        with transaction.atomic():
            driver.give(answer, now=after.now)
    except Refusal as refusal:
        return refusal
    return None


def _answer(random: Random, before: Walk, definition: ProcessDefinition, driver: Driver) -> Answer:
    """What could come next: mostly to a step that waits, and mostly fitting."""
    if driver.case is None:
        return Answer("begin", data=_data(random, before.waiting[0]))
    kind = random.randint(1, 24)
    if kind in {16, 17}:
        return Answer("", after=timedelta(minutes=random.randint(1, 700), seconds=0.5))
    if kind == 24:
        return Answer("", "withdraw", data=_data(random, None))
    early = [step for step in definition.steps if isinstance(step, EventStep)]
    if kind == 23 and early:
        return _event(random, random.choice(early), driver)
    candidates = [one for one in before.waiting if not one.failed]
    if not candidates:
        return Answer("", "withdraw")
    one = random.choice(candidates)
    late = [one for one in candidates if _may_be_late(definition, one)]
    if kind in {18, 19, 20, 21, 22} and late:
        return Answer(random.choice(late).step, DEADLINE)
    if one.kind == "timer":
        return Answer(one.step)
    if one.kind == "event":
        return _event(random, definition.step(one.step), driver)
    step: Any = definition.step(one.step)
    if one.kind in {"webhook", "subprocess"}:
        return _heard(random, step)
    keys = [choice.key for choice in step.outcomes]
    outcome = random.choice([*[keys[0]] * 5, *keys])
    if one.kind == "items":
        return Answer(one.step, outcome, data=_row(random), row=one.row)
    by = random.choice(APPROVERS) if one.kind == "approval" else ""
    return Answer(one.step, outcome, data=_data(random, one), by=by)


def _event(random: Random, step: Any, driver: Driver) -> Answer:
    data = {"grams": random.randint(0, 9)} if step.event == "scanned" else {}
    return Answer(driver.first_armed(step.event) or step.id, data=data)


def _may_be_late(definition: ProcessDefinition, one: Waiting) -> bool:
    deadline = getattr(definition.step(one.step), "deadline", None)
    return one.due_at is not None and deadline is not None and deadline.then is not None


def _heard(random: Random, step: Any) -> Answer:
    """From another system, now and then what does not fit; from another case."""
    if random.randint(1, 5) == 5:
        code = "webhook_refused" if step.kind == "webhook" else results.CANCELLED_CODE
        return Answer(step.id, f"@error:{code}")
    number = random.randint(0, 9)
    if step.kind == "subprocess":
        return Answer(step.id, random.choice(["fine", "refused"]), data={"note": number})
    scores: list[object] = random.choice([[number], [number], [number], [], ["x"], [None]])
    return Answer(step.id, data={"scores": scores})


def _row(random: Random) -> dict[str, object]:
    choices: list[dict[str, object]] = [
        {"count": 1}, {"count": 2}, {"count": 3}, {}, {"count": -1}, {"name": "Saw"}, {"nothing": 1}
    ]  # fmt: skip
    return random.choice(choices)


def _data(random: Random, one: Waiting | None) -> dict[str, object]:
    """Answers to a form, now and then such as nobody asked for."""
    asked = list(one.form["schema"]["properties"]) if one is not None and one.form else []
    if random.randint(1, 20) == 20:
        asked.append(random.choice([*NUMBERS, *FLAGS]))
    rows = [{"name": "Drill", "count": random.randint(0, 3)}, {"name": "Saw"}, {"name": "Ladder"}]
    values: dict[str, Any] = {
        key: random.choice([True, False])
        if key in FLAGS
        else random.randint(-3, 12)
        if key in NUMBERS
        else rows[: random.randint(0, 3)]
        for key in asked
        if random.randint(1, 9) != 9
    }
    if values and random.randint(1, 20) == 20:
        values[next(iter(values))] = random.choice(["x", None])
    return values


@pytest.fixture(autouse=True)
def _same_clock() -> None:
    Clock.instant = NOW
