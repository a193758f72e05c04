"""Steps that people do."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from ...lenient import listed, mapping
from ..beginnings import DONE, in_every_language
from ..controls.access import Columns, FormOfStep
from ..controls.choices import Choice, one_of, steps
from ..controls.groups import Field, Group, Rows
from ..controls.leaves import Line, Number
from ..controls.texts import Texts
from ..controls.who import who
from ..desk import Choices, Desk
from .pieces import DEADLINE, FORM, NEXT, keyed, outcome, outcome_heading, step

WHO = Field("who", _("Who does it"), who(with_pick=True), required=True)
VOTES = one_of(
    ("for", _("a vote in favour")),
    ("against", _("a vote against")),
)
VOTE = Field("vote", _("It counts as"), Choice(VOTES, empty=_("no vote: it decides at once")))
RULE = Group(
    (
        Field(
            "mode",
            _("How many have to agree"),
            Choice(
                one_of(
                    ("any", _("one of them")),
                    ("all", _("all of them")),
                    ("n_of_m", _("as many as this:")),
                )
            ),
            required=True,
        ),
        Field("n", _("Number of votes"), Number(), help=_("Only with “as many as this”.")),
        Field(
            "order",
            _("In which order"),
            Choice(
                one_of(
                    ("together", _("all at the same time")),
                    ("in_turn", _("one after the other, in the order of their names")),
                )
            ),
            default="together",
        ),
    ),
    across=True,
    beginning=lambda desk: {"mode": "any"},
)
START = step(
    Field("who", _("Who may begin"), who(), required=True),
    FORM,
    NEXT,
)
TASK = step(
    WHO,
    FORM,
    Field(
        "outcomes",
        _("Outcomes"),
        Rows(outcome(), _("Outcome"), outcome_heading, named="key"),
        help=_("The buttons under the form, and where each leads."),
        required=True,
    ),
    DEADLINE,
)
APPROVAL = step(
    Field("who", _("Who votes"), who(with_pick=True), required=True),
    Field("rule", _("Rule"), RULE, required=True),
    FORM,
    Field(
        "outcomes",
        _("Outcomes"),
        Rows(outcome(VOTE), _("Outcome"), outcome_heading, named="key"),
        help=_("The buttons under the form, and where each leads."),
        required=True,
    ),
    DEADLINE,
)


def tables(desk: Desk) -> Choices:
    """The fields that are tables."""
    return [
        (field.key, desk.text(dict(field.label)))
        for field in desk.process.fields
        if field.type == "table"
    ]


def columns(value: Mapping[str, Any], desk: Desk) -> Choices:
    """The columns of the table that ``value``, a step, is about."""
    for field in listed(desk.definition.get("fields")):
        if mapping(field).get("key") == value.get("table"):
            found = [mapping(one) for one in listed(field.get("columns"))]
            return [(str(one.get("key")), desk.text(one.get("label"))) for one in found]
    return []


def _columns_form(value: Mapping[str, Any], desk: Desk) -> FormOfStep:
    return FormOfStep(Columns("column", by_person=False, offer=tuple(columns(value, desk))))


ITEMS = step(
    Field("table", _("A task for each row of"), Choice(tables), required=True),
    WHO,
    Field("form", _("Form"), FormOfStep(), choose=_columns_form),
    Field(
        "outcomes",
        _("Outcomes"),
        Rows(
            Group(
                (
                    Field("label", _("What the button says"), Texts(), required=True),
                    Field(
                        "to",
                        _("Ends the whole step and leads to"),
                        Choice(steps, empty=_("no: only this row is done")),
                    ),
                    Field("key", _("Key"), Line(), required=True, advanced=True),
                ),
                bare=True,
                beginning=lambda desk: {"key": "done", "label": in_every_language(DONE)},
                finish=keyed("key", "label"),
            ),
            _("Outcome"),
            outcome_heading,
            named="key",
        ),
        required=True,
    ),
    Field(
        "save_outcome",
        _("Column that the outcome is written to"),
        Line(),
        choose=lambda value, desk: Choice(lambda desk: columns(value, desk), empty=_("none")),
    ),
    NEXT,
    DEADLINE,
)
