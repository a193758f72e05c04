"""Where a case goes: decisions, tables, blocks and ends."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflows.engine.labels import COLLECTED

from ...lenient import listed, mapping
from ..controls.choices import Choice, fields, one_of, steps
from ..controls.conditions import Condition, offered
from ..controls.grids import Grid, aligned, grid_of
from ..controls.groups import Field, Group, Rows
from ..controls.leaves import Line
from ..controls.texts import Texts
from ..desk import Choices, Desk
from .pieces import ID, NEXT, NOTICES, naming, on_error, outcome_heading, step, when

DECISION = step(
    Field(
        "cases",
        pgettext_lazy("decision", "Ways"),
        Rows(
            Group(
                (
                    Field("label", _("Label of the way"), Texts()),
                    Field("when", _("Taken where"), Condition(), required=True),
                    Field("to", _("Leads to"), Choice(steps), required=True),
                ),
                bare=True,
            ),
            pgettext_lazy("decision", "Way"),
            outcome_heading,
        ),
        help=_("They are tried from the top; the first that holds is taken."),
        required=True,
    ),
    Field("otherwise", _("If none holds"), Choice(steps), required=True),
    on_error(_("A condition fails where it reads what has no value.")),
)
TABLE = Group(
    (
        *naming(),
        Field(
            "policy",
            _("Which rows count"),
            Choice(
                one_of(
                    ("first", _("the first that fits")),
                    ("unique", _("the only one that fits; several are an error")),
                    ("collect", _("all that fit")),
                )
            ),
            default="first",
        ),
        Field(
            "inputs",
            _("What is compared"),
            Rows(
                Group(
                    (
                        Field("var", _("Variable"), Choice(offered), required=True),
                        Field("label", _("Head of the column"), Texts()),
                    ),
                    bare=True,
                ),
                _("Column"),
            ),
            required=True,
        ),
        Field(
            "outputs",
            _("What is written"),
            Rows(
                Group(
                    (
                        Field("field", _("Field"), Choice(fields), required=True),
                        Field(
                            "collect",
                            _("Of several rows"),
                            Choice(
                                one_of(*COLLECTED.items()),
                                empty="–",
                            ),
                            help=_("Only where all rows that fit count."),
                        ),
                    ),
                    across=True,
                    bare=True,
                ),
                _("Column"),
            ),
        ),
        Field("rows", _("Rows"), Grid((), ()), required=True, choose=grid_of),
        NEXT,
        Field(
            "otherwise",
            _("If no row fits"),
            Choice(steps, empty=_("it fails")),
        ),
        on_error(),
        NOTICES,
        ID,
    ),
    bare=True,
    finish=aligned,
)


def joins(desk: Desk) -> Choices:
    """The steps that wait for branches."""
    found = (mapping(one) for one in listed(desk.definition.get("steps")))
    ids = {one.get("id") for one in found if one.get("kind") == "join"}
    return [one for one in desk.steps if one[0] in ids]


PARALLEL = step(
    Field(
        "branches",
        _("Branches"),
        Rows(
            Group(
                (
                    Field("to", _("Begins with"), Choice(steps), required=True),
                    when(_("Only where"), add=_("Only under a condition")),
                ),
                bare=True,
            ),
            _("Branch"),
            least=2,
        ),
        help=_("All of them run at once."),
        required=True,
    ),
    Field("join", _("They meet in"), Choice(joins), required=True),
    on_error(_("When a condition fails, or no branch is begun.")),
)
JOIN = step(NEXT)
END = step(
    Field(
        "result",
        _("Result"),
        Line(),
        help=_("A word for reports, such as “refused”."),
    ),
)
