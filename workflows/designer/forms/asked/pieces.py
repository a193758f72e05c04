"""Properties that parts of several kinds have."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...lenient import text_of
from ..beginnings import ABOUT_THE_CASE, DONE, NEWS_OF_IT, in_every_language
from ..controls.access import FormOfStep
from ..controls.choices import Choice, Ticks, fields, stages, steps
from ..controls.conditions import Condition
from ..controls.groups import Field, Group, Optional, Rows
from ..controls.leaves import Line, Span
from ..controls.texts import Texts
from ..controls.who import who
from ..desk import Desk, Place
from ..slugs import slug

NEXT = Field("next", _("Then comes"), Choice(steps), required=True)
ID_HELP = _("Small letters, digits and underscores. It is changed wherever the process names it.")


def on_error(help: Any = "") -> Field:  # noqa: A002
    return Field(
        "on_error",
        _("The way on when it fails"),
        Choice(steps, empty=_("none: an operator is asked")),
        help=help,
    )


def when(label: Any, *, add: Any) -> Field:
    """A condition that may be left out; ``add`` is on the button for it."""
    return Field("when", label, Optional(Condition(), add, _("Without a condition")))


SUBJECT = Texts(filled=True, beginning=ABOUT_THE_CASE)
BODY = Texts(rows=4, filled=True, beginning=NEWS_OF_IT)
NOTICES = Field(
    "notices",
    _("Notices"),
    Rows(
        Group(
            (
                Field(
                    "on",
                    _("When"),
                    Choice(
                        lambda desk: (
                            ("enter", _("when the step begins")),
                            ("leave", _("when the step ends")),
                        )
                    ),
                    required=True,
                ),
                Field("to", _("To whom"), who(), required=True),
                Field("subject", _("Subject"), SUBJECT, required=True),
                Field("body", _("Text"), BODY, required=True),
            ),
            bare=True,
        ),
        _("Notice"),
    ),
)
ESCALATIONS = Field(
    "escalations",
    _("Escalations"),
    Rows(
        Group(
            (
                Field("after", _("After"), Span(), required=True),
                Field("to", _("Who is told"), who(), required=True),
            ),
            bare=True,
        ),
        _("Escalation"),
    ),
    help=_("Who is told when it is still open. Counted from the start of the step."),
)
TIMES = (
    Field("after", _("It may take"), Span("P2D"), required=True),
    Field(
        "reminders",
        _("Reminders"),
        Rows(Span("P1D"), _("Reminder")),
        help=_("When its people are reminded. Counted from the start of the step."),
    ),
    ESCALATIONS,
)
DEADLINE = Field(
    "deadline",
    _("Deadline"),
    Optional(
        Group(
            (
                *TIMES,
                Field(
                    "then",
                    _("The way on once the time is over"),
                    Choice(steps, empty=_("none: it stays open")),
                ),
                Field(
                    "cases",
                    _("Other times for some cases"),
                    Rows(
                        Group(
                            (
                                Field("when", _("For cases where"), Condition(), required=True),
                                *TIMES,
                            ),
                            bare=True,
                        ),
                        _("Other times"),
                    ),
                    help=_("The first condition that holds as the step begins counts."),
                ),
                Field(
                    "calendar",
                    _("Calendar"),
                    Choice(lambda desk: (("always", _("Every day, around the clock")),)),
                    default="always",
                    advanced=True,
                ),
            )
        ),
        _("Set a deadline"),
        _("Without a deadline"),
    ),
)
FORM = Field(
    "form",
    _("Form"),
    FormOfStep(),
    help=_("What they see and fill in, in the order of the process's fields."),
)


def outcome_key(desk: Desk) -> list[tuple[str, str]]:
    """The keys that the clients of this kind of process know; empty where any will do."""
    known = desk.vocabulary.action_keys
    return [(key, desk.text(dict(label))) for key, label in known.items()]


def _first_outcome(desk: Desk) -> dict[str, Any]:
    known = outcome_key(desk)
    key = known[0][0] if known else "done"
    label = dict(desk.vocabulary.action_keys.get(key) or in_every_language(DONE))
    return {"key": key, "label": label, "to": desk.steps[-1][0] if desk.steps else ""}


def keyed(key: str, label: str) -> Any:
    """Gives an object without a ``key`` one made from its label."""

    def finish(before: dict[str, Any], after: dict[str, Any], at: Place) -> dict[str, Any]:
        wanted = slug((text_of(after.get(label)) or {}).get("en", ""))
        return {**after, key: wanted} if wanted and not after.get(key) else after

    return finish


def outcome(*more: Field) -> Group:
    """One way to end a task; ``more`` after its way on."""
    return Group(
        (
            Field("label", _("What the button says"), Texts(), required=True),
            Field("to", _("Leads to"), Choice(steps), required=True),
            *more,
            Field(
                "requires",
                _("To be answered with it"),
                Ticks(fields, folded=True),
                help=_("Even if the case holds an answer from before."),
            ),
            when(_("Offered only where"), add=_("Offer it only under a condition")),
            Field(
                "key",
                _("Key"),
                Line(offered=outcome_key),
                help=_("What programs call this outcome. Choose it anew only before publishing."),
                required=True,
                advanced=True,
            ),
        ),
        bare=True,
        beginning=_first_outcome,
        finish=keyed("key", "label"),
    )


def outcome_heading(value: Any, desk: Desk) -> str:
    return desk.text(value.get("label")) if isinstance(value, dict) else ""


def naming() -> tuple[Field, ...]:
    """How a step is called, and where the case stands from there on."""
    return (
        Field("title", _("Title"), Texts(), required=True),
        Field(
            "stage",
            _("Stage of the case from here on"),
            Choice(stages, empty=pgettext_lazy("stage", "as before")),
        ),
    )


ID = Field("id", _("Id"), Line(), help=ID_HELP, required=True, advanced=True)


def step(*fields: Field, beginning: Mapping[str, Any] | None = None) -> Group:
    """A step with ``fields`` between what every step has; a new one has ``beginning``."""
    first = dict(beginning or {})
    return Group((*naming(), *fields, NOTICES, ID), bare=True, beginning=lambda desk: first)
