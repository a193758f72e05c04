"""The process itself, its fixed values, and what may be done at any time."""

from dataclasses import dataclass, field, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ...lenient import mapping
from ..beginnings import NEW_VALUE, in_every_language
from ..controls.base import Control
from ..controls.choices import Choice, one_of, steps
from ..controls.groups import Field, Group, Rows
from ..controls.leaves import Line
from ..controls.texts import Texts
from ..controls.values import Kind, control_of
from ..controls.who import who
from ..desk import NOTHING, Place
from ..kinds import FIELD_TYPES
from .pieces import FORM, ID_HELP, keyed, when

DETAILS = Group(
    (
        Field("title", _("Title"), Texts(), required=True),
        Field("description", _("Description"), Texts(rows=3)),
    ),
    bare=True,
)
CASE_ACTION = Group(
    (
        Field("label", _("What the button says"), Texts(), required=True),
        Field("who", _("Who may do it"), who(), required=True),
        when(_("Offered only where"), add=_("Offer it only under a condition")),
        FORM,
        Field("to", _("Leads to"), Choice(steps), required=True),
        Field("key", _("Key"), Line(), help=ID_HELP, required=True, advanced=True),
    ),
    bare=True,
)
TYPES = one_of(
    *((key, FIELD_TYPES[key]) for key in ("text", "int", "money", "boolean", "date", "datetime"))
)
CONSTANT = Group(
    (
        Field("label", _("Label"), Texts()),
        Field("type", _("Type"), Choice(TYPES), required=True),
        Field(
            "value",
            _("Value"),
            Line(),
            required=True,
            choose=lambda value, desk: control_of(Kind(str(value.get("type", "text")))),
        ),
        Field("name", _("Name"), Line(), help=ID_HELP, advanced=True),
    ),
    bare=True,
    beginning=lambda desk: {
        "name": "value",
        "type": "int",
        "value": 1,
        "label": in_every_language(NEW_VALUE),
    },
    finish=keyed("name", "label"),
)


@dataclass(frozen=True)
class Constants(Control):
    """``{name: constant}`` as rows in which the name is one of the properties."""

    rows: Rows = field(
        default_factory=lambda: Rows(
            CONSTANT,
            _("Fixed value"),
            lambda value, desk: (
                desk.text(mapping(value).get("label"))
                or desk.words.constant(mapping(value).get("name", ""))
            ),
            named="name",
        )
    )

    def draw(self, at: Place) -> SafeString:
        return self.rows.draw(self._place(at))

    def read(self, at: Place) -> object:
        rows = self.rows.read(self._place(at))
        found: dict[str, object] = {}
        for index, row in enumerate(rows if isinstance(rows, list) else ()):
            constant = dict(row)
            name = str(constant.pop("name", ""))
            if name in found:
                place = at.child("rows", None).child(index, None).child("name", None)
                place.refuse(_("This name is there twice; choose another."))
            found[name] = constant
        return found if rows is not NOTHING or at.value else {}

    def _place(self, at: Place) -> Place:
        rows = [{**mapping(one), "name": name} for name, one in mapping(at.value).items()]
        return replace(
            at.child("rows", rows),
            label=str(_("Fixed values")),
            help=str(_("Values that conditions and formulas use, changed in one place.")),
        )


CONSTANTS = Constants()
