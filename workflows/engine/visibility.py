"""Which values of a case a person may see."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accounts.uploads.models import Upload

from . import answers
from .flows import flow_of_case
from .forms import StepForm
from .forms.access import access_for
from .models import Case, WorkItem
from .nodes import ItemNode

if TYPE_CHECKING:
    from accounts.users.models import User


def visible_data(case: Case, user: "User") -> dict[str, object]:
    """The values of ``case`` that ``user`` may see; sealed ones never, whoever asks.

    Who sees all cases sees all values. Others see what those forms show them that they reached:
    the start form, for whoever began the case or is its subject, and the forms of the tasks that
    they did or may do.
    """
    seen = _fields_seen(case, user) - _sealed_fields(case)
    return {key: value for key, value in case.data.items() if key in seen}


def sealed_data(case: Case, user: "User") -> set[str]:
    """The fields of ``case`` of which ``user`` may know that something is held under seal."""
    held = {key for key, value in case.data.items() if value is not None}
    return held & _sealed_fields(case) & _fields_seen(case, user)


def openers(case: Case, user: "User") -> dict[str, WorkItem]:
    """The task by which ``user`` may read each value under seal now: see ``read_personal``."""
    compiled = flow_of_case(case).compiled
    keys = answers.ActorKeys(user, compiled.vocabulary, lambda: case.about)
    items = WorkItem.objects.open_to(user).filter(case=case).select_related("task")
    return {
        entry.key: item
        for item in items
        for entry in item.task.flow_task.form.entries
        if entry.is_sealed and access_for(entry.access, keys) != "hidden"
    }


def _sealed_fields(case: Case) -> set[str]:
    compiled = flow_of_case(case).compiled
    return {
        field.key
        for field in compiled.definition.fields
        if field.personal or compiled.vocabulary.personal_type(field.type) is not None
    }


def _fields_seen(case: Case, user: "User") -> set[str]:
    compiled = flow_of_case(case).compiled
    if user.has_perm("engine.view_case"):
        return {field.key for field in compiled.definition.fields}
    keys = answers.ActorKeys(user, compiled.vocabulary, lambda: case.about)
    return {
        entry.key
        for form in _forms_reached(case, user)
        for entry in form.entries
        if access_for(entry.access, keys) != "hidden"
    }


def visible_task_data(item: WorkItem, user: "User") -> dict[str, object]:
    """The values that ``user`` may see with a task: the case's, or of a row's task the row's."""
    node = item.task.flow_task
    if not isinstance(node, ItemNode):
        return visible_data(item.case, user)
    shown = {entry.key for entry in node.form.entries if access_for(entry.access, ()) != "hidden"}
    row = node.row(item.task, item.case.data)
    return {key: value for key, value in row.items() if key in shown}


def may_read_file(user: "User", upload: Upload) -> bool:
    """Whoever sees the answer that is the file; to see others of the case is not enough."""
    number = upload.reference.partition(":")[2]
    case = Case.objects.visible_to(user).filter(number=number).first()
    if case is None:
        return False
    return _holds(_seen(case, user), str(upload.pk))


def readable_files(case: Case, user: "User") -> list[Upload]:
    """The files of ``case`` that ``user`` may read, the oldest first."""
    seen = _seen(case, user)
    found = Upload.objects.filter(reference=f"case:{case.number}").order_by("created_at", "pk")
    return [upload for upload in found if _holds(seen, str(upload.pk))]


def _seen(case: Case, user: "User") -> list[dict[str, object]]:
    """The values that ``user`` sees of ``case``, and of the rows that they have worked on."""
    rows = WorkItem.objects.of_person(user).filter(case=case, kind="items").select_related("task")
    return [visible_data(case, user), *(visible_task_data(item, user) for item in rows)]


def _holds(value: object, upload_id: str) -> bool:
    """Whether ``value``, or a row or column of it, is the file."""
    if isinstance(value, dict):
        return any(_holds(part, upload_id) for part in value.values())
    if isinstance(value, list):
        return any(_holds(part, upload_id) for part in value)
    return value == upload_id


def _forms_reached(case: Case, user: "User") -> Iterator[StepForm]:
    flow = flow_of_case(case)
    if user.pk in (case.starter_id, case.person_id):
        yield flow.instance.node(flow.compiled.start.id).form
    for item in WorkItem.objects.of_person(user).filter(case=case).select_related("task"):
        # The form of a row asks for columns, which are no fields of the case.
        if not isinstance(item.task.flow_task, ItemNode):
            yield item.task.flow_task.form
