"""Which values of a case a person may see."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from . import answers
from .flows import flow_of_case
from .forms import StepForm
from .forms.access import access_for
from .models import Case, WorkItem

if TYPE_CHECKING:
    from accounts.users.models import User


def visible_data(case: Case, user: "User") -> dict[str, object]:
    """The values of ``case`` that ``user`` may see; sealed ones never, whoever asks.

    Who sees all cases sees all values. Others see what those forms show them that they reached:
    the start form, for whoever began the case or is its subject, and the forms of the tasks that
    they did or may do.
    """
    compiled = flow_of_case(case).compiled
    fields = compiled.definition.fields
    open_fields = {
        field.key
        for field in fields
        if not field.personal and compiled.vocabulary.personal_type(field.type) is None
    }
    if not user.has_perm("engine.view_case"):
        keys = answers.ActorKeys(user, compiled.vocabulary, lambda: case.subject)
        open_fields &= {
            entry.key
            for form in _forms_reached(case, user)
            for entry in form.entries
            if access_for(entry.access, keys) != "hidden"
        }
    return {key: value for key, value in case.data.items() if key in open_fields}


def _forms_reached(case: Case, user: "User") -> Iterator[StepForm]:
    flow = flow_of_case(case)
    if user.pk in (case.starter_id, case.person_id):
        yield flow.instance.node(flow.compiled.start.id).form
    for item in WorkItem.objects.of_person(user).filter(case=case).select_related("task"):
        yield item.task.flow_task.form
