"""Rules of the vocabulary about money, whatever an operator makes of its words.

Nothing pays out before the case has come to its good end, and money that came in goes back
wherever a case ends otherwise. Conditions are not looked into: a way that exists may be taken.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..definition import ActionStep, EndStep, EventStep
from ..problems import Problem
from ..ways import Way
from .context import Checking, error
from .shape import Shape, reached


def check_money(checking: Checking, shape: Shape) -> Iterator[Problem]:
    """Both rules, for vocabularies that name the stage of a good end."""
    if checking.vocabulary.success:
        money = _Money(checking, shape)
        yield from money.paid_out_early()
        yield from money.kept()


class _Money:
    def __init__(self, checking: Checking, shape: Shape) -> None:
        self._checking, self._shape = checking, shape
        self._steps = {step.id: step for step in checking.definition.steps}
        self._actions = {action.to for action in checking.definition.case_actions}

    def paid_out_early(self) -> Iterator[Problem]:
        """Steps that pay out, and can be come to before a step of the good end's stage."""

        def onward(step: str) -> Iterator[str]:
            if not self._is_success(step):
                yield from self._shape.ahead[step]

        early = reached([self._checking.start.id, *self._actions], onward)
        for step in self._checking.definition.steps:
            if (
                self._does(step.id, "pays_out")
                and step.id in early
                and not self._is_success(step.id)
            ):
                yield error(
                    step.id,
                    "paid_out_early",
                    _(
                        "this pays money out before the case has come to “%(stage)s”; lead here "
                        "from there."
                    )
                    % {"stage": self._checking.words.stage(self._checking.vocabulary.success)},
                )

    def kept(self) -> Iterator[Problem]:
        """Ends other than the good one that a case comes to with money that nobody sent back."""
        captures = [step.id for step in self._checking.definition.steps if self._captures(step.id)]
        starts = [way.target for step in captures for way in self._ways(step) if way.kind == "next"]
        # From any step with money in hand a case action may lead off.
        unreturned = reached(starts, self._onward_with_money)
        for step in self._checking.definition.steps:
            if (
                isinstance(step, EndStep)
                and step.id in unreturned
                and not self._is_success(step.id)
            ):
                yield error(
                    step.id,
                    "money_kept",
                    _(
                        "a case can end here after money came in and without sending it back; "
                        "lead every way here through an action that does."
                    ),
                )

    def _onward_with_money(self, step: str) -> Iterator[str]:
        for way in self._ways(step):
            # What sends money back and fails has not sent it.
            if not self._does(step, "refunds") or way.kind == "error":
                yield way.target
        if not isinstance(self._steps[step], EndStep):
            yield from self._actions

    def _ways(self, step: str) -> Iterator[Way]:
        return (way for way in self._shape.ways if way.source == step)

    def _is_success(self, step: str) -> bool:
        return self._steps[step].stage == self._checking.vocabulary.success

    def _does(self, step_id: str, what: str) -> bool:
        step = self._steps[step_id]
        if not isinstance(step, ActionStep):
            return False
        action = self._checking.vocabulary.action(step.action)
        return action is not None and action.money == what

    def _captures(self, step_id: str) -> bool:
        step = self._steps[step_id]
        if not isinstance(step, EventStep):
            return False
        event = self._checking.vocabulary.event(step.event)
        return event is not None and event.captures
