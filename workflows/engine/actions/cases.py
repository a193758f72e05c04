"""Verbs on cases: start, act, cancel."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from viewflow.workflow.status import PROCESS

from accounts.users.models import User

from .. import answers, assignment, jump
from ..compiler import CompiledAction
from ..flows import flow_of
from ..locking import running_case, visible_case
from ..models import Case, WorkItem
from ..models.cases import new_number
from ..publication import draw_of, version_for
from ..refusals import NotAllowed, NotAvailable
from ..states import CANCELLED, TimelineEvent
from ..transition import Transition, running
from .tasks import complete_task


@transaction.atomic
def start_case(
    key: str,
    *,
    by: User,
    data: Mapping[str, object],
    now: datetime,
    scope: Mapping[str, str] | None = None,
) -> Case:
    """Begin a case of the process ``key`` with the answers to its start form.

    ``scope`` holds the values of scope variables, which may decide the version. ``NotFound`` for
    an unknown process, ``NotAvailable`` where no version is rolled out, ``NotAllowed`` and
    ``InvalidForm``.
    """
    number = new_number()
    version = version_for(key, scope=scope or {}, draw=partial(draw_of, key, by), now=now)
    flow = flow_of(version)
    compiled, node = flow.compiled, flow.instance.node(flow.compiled.start.id)
    activation = node.activation_class.create(node, None, None)
    case = Case(
        process=activation.process,
        number=number,
        definition_id=version.definition_id,
        version=version,
        starter=by,
        person=by,
        started_at=now,
    )
    transition = Transition(case, activation.process, by, now, is_new=True)
    if not assignment.may_start(compiled.starters, by):
        raise NotAllowed
    keys = answers.ActorKeys(by, compiled.vocabulary)
    cleaned = answers.read(node.form, data, by=by, keys=keys, facts=transition.facts())
    if compiled.vocabulary.subject is not None:
        _create_subject(transition, cleaned.values)
    activation.task.owner = by
    with running(transition):
        answers.keep(transition, node.form, cleaned)
        transition.set_stage(node.step.stage)
        activation.execute()
    return case


def take_action(
    number: str, action: str, *, by: User, data: Mapping[str, object], now: datetime
) -> Case:
    """Do what is offered: an outcome of a task that is open to ``by``, or a case-level action.

    ``NotAvailable`` for anything that is not offered to ``by`` now.
    """
    case = visible_case(number, by)
    for item in WorkItem.objects.open_to(by).filter(case=case).select_related("task"):
        if action in item.task.flow_task.ways:
            complete_task(item.uuid, by=by, outcome=action, data=data, now=now)
            case.refresh_from_db()
            return case
    with running_case(case, by=by, now=now) as transition:
        compiled = transition.compiled.case_actions.get(action)
        if compiled is None:
            raise NotAvailable
        _take_case_action(transition, compiled, data)
    return transition.case


def cancel_case(number: str, *, by: User, reason: str, now: datetime) -> Case:
    """Call a case off: everything that is live is cancelled. Managers of cases may."""
    case = visible_case(number, by)
    if not by.has_perm("engine.manage_cases"):
        raise NotAllowed
    with running_case(case, by=by, now=now) as transition:
        jump.cancel_live(transition)
        process = transition.process
        process.status, process.finished = PROCESS.CANCELED, now
        process.save(update_fields=["status", "finished"])
        vocabulary = transition.compiled.vocabulary
        stage = vocabulary.stage(transition.case.stage)
        # What has come to a final stage stays there; what is left to do is called off.
        if vocabulary.stage(CANCELLED) is not None and not (stage and stage.final):
            transition.set_stage(CANCELLED)
        transition.change(finished_at=now, result=CANCELLED)
        transition.note(TimelineEvent.CANCELLED, data={"reason": reason})
    return transition.case


def is_offered(transition: Transition, compiled: CompiledAction, user: User) -> bool:
    """Whether ``user`` may take a case-level action now."""
    if compiled.when is not None and not compiled.when.holds(transition.facts()):
        return False
    return assignment.includes(compiled.whom, transition, user)


def _take_case_action(
    transition: Transition, compiled: CompiledAction, data: Mapping[str, object]
) -> None:
    by = transition.by
    if by is None or not is_offered(transition, compiled, by):
        raise NotAvailable
    keys = answers.actor_keys(transition, by)
    cleaned = answers.read(compiled.form, data, by=by, keys=keys, facts=transition.facts())
    answers.keep(transition, compiled.form, cleaned)
    jump.jump(transition, compiled.node)


def _create_subject(transition: Transition, values: Mapping[str, object]) -> None:
    """The business row. It gets no personal values: they are sealed for its person after this."""
    case, subject_type = transition.case, transition.compiled.vocabulary.subject
    if subject_type is None or transition.by is None:
        raise NotAvailable(_("This process is about nothing."))
    subject = subject_type.create(
        number=case.number, by=transition.by, data=values, now=transition.now
    )
    case.subject = subject
    case.person = subject_type.person(subject)
