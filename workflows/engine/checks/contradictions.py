"""Conditions of the builder that can never hold, such as below 3 and above 5.

Every variable is looked at by itself: an interval for numbers and instants, a set of texts for
texts. CEL and comparisons with other variables count as possible. Sound and not complete: what
is told never holds, what is not told may never hold all the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from django.utils.translation import gettext as _

from ..conditions import MAX_DEPTH
from ..definition import AllOf, AnyOf, Comparison, Condition
from ..problems import Problem, said
from .context import Checking, warning
from .expressions import conditions_of
from .places import case_action, condition_place, field_place, shown_place

# Ways to hold that are looked at; a condition with more is left alone.
MOST_WAYS = 256
Ways = list[tuple[Comparison, ...]]


def check_contradictions(checking: Checking) -> Iterator[Problem]:
    """Conditions of steps, case actions and fields."""
    advice = _("this can never hold; correct it or delete it.")
    for step in checking.definition.steps:
        for place, condition in conditions_of(checking.words, step):
            if never_holds(condition, checking):
                yield warning(step.id, "condition_never", said(place, advice))
    for action in checking.definition.case_actions:
        if action.when and never_holds(action.when, checking):
            place = condition_place(case_action(checking.words, action.key))
            yield warning("", "condition_never", said(place, advice))
    for declared in checking.definition.fields:
        if declared.show_when and never_holds(declared.show_when, checking):
            place = shown_place(field_place(checking.words, declared.key))
            yield warning("", "condition_never", said(place, advice))


def never_holds(condition: Condition, checking: Checking) -> bool:
    """Whether no values of the variables make the condition true."""
    ways = _ways(condition, 1)
    return ways is not None and not any(_possible(way, checking) for way in ways)


def _ways(condition: Condition, depth: int) -> Ways | None:
    """All ways to hold, each a conjunction of comparisons; ``None`` for too many."""
    if depth > MAX_DEPTH:
        return None
    match condition:
        case Comparison():
            return [(condition,)]
        case AnyOf() | AllOf():
            parts = condition.any if isinstance(condition, AnyOf) else condition.all
            found = [_ways(part, depth + 1) for part in parts]
            known = [ways for ways in found if ways is not None]
            if len(known) < len(found):
                return None
            if isinstance(condition, AnyOf):
                joined = [way for ways in known for way in ways]
            else:
                count = 1
                for ways in known:
                    count *= len(ways)
                if count > MOST_WAYS:
                    return None
                joined = [sum(combined, ()) for combined in product(*known)]
            return joined if len(joined) <= MOST_WAYS else None
        case _:
            return [()]


@dataclass
class _Values:
    """What one variable may be: between limits, one of some, none of others."""

    least: tuple[object, bool] | None = None  # the limit, and whether it is itself allowed
    most: tuple[object, bool] | None = None
    allowed: set[object] | None = None
    refused: set[object] = field(default_factory=set)
    is_empty: bool = False
    is_filled: bool = False

    def narrow(self, op: str, value: object) -> None:
        match op:
            case "is_set":
                self.is_filled = True
            case "is_not_set":
                self.is_empty = True
            case "==":
                self._only({value})
            case "in" if isinstance(value, list | tuple):
                self._only(set(value))
            case "!=":
                self.refused.add(value)
            case "not_in" if isinstance(value, list | tuple):
                self.refused.update(value)
            case "<" | "<=":
                new = (value, op == "<=")
                if self.most is None or self._tighter(new, self.most, below=True):
                    self.most = new
            case ">" | ">=":
                new = (value, op == ">=")
                if self.least is None or self._tighter(new, self.least, below=False):
                    self.least = new

    def possible(self) -> bool:
        if self.is_empty and (
            self.is_filled or self.allowed is not None or self.least or self.most
        ):
            return False
        if self.allowed is not None:
            return any(self._within(value) for value in self.allowed - self.refused)
        if self.least is None or self.most is None:
            return True
        (least, with_least), (most, with_most) = self.least, self.most
        if least == most:
            return with_least and with_most and least not in self.refused
        return bool(least < most)  # type: ignore[operator]

    def _only(self, values: set[object]) -> None:
        self.allowed = values if self.allowed is None else self.allowed & values

    def _within(self, value: object) -> bool:
        for limit, sign in ((self.least, 1), (self.most, -1)):
            if limit is not None:
                edge, with_edge = limit
                if value == edge:
                    if not with_edge:
                        return False
                elif (value < edge) == (sign > 0):  # type: ignore[operator]
                    return False
        return True

    @staticmethod
    def _tighter(new: tuple[object, bool], known: tuple[object, bool], *, below: bool) -> bool:
        if new[0] == known[0]:
            return known[1] and not new[1]
        return bool(new[0] < known[0]) == below  # type: ignore[operator]


def _possible(way: tuple[Comparison, ...], checking: Checking) -> bool:
    """Whether values exist that make all comparisons of ``way`` true."""
    values: dict[str, _Values] = {}
    for one in way:
        if isinstance(one.value, dict) or one.op == "contains":
            continue
        values.setdefault(one.var, _Values()).narrow(one.op, _comparable(one.value))
    try:
        return all(
            found.possible() and _has_option(name, found, checking)
            for name, found in values.items()
        )
    except TypeError:
        return True  # values of unlike types are told by the check of expressions


def _has_option(name: str, found: _Values, checking: Checking) -> bool:
    """Whether a choice is compared with something that can be chosen."""
    declared = checking.definition.field(name.removeprefix("data."))
    if declared is None or declared.type != "choice" or found.allowed is None:
        return True
    return bool(found.allowed & {option.value for option in declared.options})


def _comparable(value: object) -> object:
    if isinstance(value, list):
        return tuple(value)
    # Yes is no number.
    return str(value) if isinstance(value, bool) else value
