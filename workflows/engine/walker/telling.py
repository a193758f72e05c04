"""What a walk tells of its case."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from ..definition import (
    ApprovalStep,
    ItemsStep,
    StartStep,
    SubprocessStep,
    TaskStep,
)
from ..refusals import ExpressionFailed
from ..texts import localized
from .case import Live, WalkedCase
from .records import Choice, Refused, State, Waiting, Walk


def told(case: WalkedCase, error: Refused | None) -> Walk:
    """The walk as far as it came."""
    failed = next((live for live in case.live if live.state == "failed"), None)
    if error is None and failed is not None and failed.failure is not None:
        error = Refused(failed.failure.code, str(failed.failure.detail), failed.step.id)
    state: State = "waiting"
    if error is not None:
        state = "failed"
    elif case.has_ended:
        state = "ended"
    return Walk(
        steps=tuple(passed.walked() for passed in case.passed),
        waiting=tuple(_waiting(case)),
        state=state,
        stage=case.stage,
        result=case.result,
        data=case.data,
        now=case.now,
        error=error,
        outcomes=dict(case.outcomes),
    )


def _waiting(case: WalkedCase) -> Iterator[Waiting]:
    if not case.has_started:
        yield _one(case, Live(case.prepared.start, ()))
        return
    for live in case.live:
        if live.rows:
            for row in (row for row, outcome in live.rows.items() if outcome is None):
                yield _one(case, live, row)
        elif live.state in {"waiting", "failed"} and not case.prepared.is_join(live.step.id):
            yield _one(case, live)


def _one(case: WalkedCase, live: Live, row: int | None = None) -> Waiting:
    step = live.step
    return Waiting(
        step=step.id,
        kind=step.kind,
        title=case.prepared.title(step),
        outcomes=tuple(_choices(case, step)),
        form=_form(case, step),
        effects=tuple(live.effects),
        due_at=live.clock.due_at if live.clock is not None else live.due_at,
        row=row,
        failed=live.state == "failed",
    )


def _choices(case: WalkedCase, step: Any) -> Iterator[Choice]:
    language = case.prepared.language
    match step:
        case TaskStep() | ApprovalStep():
            for outcome in step.outcomes:
                if outcome.when is None or _holds(case, outcome.when):
                    yield Choice(outcome.key, localized(outcome.label, language))
        case ItemsStep():
            for one in step.outcomes:
                yield Choice(one.key, localized(one.label, language))
        case SubprocessStep():
            for end in step.results:
                yield Choice(end.result, end.result)


def _holds(case: WalkedCase, condition: Any) -> bool:
    """A condition that cannot be evaluated offers nothing; taking the outcome says why."""
    try:
        return case.prepared.holds(condition, case.facts())
    except ExpressionFailed:
        return False


def _form(case: WalkedCase, step: Any) -> dict[str, Any] | None:
    if not isinstance(step, StartStep | TaskStep | ApprovalStep):
        return None
    facts = case.facts()
    keys = case.prepared.keys(step.who, facts)
    form = case.prepared.form(step.form)
    return form.describe(actor_keys=keys, language=case.prepared.language, facts=facts)


def walk_json(walk: Walk) -> dict[str, Any]:
    """The walk as JSON, in the language in which it was walked."""
    return {key: _json(value) for key, value in asdict(walk).items() if key != "outcomes"}


def _json(value: Any) -> Any:
    match value:
        case dict():
            return {key: _json(one) for key, one in value.items()}
        case list() | tuple():
            return [_json(one) for one in value]
        case datetime():
            return value.isoformat()
        case _:
            return value
