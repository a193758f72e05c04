"""Choosing from what there is: one or several, steps, fields, stages."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..desk import NOTHING, Choices, Desk, Place
from .base import Control, Offer, render

END_OF_LIST = gettext_lazy("–")


@dataclass(frozen=True)
class Choice(Control):
    """One of what ``offered`` gives: value, label, and the group that it stands in, if any.

    What a definition has beside that is offered too, so that nothing is changed by looking.
    ``empty`` is the label of no choice; without it one has to be made.
    """

    offered: Offer
    empty: Any = None
    beginning: str = ""

    def draw(self, at: Place) -> SafeString:
        value = "" if at.value is None else str(at.value)
        groups: dict[str, Choices] = {}
        for known, label, *group in self.offered(at.desk):
            groups.setdefault(str(group[0]) if group else "", []).append((known, str(label)))
        if value and all(value != known for one in groups.values() for known, _label in one):
            missing = (value, _("%(name)s (not there)") % {"name": value})
            groups.setdefault("", []).append(missing)
        empty = self.empty if self.empty is not None or value else END_OF_LIST
        return render("choice", at, value=value, groups=list(groups.items()), empty=empty)

    def read(self, at: Place) -> object:
        typed = at.typed
        if typed is None:
            return at.value if at.value is not None else NOTHING
        return typed or NOTHING

    def fresh(self, desk: Desk) -> object:
        return self.beginning or next((one[0] for one in self.offered(desk)), NOTHING)


@dataclass(frozen=True)
class Ticks(Control):
    """Any of what ``offered`` gives, as a list in the order of the offer."""

    offered: Offer
    folded: bool = False

    def draw(self, at: Place) -> SafeString:
        chosen = [str(one) for one in _listed(at.value)]
        offered = [(value, str(label)) for value, label, *_group in self.offered(at.desk)]
        known = {value for value, _label in offered}
        offered += [
            (value, _("%(name)s (not there)") % {"name": value})
            for value in chosen
            if value not in known
        ]
        boxes = [(value, label, value in chosen) for value, label in offered]
        return render("ticks", at, boxes=boxes, folded=self.folded and not chosen)

    def read(self, at: Place) -> object:
        posted = at.desk.posted
        if posted is None or f"{at.name}-here" not in posted:
            return at.value if at.value is not None else NOTHING
        chosen = posted.getlist(at.name)
        before = _listed(at.value)
        # Those who were there stay in their order: in turn, it means something.
        kept = [one for one in before if str(one) in chosen]
        return [*kept, *(one for one in chosen if one not in before)] or NOTHING


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def steps(desk: Desk) -> Choices:
    return desk.steps


def fields(desk: Desk) -> Choices:
    return desk.fields


def stages(desk: Desk) -> Choices:
    return [(stage.key, desk.text(dict(stage.label))) for stage in desk.vocabulary.stages]


def variables(desk: Desk) -> Iterable[tuple[str, str, str]]:
    return desk.variables()


def one_of(*options: tuple[str, Any]) -> Offer:
    """An offer that is the same everywhere."""
    return lambda desk: options
