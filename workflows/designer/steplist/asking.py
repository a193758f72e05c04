"""What a walk asks: sample values before it begins, and the form of each step that waits."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput

from workflows.engine.admin.fields import MINOR_UNITS
from workflows.engine.admin.files import FILE_WIDGETS
from workflows.engine.definition import CaseAction, ProcessDefinition
from workflows.engine.models import Case
from workflows.engine.vocabulary import Variable
from workflows.engine.walker import DEADLINE, ERROR, Walk

from ..forms.desk import Choices, Desk
from .preview import described_form

# A file is not sent anywhere in a walk: this one stands in for it.
STAND_IN = "00000000-0000-4000-8000-000000000000"
NO_FORM: Mapping[str, Any] = {"schema": {"properties": {}}, "ui": {"order": [], "fields": {}}}
ACTION = "@action"


@dataclass(frozen=True)
class Question:
    """Something that can be answered now.

    ``place`` tells it from the others on the page; ``outcomes`` are pairs of key and label.
    ``described`` is a form as the engine describes it.
    """

    place: str
    title: str
    kind: str
    outcomes: tuple[tuple[str, str], ...]
    described: Mapping[str, Any]
    step: str = ""
    row: int | None = None
    due_at: datetime | None = None
    effects: tuple[Any, ...] = ()

    def answer(self, outcome: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """``outcome`` is the key of one of ``outcomes``."""
        if self.kind == ACTION:
            outcome = self.place.partition(":")[2]
        return {"step": self.step, "outcome": outcome, "data": dict(data), "row": self.row}


def questions(walk: Walk, desk: Desk) -> list[Question]:
    """The steps that wait, then what may be done to the case at any time."""
    found = [
        Question(
            place=f"{one.step}:{'' if one.row is None else one.row}",
            title=one.title,
            kind=one.kind,
            outcomes=tuple(_outcomes(one, desk.process)),
            described=_with_stand_ins(one.form or NO_FORM),
            step=one.step,
            row=one.row,
            due_at=one.due_at,
            effects=one.effects,
        )
        for one in walk.waiting
        if not one.failed
    ]
    if walk.steps and walk.state == "waiting":
        found += [_of_action(one, desk) for one in desk.process.case_actions]
    return found


def _outcomes(waiting: Any, process: ProcessDefinition) -> Iterable[tuple[str, str]]:
    step = process.step(waiting.step)
    yield from ((one.key, one.label) for one in waiting.outcomes)
    if not waiting.outcomes:
        yield "", _("Go on")
    if waiting.kind in {"webhook", "subprocess"}:
        yield ERROR, _("It fails")
    deadline = getattr(step, "deadline", None)
    if deadline is not None and deadline.then:
        yield DEADLINE, _("The time runs out")


def _of_action(action: CaseAction, desk: Desk) -> Question:
    part = action.model_dump(mode="json")
    who = [*action.who.actors, *action.who.roles]
    described, _problem = described_form(desk, part, who[0] if who else "*")
    return Question(
        place=f"{ACTION}:{action.key}",
        title=desk.text(dict(action.label)),
        kind=ACTION,
        outcomes=(("", _("Do it")),),
        described=_with_stand_ins(described or NO_FORM),
    )


def _with_stand_ins(described: Mapping[str, Any]) -> Mapping[str, Any]:
    """A form whose files are chosen as being there or not."""
    hints, data = described["ui"]["fields"], dict(described.get("data", {}))
    for key, hint in hints.items():
        if hint["widget"] in FILE_WIDGETS and hint["access"] == "editable":
            data[key] = STAND_IN
    fields = {key: _stood_in(hint) for key, hint in hints.items()}
    return {**described, "ui": {**described["ui"], "fields": fields}, "data": data}


def _stood_in(hint: Mapping[str, Any]) -> dict[str, Any]:
    changed = dict(hint)
    if hint["widget"] in FILE_WIDGETS:
        changed["widget"] = "select"
        changed["options"] = [{"value": STAND_IN, "label": _("a file that stands in")}]
    if "columns" in hint:
        changed["columns"] = {key: _stood_in(one) for key, one in hint["columns"].items()}
    return changed


class SampleForm(forms.Form):
    """What a walk begins with: the data of a past case, and values of the subject."""

    past_case = forms.ChoiceField(
        label=gettext_lazy("With the data of the case"), required=False, choices=()
    )

    def __init__(self, desk: Desk, cases: Iterable[Case], *args: Any) -> None:
        super().__init__(*args)
        choices: Choices = [("", _("no case")), *((one.number, one.number) for one in cases)]
        past: Any = self.fields["past_case"]
        past.choices = choices
        self.variables = {one.name: one for one in desk.vocabulary.variables if one.type in SAMPLES}
        for name, one in self.variables.items():
            field = _money() if one.is_money else SAMPLES[one.type]()
            field.label, field.required = desk.text(dict(one.label)), False
            self.fields[name] = field

    def subject(self) -> dict[str, Any]:
        """The values that were given, as JSON."""
        given = ((name, self.cleaned_data.get(name)) for name in self.variables)
        return {
            name: _as_json(self.variables[name], value)
            for name, value in given
            if value not in (None, "")
        }


def _yes_or_no() -> forms.Field:
    return forms.TypedChoiceField(
        choices=[("", "–"), ("true", _("Yes")), ("false", _("No"))],
        coerce=lambda word: word == "true",
        empty_value=None,
    )


def _money() -> forms.Field:
    return forms.DecimalField(decimal_places=2, max_digits=15)


SAMPLES: Mapping[str, Callable[[], forms.Field]] = {
    "string": lambda: forms.CharField(max_length=500),
    "int": forms.IntegerField,
    "double": forms.FloatField,
    "bool": _yes_or_no,
    "timestamp": lambda: forms.DateTimeField(widget=AdminDateTimeInput),
}


def _as_json(variable: Variable, value: Any) -> Any:
    match value:
        case Decimal():
            return int(value * MINOR_UNITS)
        case datetime():
            return value.isoformat()
        case _:
            return value
