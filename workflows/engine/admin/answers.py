"""What was answered in a case so far, as far as a person may see it."""

from dataclasses import dataclass

from accounts.users.models import User

from ..flows import flow_of_case
from ..forms.schema import hints, value_schema
from ..models import Case
from ..visibility import visible_data
from .taskform import Shown, shown
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
            if data.get(field.key) not in (None, "", [])
        )
    )
