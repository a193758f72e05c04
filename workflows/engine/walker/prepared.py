"""What a walk needs of a definition, each compiled at the first need."""

from functools import cached_property

from ..blocks import Blocks, blocks
from ..conditions import condition_text
from ..definition import (
    CelText,
    Condition,
    Form,
    JoinStep,
    ProcessDefinition,
    StartStep,
    Step,
    Who,
)
from ..expressions import BadExpression, Environment, Expression, environment
from ..forms import StepForm, compile_form
from ..refusals import ExpressionFailed
from ..texts import fill, localized
from ..values import CEL_TYPES
from ..variables import Facts, value_of
from ..vocabulary import Vocabulary
from ..wording import Words


class Prepared:
    """A definition that has passed the check."""

    def __init__(
        self, definition: ProcessDefinition, vocabulary: Vocabulary, language: str
    ) -> None:
        self.definition = definition
        self.vocabulary = vocabulary
        self.language = language
        self.steps: dict[str, Step] = {step.id: step for step in definition.steps}
        self.start = next(step for step in definition.steps if isinstance(step, StartStep))
        self.constants = {name: one.value for name, one in definition.constants.items()}
        self.case_actions = {action.key: action for action in definition.case_actions}
        self.words = Words(definition, vocabulary)
        self._conditions: dict[str, Expression] = {}
        self._forms: dict[int, StepForm] = {}

    @cached_property
    def environment(self) -> Environment:
        return environment(self.definition, self.vocabulary)

    @cached_property
    def blocks(self) -> Blocks:
        return blocks(self.definition)

    def title(self, step: Step) -> str:
        return localized(step.title, self.language)

    def holds(self, condition: Condition, facts: Facts) -> bool:
        text = condition_text(condition, self.environment)
        compiled = self._conditions.get(text)
        if compiled is None:
            compiled = self._conditions[text] = self.environment.compile(text, result="bool")
        return compiled.holds(facts)

    def evaluate(self, cel: CelText, facts: Facts, *, result: str) -> object:
        return self.environment.compile(cel.cel, result=result).evaluate(facts)

    def value(self, cel: CelText, facts: Facts) -> object:
        """The value of an expression that may give any type."""
        unfit: BadExpression | None = None
        for word in CEL_TYPES:
            try:
                return self.environment.compile(cel.cel, result=word).evaluate(facts)
            except BadExpression as error:
                unfit = error
        raise unfit or ExpressionFailed()

    def form(self, form: Form) -> StepForm:
        compiled = self._forms.get(id(form))
        if compiled is None:
            compiled = compile_form(form, self.definition, self.vocabulary, self.environment)
            self._forms[id(form)] = compiled
        return compiled

    def leaps(self, step: Step, target: str) -> bool:
        """Whether the way leaves a parallel block other than by its join."""
        return self.blocks.leaves(step.id, target)

    def is_join(self, step_id: str) -> bool:
        return isinstance(self.steps[step_id], JoinStep)

    def keys(self, who: Who, facts: Facts) -> frozenset[str]:
        """What a person whom ``who`` names is called on forms: its roles and actors."""
        keys = {*who.roles, *who.actors}
        if who.expression is not None:
            try:
                text = str(self.evaluate(who.expression, facts, result="string"))
            except ExpressionFailed:
                text = ""
            kind, _colon, name = text.partition(":")
            if kind in {"role", "actor"}:
                keys.add(name)
        before = self.steps.get(who.same_as or "")
        if before is not None and who.same_as:
            earlier = getattr(before, "who", None)
            keys |= set(earlier.roles) | set(earlier.actors) if earlier is not None else set()
        return frozenset(keys)

    def filled(self, text: dict[str, str], facts: Facts) -> str:
        """A text of a notice as people would read it."""
        known = self.environment.types

        def value(name: str) -> object:
            return value_of(name, facts, self.constants) if name in known else None

        return fill(localized(text, self.language), value)
