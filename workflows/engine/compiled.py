"""A version's definition, prepared once for all of its cases."""

from collections.abc import Mapping
from dataclasses import dataclass

from .blocks import Blocks
from .definition import CaseAction, ProcessDefinition, StartStep
from .expressions import Environment, Expression
from .forms import StepForm
from .vocabulary import Vocabulary
from .whom import Whom


@dataclass(frozen=True)
class CompiledAction:
    """A case-level action, ready to be offered and taken."""

    action: CaseAction
    whom: Whom
    when: Expression | None
    form: StepForm
    node: str


@dataclass(frozen=True)
class Compiled:
    """What a flow class knows of its definition."""

    definition: ProcessDefinition
    vocabulary: Vocabulary
    environment: Environment
    constants: Mapping[str, object]
    blocks: Blocks
    start: StartStep
    starters: Whom
    case_actions: Mapping[str, CompiledAction]
    separates_duties: bool  # some step is not by whoever did another
