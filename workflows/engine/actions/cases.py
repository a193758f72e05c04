"""Verbs on cases: start, act, cancel."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.users.models import User

from .. import answers, assignment, jump, results
from ..compiled import CompiledAction
from ..ending import call_off
from ..locking import running_case, visible_case
from ..models import Case, WorkItem
from ..refusals import NotAllowed, NotAvailable
from ..transition import Transition
from ..versions import draw_of, version_for
from .beginning import new_case, run_start
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
    version = version_for(key, scope=scope or {}, draw=partial(draw_of, key, by), now=now)
    transition, activation = new_case(version, starter=by, person=by, by=by, now=now)
    node, compiled = activation.flow_task, transition.compiled
    if not assignment.may_start(compiled.starters, by):
        raise NotAllowed
    keys = answers.ActorKeys(by, compiled.vocabulary)
    cleaned = answers.read(node.form, data, by=by, keys=keys, facts=transition.facts())
    if compiled.vocabulary.subject is not None:
        _create_subject(transition, cleaned.values)
    return run_start(transition, activation, cleaned)


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
    """Call a case off: everything that is live is cancelled, and what the subject holds is given
    back as its vocabulary says. Managers of cases may.
    """
    case = visible_case(number, by)
    if not by.has_perm("engine.manage_cases"):
        raise NotAllowed
    with running_case(case, by=by, now=now) as transition:
        call_off(transition, data={"reason": reason})
        results.report_end(transition, code=results.CANCELLED_CODE)
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
