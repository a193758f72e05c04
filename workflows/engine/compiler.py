"""A version to a Viewflow ``Flow`` class. Everything that can be prepared is prepared here."""

from collections.abc import Mapping
from types import new_class
from typing import Any

from viewflow.workflow.base import Node

from .blocks import blocks
from .compiled import Compiled, CompiledAction
from .conditions import compile_condition
from .definition import ApprovalStep, ItemsStep, ProcessDefinition, StartStep, TaskStep
from .expressions import environment
from .forms import compile_form
from .nodes import BaseFlow
from .nodes.building import Builder
from .vocabulary import vocabulary
from .whom import whom

MODULE = "workflows.engine.flows"
# Names of Viewflow's own nodes-to-be: boundaries are named after their host, entries like this.
ENTRY_PREFIX = "action__"


def compile_definition(definition: ProcessDefinition) -> Compiled:
    """Everything of ``definition`` but its nodes."""
    words = vocabulary(definition.kind)
    env = environment(definition, words)
    start = next(step for step in definition.steps if isinstance(step, StartStep))
    return Compiled(
        definition=definition,
        vocabulary=words,
        environment=env,
        constants={name: constant.value for name, constant in definition.constants.items()},
        blocks=blocks(definition),
        start=start,
        starters=whom(start.who, env),
        case_actions={
            action.key: CompiledAction(
                action=action,
                whom=whom(action.who, env),
                when=compile_condition(action.when, env) if action.when else None,
                form=compile_form(action.form, definition, words, env),
                node=ENTRY_PREFIX + action.key,
            )
            for action in definition.case_actions
        },
        separates_duties=any(
            isinstance(step, TaskStep | ApprovalStep | ItemsStep) and step.who.not_by
            for step in definition.steps
        ),
    )


def compile_flow(definition: ProcessDefinition, *, name: str) -> type[BaseFlow]:
    """The flow class of ``definition``, called ``name`` in the module of the registry.

    ``ValueError`` for a step whose name Viewflow has a use for; the check refuses it before.
    """
    compiled = compile_definition(definition)
    builder = Builder(compiled)
    attributes: dict[str, Any] = {
        "__module__": MODULE,
        "__doc__": None,
        "process_title": definition.title["en"],
        "compiled": compiled,
    }
    for step in definition.steps:
        _add(attributes, builder.nodes(step))
    for action in compiled.case_actions.values():
        _add(attributes, {action.node: builder.entry(action.action)})
    flow: type[BaseFlow] = new_class(
        name, (BaseFlow,), exec_body=lambda body: body.update(attributes)
    )
    return flow


def _add(attributes: dict[str, Any], nodes: Mapping[str, Node]) -> None:
    for name, node in nodes.items():
        if name in attributes or hasattr(BaseFlow, name) or not _is_node_name(name):
            raise ValueError(f"“{name}” cannot be the name of a step.")
        attributes[name] = node


def _is_node_name(name: str) -> bool:
    # Viewflow takes the rest for addresses, private attributes and parts of references.
    return not (name.startswith("_") or name.endswith("_path") or {".", "/"} & set(name))
