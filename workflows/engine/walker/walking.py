"""A walk from its answers."""

from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from django.utils import translation

from ..definition import ActionStep, NoticeStep, ProcessDefinition
from ..refusals import Refusal
from ..vocabulary import Vocabulary
from . import answering, moving
from .case import Live, TooLong, WalkedCase
from .prepared import Prepared
from .records import Answer, Refused, Sample, Walk, Would
from .telling import told


def walk(
    definition: ProcessDefinition,
    vocabulary: Vocabulary,
    sample: Sample,
    answers: Sequence[Answer],
    *,
    limit: int = 2000,
) -> Walk:
    """What a case would do that is given these answers, in their order.

    ``definition`` has passed the check. The walk stops at the first answer that would be refused,
    as it was before it, and after ``limit`` steps. Texts are in the active language.
    """
    prepared = Prepared(definition, vocabulary, translation.get_language() or "en")
    case = _begun(prepared, sample, answers, limit)
    for number, answer in enumerate(answers):
        if isinstance(prepared.steps.get(answer.step), ActionStep | NoticeStep):
            continue
        try:
            _take(case, answer)
        except TooLong as refusal:
            return told(case, _refused(refusal, answer.step, number))
        except moving.Undone as undone:
            before = _before(prepared, sample, answers, limit, number)
            return told(before, _refused(undone.refusal, undone.step, number))
        except Refusal as refusal:
            before = _before(prepared, sample, answers, limit, number)
            return told(before, _refused(refusal, answer.step, number))
    return told(case, None)


def _begun(prepared: Prepared, sample: Sample, answers: Sequence[Answer], limit: int) -> WalkedCase:
    given: dict[str, deque[Answer]] = {}
    for answer in answers:
        if isinstance(prepared.steps.get(answer.step), ActionStep | NoticeStep):
            given.setdefault(answer.step, deque()).append(answer)
    return WalkedCase(
        prepared, sample, limit, sample.now, dict(sample.data), dict(sample.derived), given=given
    )


def _before(
    prepared: Prepared, sample: Sample, answers: Sequence[Answer], limit: int, number: int
) -> WalkedCase:
    """The case before the answer of this number: walked anew, for nothing of it is to stand."""
    case = _begun(prepared, sample, answers, limit)
    for answer in answers[:number]:
        if not isinstance(prepared.steps.get(answer.step), ActionStep | NoticeStep):
            _take(case, answer)
    return case


def _refused(refusal: Refusal, step: str, number: int) -> Refused:
    errors = tuple(dict(error) for error in refusal.errors)
    return Refused(refusal.code, str(refusal.detail), step, number, errors)


def _take(case: WalkedCase, answer: Answer) -> None:
    if answer.after is not None:
        pass_time(case, case.now + answer.after)
    if answer.step or answer.outcome:
        answering.take(case, answer, pass_time)


def pass_time(case: WalkedCase, until: datetime) -> None:
    """Let time pass, and what is due meanwhile happen, in its order."""
    while (due := _next_due(case, until)) is not None:
        instant, happen = due
        case.now = max(case.now, instant)
        case.has_person = False
        happen()
        moving.settle(case)
    case.now = max(case.now, until)


def _next_due(case: WalkedCase, until: datetime) -> tuple[datetime, Callable[[], None]] | None:
    found: list[tuple[datetime, Callable[[], None]]] = []
    for live in case.live:
        if live.due_at is not None and live.state == "waiting":
            found.append((live.due_at, partial(answering.fire, case, live)))
        clock = live.clock
        if clock is None:
            continue
        if clock.then is not None and clock.due_at is not None:
            found.append((clock.due_at, partial(answering.overdue, case, live)))
        for alarm in clock.alarms:
            rings_at = clock.rings_at(alarm)
            if rings_at is not None:
                found.append((rings_at, partial(_ring, live, alarm)))
    return min((one for one in found if one[0] <= until), key=lambda one: one[0], default=None)


def _ring(live: Live, alarm: answering.Alarm) -> None:
    alarm.has_rung = True
    live.effects.append(Would("deadline", alarm.text))
