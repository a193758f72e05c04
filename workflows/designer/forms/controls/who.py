"""Who does something: everybody who is named here may."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ..desk import Choices, Desk
from .choices import Choice, Ticks, one_of, steps
from .code import formula_of
from .groups import Field, Group, Optional


def actors(desk: Desk) -> Choices:
    return [(actor.key, desk.text(dict(actor.label))) for actor in desk.vocabulary.actors]


EXPRESSION_HELP = _(
    "Gives a text such as “team:shanghai-review”, “role:reviewer”, “user:anna” or "
    "“actor:applicant”."
)
PICKS = one_of(
    ("queue", _("From the queue: they take it themselves")),
    ("least_loaded", _("It goes to whoever has the least to do")),
)


def who(*, with_pick: bool = False) -> Group:
    """The people of a task; ``with_pick`` where one of them gets it."""
    picks = (Field("pick", _("How it finds its person"), Choice(PICKS), default="queue"),)
    return Group(
        (
            Field(
                "roles",
                _("Everybody with one of these roles"),
                Ticks(lambda desk: desk.staff.roles),
            ),
            Field(
                "teams",
                _("Everybody in one of these teams"),
                Ticks(lambda desk: desk.staff.teams, folded=True),
            ),
            Field("actors", _("The people whom it is about"), Ticks(actors), when=_has_actors),
            Field(
                "users", _("Certain persons"), Ticks(lambda desk: desk.staff.people, folded=True)
            ),
            Field("same_as", _("Whoever did this step"), Choice(steps, empty=_("nobody"))),
            Field(
                "not_by",
                _("Not whoever did these steps"),
                Ticks(steps, folded=True),
                help=_("So that nobody decides on what they did themselves."),
            ),
            *(picks if with_pick else ()),
            Field(
                "expression",
                _("Whom a formula names"),
                Optional(
                    formula_of("string"), _("Let a formula name them"), _("Without a formula")
                ),
                help=EXPRESSION_HELP,
                advanced=True,
            ),
        )
    )


def _has_actors(value: Any, desk: Desk) -> bool:
    return bool(desk.vocabulary.actors or value.get("actors"))
