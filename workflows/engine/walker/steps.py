"""What happens by itself when a case comes to a step, kind by kind."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from ..definition import (
    ActionStep,
    ApprovalStep,
    CelText,
    DecisionStep,
    EndStep,
    EventStep,
    ItemsStep,
    NoticeStep,
    ParallelStep,
    StepNotice,
    SubprocessStep,
    TableStep,
    TaskStep,
    TimerStep,
    WebhookStep,
    duration,
)
from ..parameters import filled, parameter_word
from ..refusals import NotAvailable, Refusal
from ..texts import localized
from ..vocabulary import ActionType
from ..wording import joined, quoted
from . import samples, tables
from .case import Live, WalkedCase
from .records import ERROR, Answer, Would


class Failed(Refusal):
    """A step fails because an answer says so."""

    default_code = "failed"
    default_detail = "It fails."


def finish(case: WalkedCase, live: Live, target: str, *, outcome: str = "") -> None:
    """Be through with a step, and go on at ``target``."""
    if case.prepared.leaps(live.step, target):
        live.jump = target
    case.leave(live, onto=[(target, live.token)], outcome=outcome)


def activate(case: WalkedCase, live: Live) -> None:
    """Do what a step does by itself. It is ``done``, ``failed`` or ``waiting`` then."""
    before = case.data
    try:
        _activate(case, live)
    except Refusal as failure:
        case.data = before
        live.state, live.failure = "failed", failure


def _activate(case: WalkedCase, live: Live) -> None:
    match live.step:
        case ActionStep():
            _act(case, live)
        case DecisionStep():
            _decide(case, live)
        case TableStep():
            finish(case, live, tables.apply(case, live))
        case ParallelStep():
            _split(case, live)
        case NoticeStep():
            _tell(case, live)
        case EventStep():
            live.state = "waiting"
            _take_early(case, live)
        case TimerStep():
            _wind(case, live)
        case ItemsStep():
            _give_out(case, live)
        case WebhookStep() | SubprocessStep():
            _ask(case, live)
        case EndStep():
            case.result, case.has_ended = live.step.result, True
            case.leave(live, onto=[])
        case TaskStep() | ApprovalStep():
            live.state = "waiting"


def error_of(answer: Answer) -> Refusal | None:
    """The failure that an answer tells of: ``@error`` or ``@error:code``."""
    word, _colon, code = answer.outcome.partition(":")
    return Failed(code=code) if word == ERROR else None


def saved(
    case: WalkedCase, live: Live, result: Mapping[str, object], words: Mapping[str, str]
) -> None:
    """Save what a step wants of a result; a value that was not given is made up.

    ``words`` are the types of the keys that there are.
    """
    values, made_up = {}, set()
    for key, name in live.step.save.items():
        if name in result:
            values[key] = result[name]
        else:
            field = case.prepared.definition.field(key)
            values[key] = samples.of_field(field, words.get(name, "string"), case.now)
            made_up.add(key)
    case.save(live, values, frozenset(made_up))


def _act(case: WalkedCase, live: Live) -> None:
    step: ActionStep = live.step
    action = case.prepared.vocabulary.action(step.action)
    if action is None:
        raise NotAvailable
    fixed, computed = {}, {}
    for name, parameter in step.parameters.items():
        if isinstance(parameter, CelText):
            word = parameter_word(action.parameters, name)
            computed[name] = case.prepared.environment.compile(parameter.cel, result=word)
        else:
            fixed[name] = parameter.value
    answer = _given(case, step.id)
    parameters = filled(action.parameters, fixed, computed, case.facts())
    if answer is not None and (failure := error_of(answer)):
        raise failure
    live.effects.append(
        _would_act(case, action, parameters.model_dump(include=set(step.parameters)))
    )
    saved(case, live, answer.data if answer else {}, action.result)
    finish(case, live, step.next)


def _given(case: WalkedCase, step_id: str) -> Answer | None:
    """The next answer that was given for an automatic step."""
    waiting = case.given.get(step_id)
    return waiting.popleft() if waiting else None


def _would_act(case: WalkedCase, action: ActionType, parameters: Mapping[str, Any]) -> Would:
    words = case.prepared.words
    label = quoted(localized(action.label, case.prepared.language))
    said = joined(f"{name} = {words.value(value)}" for name, value in parameters.items())
    if not said:
        return Would("action", _("Would do %(action)s.") % {"action": label})
    text = _("Would do %(action)s with %(parameters)s.")
    return Would("action", text % {"action": label, "parameters": said})


def _decide(case: WalkedCase, live: Live) -> None:
    step, facts = live.step, case.facts()
    holding = (one.to for one in step.cases if case.prepared.holds(one.when, facts))
    finish(case, live, next(holding, step.otherwise))


def _split(case: WalkedCase, live: Live) -> None:
    step, facts = live.step, case.facts()
    begun = [
        branch.to
        for branch in step.branches
        if branch.when is None or case.prepared.holds(branch.when, facts)
    ]
    if not begun:
        raise NotAvailable(_("No branch of this step applies."), code="no_branch")
    case.splits += 1
    onto = [
        (target, (*live.token, (case.splits, number))) for number, target in enumerate(begun, 1)
    ]
    case.leave(live, onto=onto)


def _tell(case: WalkedCase, live: Live) -> None:
    step: NoticeStep = live.step
    answer = _given(case, step.id)
    if answer is not None and (failure := error_of(answer)):
        raise failure
    live.effects.append(
        case.message(StepNotice(on="enter", to=step.to, subject=step.subject, body=step.body))
    )
    finish(case, live, step.next)


def _take_early(case: WalkedCase, live: Live) -> None:
    """Take the oldest event that came before anybody waited for it."""
    for early in case.events:
        if early[0] == live.step.event:
            case.events.remove(early)
            take_event(case, live, early[1])
            return


def take_event(case: WalkedCase, live: Live, data: Mapping[str, object]) -> None:
    event = case.prepared.vocabulary.event(live.step.event)
    saved(case, live, data, event.data if event else {})
    finish(case, live, live.step.next)


def _wind(case: WalkedCase, live: Live) -> None:
    step: TimerStep = live.step
    if step.until is not None:
        instant = case.prepared.evaluate(step.until, case.facts(), result="timestamp")
        if not isinstance(instant, datetime):
            raise NotAvailable
        live.due_at = instant
    else:
        live.due_at = case.now + duration(step.after or "")
    live.state = "waiting"


def _give_out(case: WalkedCase, live: Live) -> None:
    rows = case.data.get(live.step.table)
    live.rows = dict.fromkeys(range(len(rows) if isinstance(rows, list) else 0))
    if live.rows:
        live.state = "waiting"
    else:
        finish(case, live, live.step.next)


def _ask(case: WalkedCase, live: Live) -> None:
    """Another system, or another process."""
    step, words = live.step, case.prepared.words
    given = step.payload if isinstance(step, WebhookStep) else step.data
    sent = {name: _value(case, parameter) for name, parameter in given.items()}
    said = joined(f"{name} = {words.value(value)}" for name, value in sent.items()) or _("nothing")
    if isinstance(step, WebhookStep):
        text = _("Would send %(values)s to %(address)s and wait for the answer.")
        would = Would("webhook", text % {"values": said, "address": step.url})
    else:
        text = _("Would begin a case of the process %(process)s with %(values)s and wait for it.")
        would = Would("subprocess", text % {"process": quoted(step.process), "values": said})
    live.effects.append(would)
    live.state = "waiting"


def _value(case: WalkedCase, parameter: Any) -> object:
    if not isinstance(parameter, CelText):
        return parameter.value
    return case.prepared.value(parameter, case.facts())
