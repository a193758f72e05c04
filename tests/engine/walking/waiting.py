"""Deadlines of a walk and of the engine while the case's stage is a waiting one."""

from datetime import datetime, timedelta

import pytest

from accounts.users.models import User
from tests.engine import parcels
from tests.engine.processes import NOW, end, process, publish, start, step, task
from workflows.engine.definition import parse
from workflows.engine.walker import Answer, Sample, walk

from .driving import Clock, Driver, clock, of_walk

HOURS = timedelta(hours=1)


@pytest.mark.parametrize(
    ("before", "inside", "due", "result"),
    [
        # It runs for two hours, then it stands still.
        ("posted", "held", [NOW + 8 * HOURS, None, None, None], ""),
        # It begins to run after two hours.
        ("held", "posted", [None, NOW + 10 * HOURS, NOW + 10 * HOURS], "late"),
    ],
)
def test_a_deadline_stands_still_while_the_stage_waits(
    cast: dict[str, User], before: str, inside: str, due: list[datetime | None], result: str
) -> None:
    content = process(
        start("split", stage=before),
        step("split", "parallel", branches=[{"to": "work"}, {"to": "look"}], join="both"),
        task("work", {"worked": "both"}, deadline={"after": "PT8H", "then": "late"}),
        step("look", "event", event="lost", next="change"),
        task("change", {"changed": "both"}, stage=inside, who={"roles": ["operator"]}),
        step("both", "join", next="done"),
        end(),
        end("late", result="late"),
        kind="parcel",
        key="walked",
    )
    answers = [
        Answer("begin"),
        Answer("look", after=2 * HOURS),
        Answer("", after=7 * HOURS),
        Answer("", after=2 * HOURS),
    ]
    definition = parse(content)
    found = []
    with clock():
        Clock.instant = NOW
        publish(content)
        driver = Driver(cast, "walked")
        for number, answer in enumerate(answers, 1):
            walked = walk(definition, parcels.PARCELS, Sample(NOW), answers[:number])
            assert walked.error is None
            driver.give(answer, now=walked.now)
            assert driver.told() == of_walk(walked)
            found += [one.due_at for one in walked.waiting if one.step == "work"]
    assert found == due
    assert walked.result == result
