"""Reading what is held under seal, by whoever needs it for a task."""

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.sealed.actions import unseal
from accounts.sealed.refusals import KeyDestroyed
from accounts.users.models import User

from .. import answers
from ..flows import flow_of_case
from ..forms.access import HIDDEN, access_for
from ..models import WorkItem
from ..refusals import NotAllowed, NotAvailable, NotFound


def read_personal(item_uuid: UUID | str, field: str, *, by: User) -> str:
    """The clear value of a personal field on the form of a task that ``by`` may complete now.

    Every reading is written into the audit log. ``NotFound`` for a task that ``by`` does not see
    and for a field that its form does not show them or that holds nothing, ``NotAvailable`` once
    the task is closed or the person's data is erased, ``NotAllowed`` while it is somebody else's.
    """
    rows = WorkItem.objects.visible_to(by).select_related("task__process", "case__process")
    item = rows.filter(uuid=item_uuid).first()
    if item is None:
        raise NotFound
    if not item.is_open:
        raise NotAvailable(_("This task is not open any more."), code="task_closed")
    if not item.task.flow_task.can_execute(by, item.task):
        raise NotAllowed
    reference = _reference(item, field, by)
    try:
        return unseal(reference, by=by, reason=f"Task “{item.step}” of case {item.case.number}.")
    except KeyDestroyed as error:
        raise NotAvailable(_("This person's data was erased."), code="erased") from error


def _reference(item: WorkItem, field: str, by: User) -> UUID:
    form, case = item.task.flow_task.form, item.case
    entry = next((one for one in form.entries if one.key == field and one.is_sealed), None)
    vocabulary = flow_of_case(case).compiled.vocabulary
    keys = answers.ActorKeys(by, vocabulary, lambda: case.about)
    held = case.data.get(field)
    if entry is None or held is None or access_for(entry.access, keys) == HIDDEN:
        raise NotFound
    return UUID(str(held))
