"""The measured process: as a definition for the compiler, and once more written by hand."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from workflows.engine.assignment import whom
from workflows.engine.compiler import compile_definition
from workflows.engine.definition import Step, parse
from workflows.engine.effects import Effect
from workflows.engine.forms import compile_form
from workflows.engine.nodes import (
    ActionNode,
    BaseFlow,
    DecisionCase,
    DecisionNode,
    FinishNode,
    JoinNode,
    ParallelBranch,
    ParallelNode,
    PersonNode,
    StartNode,
    Way,
)
from workflows.engine.vocabulary import ActionContext, ActionType, Stage, Vocabulary, register

KEY = "bench"
WORKER = "worker"
EN = {"en": "Bench"}


class Nothing(BaseModel):
    pass


def do_nothing(context: ActionContext, parameters: BaseModel) -> Mapping[str, object]:
    return {}


ACTION = ActionType("nothing", EN, parameters=Nothing, result={}, precondition=EN, run=do_nothing)
register(Vocabulary(KEY, EN, subject=None, stages=(Stage("open", EN),), actions=(ACTION,)))


def _step(step_id: str, kind: str, **values: Any) -> dict[str, Any]:
    return {"id": step_id, "kind": kind, "title": EN, **values}


def _task(step_id: str, to: str, **who: Any) -> dict[str, Any]:
    outcomes = [{"key": f"{step_id}_ok", "label": EN, "to": to}]
    return _step(step_id, "task", who=who or {"users": [WORKER]}, outcomes=outcomes)


CONTENT: dict[str, Any] = {
    "key": KEY,
    "kind": KEY,
    "title": EN,
    "steps": [
        _step("begin", "start", who={"roles": ["customer"]}, next="queue"),
        _task("queue", "plain", roles=["customer"]),
        _task("plain", "choosing"),
        _task("choosing", "weigh"),
        _step(
            "weigh",
            "decision",
            cases=[{"when": {"cel": "steps.choosing.outcome == 'nothing'"}, "to": "done"}],
            otherwise="acting",
        ),
        _task("acting", "act"),
        _step("act", "action", action="nothing", next="splitting"),
        _task("splitting", "fork"),
        _step("fork", "parallel", branches=[{"to": "left"}, {"to": "right"}], join="meet"),
        _task("left", "meet"),
        _task("right", "meet"),
        _step("meet", "join", next="last"),
        _task("last", "done"),
        _step("done", "end"),
    ],
}

DEFINITION = parse(CONTENT)
_compiled = compile_definition(DEFINITION)
_form = compile_form((), DEFINITION, _compiled.vocabulary, _compiled.environment)


def _of(step_id: str) -> Step:
    step = DEFINITION.step(step_id)
    assert step is not None
    return step


def _person(step_id: str, to: str) -> PersonNode:
    step, outcome = _of(step_id), f"{step_id}_ok"
    return PersonNode(
        step=step,
        whom=whom(step.who, _compiled.environment),
        form=_form,
        offers={outcome: None},
        ways={outcome: Way(to)},
    )


class HandWritten(BaseFlow):
    """What a programmer would write with the same nodes."""

    process_title = "Bench"

    begin = StartNode(step=_of("begin"), form=_form, ways={"next": Way("queue")})
    queue = _person("queue", "plain")
    plain = _person("plain", "choosing")
    choosing = _person("choosing", "weigh")
    weigh = DecisionNode(
        step=_of("weigh"),
        cases=[
            DecisionCase(
                "case_1",
                _compiled.environment.compile("steps.choosing.outcome == 'nothing'", result="bool"),
            )
        ],
        ways={"case_1": Way("done"), "otherwise": Way("acting")},
    )
    acting = _person("acting", "act")
    act = ActionNode(
        step=_of("act"),
        effect=Effect(ACTION, fixed={}, computed={}, save={}),
        ways={"next": Way("splitting")},
    )
    splitting = _person("splitting", "fork")
    fork = ParallelNode(
        step=_of("fork"),
        branches=[ParallelBranch("branch_1", None), ParallelBranch("branch_2", None)],
        ways={"branch_1": Way("left"), "branch_2": Way("right")},
    )
    left = _person("left", "meet")
    right = _person("right", "meet")
    meet = JoinNode(step=_of("meet"), ways={"next": Way("last")})
    last = _person("last", "done")
    done = FinishNode(step=_of("done"))
