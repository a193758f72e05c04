"""How long it takes to check and to simulate a definition of 200 steps."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from statistics import median
from time import perf_counter
from typing import Any

from workflows.engine.checks import check
from workflows.engine.definition import ProcessDefinition, parse
from workflows.engine.problems import has_errors
from workflows.engine.vocabulary import vocabulary
from workflows.engine.walker import Answer, Sample, walk

STEPS = 200
CHECK, SIMULATION = "checking 200 steps", "simulating 200 steps"
# Milliseconds.
BOUNDS: Mapping[str, float] = {CHECK: 200, SIMULATION: 500}
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
FIELDS = 20


def measure(*, rounds: int = 7) -> dict[str, float]:
    """The median of each in milliseconds, each time from the JSON on."""
    return {
        CHECK: _milliseconds(_check, rounds),
        SIMULATION: _milliseconds(_simulate, rounds),
    }


def missed(times: Mapping[str, float]) -> list[str]:
    """Each broken promise as a sentence."""
    return [
        f"{name}: {times[name]:.0f} ms, not {bound:.0f}."
        for name, bound in BOUNDS.items()
        if times[name] > bound
    ]


def _check() -> None:
    definition = parse(content())
    assert not has_errors(check(definition, vocabulary("plain"), languages=("en", "zh-hans")))


def _simulate() -> None:
    definition: ProcessDefinition = parse(content())
    answers = [
        Answer(step.id, "ok", data={"n0": 7}) if step.kind == "task" else Answer(step.id)
        for step in definition.steps
        if step.kind in {"start", "task", "timer"}
    ]
    walked = walk(definition, vocabulary("plain"), Sample(NOW), answers)
    assert (walked.state, len(walked.steps)) == ("ended", STEPS), walked.error


def _milliseconds(call: Callable[[], None], rounds: int) -> float:
    call()
    taken = []
    for _round in range(rounds):
        began = perf_counter()
        call()
        taken.append(perf_counter() - began)
    return median(taken) * 1000


def content() -> dict[str, Any]:
    """A start, then tasks with forms and deadlines, decisions, timers and notices, and an end."""
    return {
        "key": "long",
        "kind": "plain",
        "title": _text("Long"),
        "fields": [
            {"key": f"n{number}", "type": "int", "label": _text(f"Number {number}")}
            for number in range(FIELDS)
        ],
        "steps": list(_steps()),
    }


def _steps() -> Iterator[dict[str, Any]]:
    form = [{"field": f"n{number}"} for number in range(FIELDS)]
    who = {"roles": ["operator"]}
    yield _step("s0", "start", who=who, form=form, next="s1")
    for number in range(1, STEPS - 1):
        following = f"s{number + 1}"
        match number % 4:
            case 1:
                yield _step(
                    f"s{number}",
                    "task",
                    who=who,
                    form=form,
                    outcomes=[{"key": "ok", "label": _text("OK"), "to": following}],
                    deadline={"after": "P2D", "then": following},
                )
            case 2:
                yield _step(
                    f"s{number}",
                    "decision",
                    cases=[
                        {"when": {"var": "data.n0", "op": ">", "value": number}, "to": following}
                    ],
                    otherwise=following,
                )
            case 3:
                yield _step(
                    f"s{number}",
                    "notice",
                    to=who,
                    subject=_text("Step {case.number}"),
                    body=_text("It is {data.n0}"),
                    next=following,
                )
            case _:
                yield _step(f"s{number}", "timer", after="PT1H", next=following)
    yield _step(f"s{STEPS - 1}", "end", result="done")


def _step(step_id: str, kind: str, **values: Any) -> dict[str, Any]:
    return {"id": step_id, "kind": kind, "title": _text(f"Step {step_id}"), **values}


def _text(words: str) -> dict[str, str]:
    return {"en": words, "zh-hans": words}
