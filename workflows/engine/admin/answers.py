"""What was answered in a case so far, as far as a person may see it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.users.models import User

from ..definition import FieldDefinition
from ..flows import flow_of_case
from ..forms.schema import hints, value_schema
from ..models import Case
from ..texts import localized
from ..visibility import openers, sealed_data, visible_data
from .taskform import Shown, held, shown
from .views import language


@dataclass(frozen=True)
class Answers:
    """What ``engine/admin/known.html`` shows: the fields that have a value, in their order."""

    shown: tuple[Shown, ...]


def answers_so_far(case: Case, user: User) -> Answers:
    data = visible_data(case, user)
    return Answers(
        tuple(
            shown(value_schema(field, language()), hints(field, language()), data[field.key])
            for field in flow_of_case(case).compiled.definition.fields
            if is_said(field, data.get(field.key))
        )
    )


def everything_known(case: Case, user: User) -> Answers:
    """As ``answers_so_far``, and which values are held under seal: each with the task, if there is
    one, by which ``user`` may read it.
    """
    data, sealed, by_task = visible_data(case, user), sealed_data(case, user), openers(case, user)
    found = []
    for field in flow_of_case(case).compiled.definition.fields:
        if field.key in sealed:
            item = by_task.get(field.key)
            address = reverse("engine_task", args=[item.uuid]) if item else ""
            label = localized(field.label, language())
            found.append(held(label, field.key if item else "", address))
        elif is_said(field, data.get(field.key)):
            schema, hint = value_schema(field, language()), hints(field, language())
            found.append(shown(schema, hint, data[field.key]))
    return Answers(tuple(found))


def is_said(field: FieldDefinition, value: Any) -> bool:
    """Whether there is something to read: the identifier of a row, such as a quote's, tells
    people nothing.
    """
    if value in (None, "", []):
        return False
    return field.type != "text" or not _is_identifier(value)


def _is_identifier(value: str) -> bool:
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False
