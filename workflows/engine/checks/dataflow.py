"""Which fields have been written when a step reads them.

Forwards over the graph: a field has *possibly* been written where some way to the step writes
it, and *surely* where every way does. Reading a variable without a value fails the expression,
so it is written before, or asked for with ``is_set`` first.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..conditions import compile_condition
from ..definition import (
    ActionStep,
    AllOf,
    ApprovalStep,
    CelText,
    Compared,
    Comparison,
    Condition,
    DecisionStep,
    EventStep,
    Form,
    JoinStep,
    StartStep,
    Step,
    TableStep,
    TaskStep,
    TimerStep,
    Within,
)
from ..expressions import BadExpression, Expression
from ..problems import Problem, said
from ..tables import cell_condition
from ..variables import IS_SET
from ..ways import Way
from ..wording import Words
from .context import Checking, error, warning
from .expressions import conditions_of
from .nested import expressions_given
from .places import column_place, parameter_place
from .shape import Shape
from .words import word_of

DATA = "data."
Keys = frozenset[str]


@dataclass(frozen=True)
class Written:
    """The fields written when a step begins."""

    possibly: Keys = frozenset()
    surely: Keys = frozenset()


def check_dataflow(checking: Checking, shape: Shape) -> Iterator[Problem]:
    """Reads of conditions, parameters, timers and the columns of decision tables."""
    before = _Flow(checking, shape).before()
    for step in checking.definition.steps:
        asked: set[str] = set()
        for place, expression in _reads(checking, step):
            asked |= _named(expression, IS_SET + DATA)
            if step.id in before:
                read = _named(expression, DATA) - asked
                yield from _unwritten(checking.words, step, place, read, before[step.id])


def _named(expression: Expression, root: str) -> set[str]:
    names = (name for name in expression.variables if name.startswith(root))
    return {name.removeprefix(root).partition(".")[0] for name in names}


def _unwritten(
    words: Words, step: Step, place: str, read: set[str], written: Written
) -> Iterator[Problem]:
    for key in sorted(read - written.surely):
        if key not in written.possibly:
            message = _(
                "%(field)s is read before anything writes it; ask for it in a step before, or "
                "ask first whether it is filled in."
            )
            yield error(
                step.id, "read_before_written", said(place, message % {"field": words.field(key)})
            )
        elif not getattr(step, "on_error", None) and not _takes_all(step):
            # With an error way somebody has thought of it.
            message = _(
                "%(field)s may still be empty here, and then this fails; require it before, or "
                "ask first whether it is filled in."
            )
            yield warning(
                step.id, "maybe_unwritten", said(place, message % {"field": words.field(key)})
            )


def _takes_all(step: Step) -> bool:
    """Whether a case in which a variable has no value goes on by itself: that fits no cell."""
    if not isinstance(step, TableStep):
        return False
    is_open = any(not any(row.cells) for row in step.rows)
    return is_open or step.otherwise is not None or step.policy == "collect"


def _cells(words: Words, step: TableStep) -> Iterator[tuple[str, Condition]]:
    """Of each column a cell that asks whether it is empty, then one that reads it; all such are
    alike here. One that asks whether it is filled in does neither.
    """
    reading: dict[str, Compared | Within] = {}
    asking: dict[str, Compared | Within] = {}
    for row in step.rows:
        for column, cell in zip(step.inputs, row.cells, strict=False):
            operator = getattr(cell, "op", "")
            if cell is not None and operator != "is_set":
                cells = asking if operator == "is_not_set" else reading
                cells[column.var] = cell
    for name, cell in (*asking.items(), *reading.items()):
        yield column_place(words, name), cell_condition(name, cell)


def _reads(checking: Checking, step: Step) -> Iterator[tuple[str, Expression]]:
    """Every expression that ``step`` evaluates, with its place; bad ones are told elsewhere."""
    env = checking.environment
    with suppress(BadExpression):
        for place, condition in conditions_of(checking.words, step):
            yield place, compile_condition(condition, env)
        if isinstance(step, TableStep):
            for place, condition in _cells(checking.words, step):
                yield place, compile_condition(condition, env)
        if isinstance(step, TimerStep) and step.until is not None:
            yield pgettext("place", "until"), env.compile(step.until.cel, result="timestamp")
        yield from expressions_given(checking, step)
        if isinstance(step, ActionStep):
            for name, text, word in _computed(checking, step):
                place = parameter_place(checking.words, step, name)
                yield place, env.compile(text, result=word)


def _computed(checking: Checking, step: ActionStep) -> Iterator[tuple[str, str, str]]:
    action = checking.vocabulary.action(step.action)
    wanted = action.parameters.model_fields if action else {}
    for name, parameter in step.parameters.items():
        word = word_of(wanted[name].annotation) if name in wanted else None
        if isinstance(parameter, CelText) and word is not None:
            yield name, parameter.cel, word


class _Flow:
    """A fixed point over the graph: what is possibly written grows, what surely is shrinks."""

    def __init__(self, checking: Checking, shape: Shape) -> None:
        self._checking = checking
        self._steps = {step.id: step for step in checking.definition.steps}
        self._ways: dict[str, list[Way]] = {step_id: [] for step_id in self._steps}
        for way in shape.ways:
            self._ways[way.source].append(way)
        self._fields = {field.key: field for field in checking.definition.fields}
        self._written = {step_id: self._writes(step) for step_id, step in self._steps.items()}
        self._acted = [
            (action, self._form(action.form)) for action in checking.definition.case_actions
        ]
        # What comes into a step, by where it comes from.
        self._incoming: dict[str, dict[object, Written]] = {}

    def before(self) -> dict[str, Written]:
        """What is written when each step begins; steps that no way leads to are left out."""
        start = self._checking.start.id
        self._incoming[start] = {"": Written()}
        waiting = [start]
        while waiting:
            step_id = waiting.pop()
            for source, target, written in self._onward(step_id):
                known = self._incoming.setdefault(target, {})
                if known.get(source) != written:
                    known[source] = written
                    waiting.append(target)
        return {step_id: self._at(step_id) for step_id in self._incoming}

    def _at(self, step_id: str) -> Written:
        incoming = self._incoming[step_id].values()
        # Every branch has come to its join; one that was left out by its condition is not seen.
        every = (
            frozenset.union
            if isinstance(self._steps[step_id], JoinStep)
            else (frozenset.intersection)
        )
        return Written(
            frozenset().union(*(one.possibly for one in incoming)),
            every(*(one.surely for one in incoming)),
        )

    def _onward(self, step_id: str) -> Iterator[tuple[object, str, Written]]:
        before = self._at(step_id)
        possibly, surely, cleared = self._written[step_id]
        kept = before.surely - cleared
        for number, way in enumerate(self._ways[step_id]):
            sure = kept if way.kind in {"error", "deadline"} else kept | surely
            sure |= self._required(step_id, way) | self._asked(step_id, number)
            written = Written(before.possibly | possibly, sure)
            yield (step_id, number), way.target, written
        # A case action comes in from wherever the case stands.
        for action, form in self._acted:
            written = Written(before.possibly | possibly | form[0], (kept - form[2]) | form[1])
            yield (step_id, action.key), action.to, written

    def _asked(self, step_id: str, number: int) -> Keys:
        """The fields that a decision has found filled in where it takes this way."""
        step = self._steps[step_id]
        if not isinstance(step, DecisionStep) or number >= len(step.cases):
            return frozenset()
        condition = step.cases[number].when
        parts = condition.all if isinstance(condition, AllOf) else (condition,)
        return frozenset(
            part.var.removeprefix(DATA)
            for part in parts
            if isinstance(part, Comparison) and part.op != "is_not_set"
        )

    def _required(self, step_id: str, way: Way) -> Keys:
        """The fields that an outcome asks for."""
        outcomes = getattr(self._steps[step_id], "outcomes", ())
        return frozenset(
            key
            for outcome in outcomes
            if way.kind == "outcome" and outcome.key == way.key
            for key in getattr(outcome, "requires", ())
        )

    def _writes(self, step: Step) -> tuple[Keys, Keys, Keys]:
        """The fields that a step may write, those that it surely does, and may empty."""
        none: Keys = frozenset()
        if isinstance(step, StartStep | TaskStep | ApprovalStep):
            return self._form(step.form)
        if isinstance(step, ActionStep | EventStep):
            return frozenset(step.save), frozenset(step.save), none
        saved = frozenset(getattr(step, "save", ()))
        saved |= {output.field for output in getattr(step, "outputs", ())}
        return saved, none, none

    def _form(self, form: Form) -> tuple[Keys, Keys, Keys]:
        possibly, surely = set(), set()
        for entry in form:
            field = self._fields.get(entry.field)
            if field is None:
                continue
            if "editable" in entry.access.values():
                possibly.add(entry.field)
            required = field.required if entry.required is None else entry.required
            # Also where it is asked under a condition: whoever reads it has that condition in mind.
            if required:
                surely.add(entry.field)
        return frozenset(possibly), frozenset(surely), frozenset(possibly - surely)
