"""Steps that the system does, or waits in."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.engine.models import Definition
from workflows.engine.vocabulary import Text, called

from ..controls.choices import Choice, fields, steps
from ..controls.code import formula_of
from ..controls.groups import Field, Group, Optional, Pairs, Rows
from ..controls.leaves import Line, Number, Span, Tick
from ..controls.parameters import Parameter, Typed
from ..controls.who import who
from ..desk import Choices, Desk
from .pieces import BODY, DEADLINE, NEXT, SUBJECT, on_error, step


def _schema(value: Mapping[str, Any], desk: Desk) -> Typed:
    action = desk.vocabulary.action(str(value.get("action", "")))
    return Typed(action.parameters.model_json_schema() if action else {})


def _actions(desk: Desk) -> Choices:
    return [(one.key, desk.text(dict(one.label))) for one in desk.vocabulary.actions]


def _events(desk: Desk) -> Choices:
    return [(one.key, desk.text(dict(one.label))) for one in desk.vocabulary.events]


def _saved(keys: Mapping[str, str], labels: Mapping[str, Text]) -> Pairs:
    """Field to a key of what came: chosen from what it has."""

    def named(desk: Desk) -> Choices:
        return [(key, desk.text(dict(called(key, labels)))) for key in keys]

    return Pairs(
        Field("field", _("Field"), Choice(fields)),
        Field("from", _("takes"), Choice(named)),
        _("Field"),
    )


def _results(value: Mapping[str, Any], desk: Desk) -> Pairs:
    action = desk.vocabulary.action(str(value.get("action", "")))
    return _saved(action.result, action.labels) if action else _saved({}, {})


def _event_data(value: Mapping[str, Any], desk: Desk) -> Pairs:
    event = desk.vocabulary.event(str(value.get("event", "")))
    return _saved(event.data, event.labels) if event else _saved({}, {})


ACTION = step(
    Field("action", _("What the system does"), Choice(_actions), required=True),
    Field("parameters", _("With"), Typed({}), choose=_schema),
    Field("save", _("What is kept of its result"), _saved({}, {}), choose=_results),
    NEXT,
    on_error(),
    Field(
        "undo_on_refusal",
        _("A refusal undoes the step before"),
        Tick(),
        help=_("Whoever did that is told why, and can do it again."),
        default=False,
    ),
)
EVENT = step(
    Field("event", _("What it waits for"), Choice(_events), required=True),
    Field("save", _("What is kept of it"), _saved({}, {}), choose=_event_data),
    NEXT,
    DEADLINE,
)
TIMER = step(
    Field(
        "after",
        _("It waits for"),
        Span(),
        help=_("Either a length of time, or the instant that a formula gives."),
    ),
    Field(
        "until",
        _("It waits until"),
        Optional(
            formula_of("timestamp"), _("Let a formula give the instant"), _("Without a formula")
        ),
    ),
    NEXT,
    on_error(_("When the formula fails.")),
    beginning={"after": "P1D"},
)
NOTICE = step(
    Field("to", _("To whom"), who(), required=True),
    Field("subject", _("Subject"), SUBJECT, required=True),
    Field("body", _("Text"), BODY, required=True),
    NEXT,
    on_error(),
)


def processes(desk: Desk) -> Choices:
    """The processes of plain cases, beside this one."""
    found = Definition.objects.filter(kind="plain").exclude(key=desk.process.key)
    rows = found.order_by("key").values_list("key", "draft__title")
    return [(key, desk.text(title) or key) for key, title in rows]


SUBPROCESS = step(
    Field("process", _("Which process"), Choice(processes), required=True),
    Field(
        "data",
        _("What it begins with"),
        Pairs(
            Field("field", _("Key of its field"), Line()),
            Field("given", _("Gets"), Parameter()),
            _("Field"),
        ),
    ),
    Field(
        "save",
        _("What is kept of it"),
        Pairs(
            Field("field", _("Field here"), Choice(fields)),
            Field("from", _("Key of its field"), Line()),
            _("Field"),
        ),
    ),
    Field(
        "results",
        _("Other ways on, by its result"),
        Rows(
            Group(
                (
                    Field("result", _("Result of its end"), Line(), required=True),
                    Field("to", _("Leads to"), Choice(steps), required=True),
                ),
                across=True,
                bare=True,
            ),
            _("Result"),
        ),
    ),
    NEXT,
    on_error(_("When it cannot begin, or is cancelled.")),
    DEADLINE,
)
WEBHOOK = step(
    Field(
        "url",
        _("Address"),
        Line(type="url"),
        help=_("An https address outside of this network. The request is signed."),
        required=True,
    ),
    Field(
        "payload",
        _("What is sent"),
        Pairs(Field("key", _("Name"), Line()), Field("given", _("Gets"), Parameter()), _("Entry")),
    ),
    Field(
        "save",
        _("What is kept of the answer"),
        Pairs(
            Field("field", _("Field"), Choice(fields)),
            Field(
                "path", _("Place in the answer"), Line(code=True), help=_("Such as result.score.")
            ),
            _("Field"),
        ),
    ),
    Field("attempts", _("Attempts"), Number(), help=_("From 1 to 10; 5 if empty."), default=5),
    NEXT,
    on_error(_("When every attempt failed.")),
    DEADLINE,
)
