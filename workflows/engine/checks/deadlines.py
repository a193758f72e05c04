"""Times: long enough, in their order, and leading somewhere."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..definition import Step, TimerStep, Times, duration
from ..problems import Problem
from ..wording import said_duration
from .context import Checking, error, warning
from .ids import deadline_of


def check_deadlines(checking: Checking) -> Iterator[Problem]:
    """Deadlines and timers of all steps."""
    for step in checking.definition.steps:
        yield from _durations(step)
        yield from _without_way(step)


def _without_way(step: Step) -> Iterator[Problem]:
    deadline = deadline_of(step)
    if deadline is None or deadline.then:
        return
    if not all(times.escalations for times in (deadline, *deadline.cases)):
        yield warning(
            step.id,
            "deadline_without_way",
            _(
                "nothing happens when the time is over; give the deadline a way on, or somebody "
                "to tell."
            ),
        )


def _durations(step: Step) -> Iterator[Problem]:
    lengths = [step.after] if isinstance(step, TimerStep) and step.after else []
    deadline = deadline_of(step)
    for times in (deadline, *deadline.cases) if deadline else ():
        early = [*times.reminders, *(one.after for one in times.escalations)]
        lengths += [times.after, *early]
        if deadline is not None and deadline.then:
            yield from _deadline_order(step, times, early)
    for text in lengths:
        if not duration(text):
            yield error(
                step.id,
                "duration_zero",
                _("a time here has no length at all; make it longer."),
            )


def _deadline_order(step: Step, times: Times, early: list[str]) -> Iterator[Problem]:
    for text in early:
        if duration(text) >= duration(times.after):
            yield error(
                step.id,
                "deadline_order",
                _(
                    "a reminder or escalation after %(time)s is not before the deadline of "
                    "%(deadline)s, after which the step is left; make it shorter."
                )
                % {"time": said_duration(text), "deadline": said_duration(times.after)},
            )
