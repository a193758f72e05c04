"""What an answer does to the step that waits for it."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from ..definition import (
    ApprovalStep,
    CaseAction,
    Column,
    EventStep,
    ItemsStep,
    StartStep,
    SubprocessStep,
    TaskStep,
    TimerStep,
    WebhookStep,
)
from ..eventdata import check_event_data
from ..forms import Cleaned, StepForm
from ..handover import read_answer, read_end
from ..refusals import Conflict, NotAllowed, NotAvailable, Refusal
from ..votes import AGAINST, FOR, Tally, is_decided, needed
from ..wording import quoted
from .case import Live, Passed, WalkedCase
from .clocks import Alarm
from .moving import fail, go_on, jump, lead, run, settle
from .records import DEADLINE, SEALED, Answer, Would
from .rows import answer_row, stand_in_files, unknown_outcome
from .steps import error_of, finish, saved, take_event

__all__ = ["Alarm", "fire", "overdue", "take"]

PassTime = Callable[[WalkedCase, datetime], None]


def take(case: WalkedCase, answer: Answer, pass_time: PassTime) -> None:
    """Give ``answer`` to its step. A ``Refusal`` where the engine would refuse it."""
    if case.has_ended:
        raise NotAvailable(_("The case has ended already."), code="case_ended")
    step = case.prepared.steps.get(answer.step)
    if answer.step and step is None:
        raise NotAvailable(_("There is no such step."), code="no_such_step")
    case.has_person = not isinstance(step, EventStep | TimerStep | WebhookStep | SubprocessStep)
    if isinstance(step, StartStep):
        _start(case, step, answer)
    elif not case.has_started:
        raise NotAvailable(_("The case has not begun: answer its start first."), code="not_begun")
    elif step is None:
        _take_case_action(case, answer)
    else:
        _take(case, answer, pass_time)
    settle(case)


def _take(case: WalkedCase, answer: Answer, pass_time: PassTime) -> None:
    live = _waiting(case, answer.step)
    if live is None:
        if isinstance(case.prepared.steps[answer.step], EventStep):
            _receive(case, answer)
            return
        raise NotAvailable(_("Nothing waits at this step."), code="not_waiting")
    if answer.outcome == DEADLINE:
        due_at = live.clock.due_at if live.clock is not None else None
        if live.clock is None or live.clock.then is None or due_at is None:
            raise NotAvailable(_("No time runs out at this step."), code="no_deadline")
        pass_time(case, due_at)
        return
    match live.step:
        case TaskStep():
            _refuse_doer(case, live, answer.by)
            cleaned = _answered(case, live, answer)
            case.did.setdefault(answer.step, set()).add(answer.by)
            _end_task(case, live, answer.outcome, cleaned)
        case ApprovalStep():
            _vote(case, live, answer)
        case EventStep():
            _receive(case, answer)
        case TimerStep():
            pass_time(case, live.due_at or case.now)
        case ItemsStep():
            answer_row(case, live, answer)
        case WebhookStep() | SubprocessStep():
            _hear(case, live, answer)
        case _:
            raise NotAvailable(_("Nothing waits at this step."), code="not_waiting")


def _waiting(case: WalkedCase, step_id: str) -> Live | None:
    return next(
        (live for live in case.live if live.step.id == step_id and live.state == "waiting"), None
    )


def _start(case: WalkedCase, step: StartStep, answer: Answer) -> None:
    if case.has_started:
        raise NotAvailable(_("The case has begun already."), code="begun_already")
    form = case.prepared.form(step.form)
    keys = case.prepared.keys(step.who, case.facts())
    cleaned = _validated(case, form, answer.data, keys)
    live = Live(step, ())
    case.counted()
    case.live.append(live)
    _keep(case, live, form, cleaned)
    case.set_stage(step.stage, live.effects)
    case.has_started = True
    case.did.setdefault(step.id, set()).add(answer.by)
    finish(case, live, step.next)
    run(case, go_on(case, live))


def _answered(case: WalkedCase, live: Live, answer: Answer) -> Cleaned:
    """The answer to the form of a task or an approval, with an outcome that is offered."""
    step, facts = live.step, case.facts()
    chosen = next((one for one in step.outcomes if one.key == answer.outcome), None)
    if chosen is None:
        raise unknown_outcome()
    if chosen.when is not None and not case.prepared.holds(chosen.when, facts):
        raise NotAvailable
    keys = case.prepared.keys(step.who, facts)
    form = case.prepared.form(step.form)
    return _validated(case, form, answer.data, keys, requires=chosen.requires)


def _end_task(case: WalkedCase, live: Live, outcome: str, cleaned: Cleaned) -> None:
    _keep(case, live, case.prepared.form(live.step.form), cleaned)
    _complete(case, live, outcome)


def _complete(case: WalkedCase, live: Live, outcome: str) -> None:
    target = next(one.to for one in live.step.outcomes if one.key == outcome)
    finish(case, live, target, outcome=outcome)
    run(case, go_on(case, live))


def _vote(case: WalkedCase, live: Live, answer: Answer) -> None:
    step, by = live.step, answer.by
    _refuse_doer(case, live, by)
    barred = case.barred(step)
    approvers = tuple(name for name in case.sample.approvers.get(step.id, ()) if name not in barred)
    cleaned = _answered(case, live, answer)
    if not by:
        _end_task(case, live, answer.outcome, cleaned)
        return
    voted = [voter for voter, _outcome in live.votes]
    if by in voted:
        raise Conflict(_("You have voted already."), code="already_voted")
    if approvers and by not in approvers:
        raise NotAllowed
    waiting = [approver for approver in approvers if approver not in voted]
    if step.rule.order == "in_turn" and waiting and waiting[0] != by:
        raise NotAvailable(_("It is somebody else's turn."), code="not_your_turn")
    live.votes.append((by, answer.outcome))
    case.did.setdefault(step.id, set()).add(by)
    _keep(case, live, case.prepared.form(step.form), cleaned)
    kinds = {outcome.key: outcome.vote for outcome in step.outcomes}
    label = next(one.label for one in step.outcomes if one.key == answer.outcome)
    text = _("Would count the vote of %(name)s: %(outcome)s")
    said = quoted(case.prepared.words.text(label))
    live.effects.append(Would("vote", text % {"name": by, "outcome": said}))
    cast = [kinds[outcome] for _voter, outcome in live.votes]
    asked = len(approvers) or needed(step.rule, 0)
    tally = Tally(asked, cast.count(FOR), cast.count(AGAINST))
    if not kinds[answer.outcome] or is_decided(step.rule, tally):
        _complete(case, live, answer.outcome)


def _refuse_doer(case: WalkedCase, live: Live, by: str) -> None:
    if by and by in case.barred(live.step):
        text = _("Whoever did an earlier step of this case may not do this one.")
        raise NotAllowed(text, code="did_before")


def _receive(case: WalkedCase, answer: Answer) -> None:
    """An event goes to the step that waits for it, the named one first, or is kept."""
    named = case.prepared.steps[answer.step]
    if not isinstance(named, EventStep):
        return
    event = case.prepared.vocabulary.event(named.event)
    if event is not None and answer.data:
        check_event_data(event, answer.data)
    armed = [
        live
        for live in case.live
        if live.state == "waiting"
        and isinstance(live.step, EventStep)
        and live.step.event == named.event
    ]
    armed.sort(key=lambda live: live.step is not named)
    if not armed:
        case.events.append((named.event, answer.data))
        return
    take_event(case, armed[0], answer.data)
    run(case, go_on(case, armed[0]))


def _hear(case: WalkedCase, live: Live, answer: Answer) -> None:
    """The answer of another system, or the end of another case."""
    try:
        if failure := error_of(answer):
            raise failure
        target = _heard(case, live, answer)
    except Refusal as refusal:
        fail(case, live, refusal)
        return
    finish(case, live, target)
    run(case, go_on(case, live))


def _heard(case: WalkedCase, live: Live, answer: Answer) -> str:
    """Save what it gave; answers where the case goes on."""
    step, definition = live.step, case.prepared.definition
    if not answer.data:
        saved(case, live, {}, {})
    elif isinstance(step, WebhookStep):
        case.save(live, read_answer(step, definition, answer.data))
    else:
        case.save(live, read_end(step, definition, answer.data))
    ends = {one.result: one.to for one in getattr(step, "results", ())}
    return str(ends.get(answer.outcome, step.next))


def _take_case_action(case: WalkedCase, answer: Answer) -> None:
    action: CaseAction | None = case.prepared.case_actions.get(answer.outcome)
    facts = case.facts()
    if action is None or (action.when and not case.prepared.holds(action.when, facts)):
        raise NotAvailable
    form = case.prepared.form(action.form)
    keys = case.prepared.keys(action.who, facts)
    cleaned = _validated(case, form, answer.data, keys)
    title = case.prepared.words.text(action.label)
    passed = Passed("", "case_action", title, (action.to,), action.key, case.now, [])
    _keep_values(case, passed.effects, form, cleaned)
    case.passed.append(passed)
    jump(case, action.to, passed)


def fire(case: WalkedCase, live: Live) -> None:
    """A timer whose instant has come."""
    finish(case, live, live.step.next)
    run(case, go_on(case, live))


def overdue(case: WalkedCase, live: Live) -> None:
    """A deadline that is over, and leads on."""
    target = live.clock.then if live.clock else None
    if target is None:
        return
    case.cancel(live)
    case.tell(live, (target,), DEADLINE)
    lead(case, live, target)


def _validated(
    case: WalkedCase,
    form: StepForm,
    data: Mapping[str, object],
    keys: Collection[str],
    requires: Collection[str] = (),
) -> Cleaned:
    columns: dict[str, Column] = {entry.key: entry.field for entry in form.entries}
    return form.validate(
        data,
        actor_keys=keys,
        facts=case.facts(),
        find_upload=stand_in_files(columns, data),
        requires=requires,
    )


def _keep(case: WalkedCase, live: Live, form: StepForm, cleaned: Cleaned) -> None:
    _keep_values(case, live.effects, form, cleaned)


def _keep_values(case: WalkedCase, effects: list[Would], form: StepForm, cleaned: Cleaned) -> None:
    """Put clean answers into the data, of personal ones only what conditions may know."""
    derived = dict(case.derived)
    for entry in form.entries:
        if entry.personal is None:
            continue
        if entry.key in cleaned.values or entry.key in cleaned.personal:
            derived = {
                name: value
                for name, value in derived.items()
                if not name.startswith(f"{entry.key}.")
            }
        for name, derivation in entry.personal.derivations.items():
            if entry.key in cleaned.personal:
                value = derivation.derive(cleaned.personal[entry.key], case.now)
                derived[f"{entry.key}.{name}"] = value
    case.data = {**case.data, **cleaned.values, **dict.fromkeys(cleaned.personal, SEALED)}
    case.derived = derived
    words = case.prepared.words
    for key, value in cleaned.values.items():
        effects.append(case.would_save(key, value))
    for key in cleaned.personal:
        text = _("Would seal %(field)s with the person's own key.")
        effects.append(Would("save", text % {"field": words.field(key)}))
