"""How a case begins: a person's, and one that a step of another case begins."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from viewflow.workflow.activation import Activation
from viewflow.workflow.models import Task

from accounts.users.models import User

from .. import answers
from ..flows import flow_of
from ..forms import Cleaned
from ..handover import as_answer
from ..lifecycle import running, set_stage
from ..models import Case, Version
from ..models.cases import new_number
from ..plain import PLAIN
from ..refusals import NotAvailable
from ..transition import Transition
from ..versions import draw_of, version_for

# A process that begins itself by a way that no check sees must come to an end.
MAX_DEPTH = 8


def new_case(
    version: Version,
    *,
    starter: User,
    person: User,
    by: User | None,
    now: datetime,
    **above: Any,
) -> tuple[Transition, Activation]:
    """The transition that makes a case of ``version``, and the activation of its start."""
    number = new_number()
    flow = flow_of(version)
    node = flow.instance.node(flow.compiled.start.id)
    activation = node.activation_class.create(node, None, None)
    case = Case(
        process=activation.process,
        number=number,
        definition_id=version.definition_id,
        version=version,
        starter=starter,
        person=person,
        started_at=now,
        **above,
    )
    return Transition(case, activation.process, by, now, is_new=True), activation


def run_start(transition: Transition, activation: Activation, cleaned: Cleaned) -> Case:
    """Run the start with its answers; what follows runs as far as it goes."""
    node = activation.flow_task
    activation.task.owner = transition.case.starter
    with running(transition):
        answers.keep(transition, node.form, cleaned)
        set_stage(transition, node.step.stage)
        activation.execute()
    return transition.case


def begin_subcase(
    parent: Transition, task: Task, process: str, values: Mapping[str, object]
) -> Case:
    """Begin a case of the plain process ``process`` for the waiting ``task`` of ``parent``.

    It belongs to whom the parent belongs to. Its start form is filled in by the process, so that
    nobody's roles are asked; what nobody may fill in is refused. ``NotFound``, ``NotAvailable``
    and ``InvalidForm``.
    """
    above = parent.case
    if above.depth >= MAX_DEPTH:
        raise NotAvailable(
            _("Processes that begin one another are more than %(limit)d deep.")
            % {"limit": MAX_DEPTH},
            code="subprocess_too_deep",
        )
    starter = above.starter
    draw = partial(draw_of, process, starter)
    version = version_for(process, scope={}, draw=draw, now=parent.now)
    if version.definition.kind != PLAIN.kind:
        raise NotAvailable(
            _("Only a process of plain cases can be begun by another."), code="subprocess_kind"
        )
    transition, activation = new_case(
        version, starter=starter, person=above.person, by=parent.by, now=parent.now,
        parent=above, parent_task=task, depth=above.depth + 1,
    )  # fmt: skip
    definition = transition.compiled.definition
    fields = {field.key: field for field in definition.fields}
    data = {
        key: as_answer(value, fields[key]) if key in fields else value
        for key, value in values.items()
    }
    cleaned = answers.read(
        activation.flow_task.form, data, by=starter, keys=EVERY_KEY, facts=transition.facts()
    )
    return run_start(transition, activation, cleaned)


class _EveryKey(frozenset[str]):
    """Who fills in a form for everybody: the most that anybody may do is what counts."""

    def __contains__(self, key: object) -> bool:
        return True


EVERY_KEY = _EveryKey()
