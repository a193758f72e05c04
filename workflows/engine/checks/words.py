"""What the definition names of its vocabulary: stages, actors, events, actions, keys."""

from collections.abc import Iterator, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from ..definition import ActionStep, CelText, EventStep
from ..definition.advice import requirement
from ..parameters import WORDS
from ..problems import Problem, listed, said
from ..values import FIELD_WORDS, WORDS_IN_WORDS
from ..vocabulary import ActionType
from ..wording import Words, joined
from .context import Checking, error, warning
from .expressions import expression
from .places import case_action, parameter_place


def check_words(checking: Checking) -> Iterator[Problem]:
    """Everything that the vocabulary has to know."""
    definition, vocabulary = checking.definition, checking.vocabulary
    stages = tuple(stage.key for stage in vocabulary.stages)
    for step in definition.steps:
        if step.stage is not None and step.stage not in stages:
            yield error(
                step.id,
                "stage_unknown",
                _("there is no stage “%(stage)s”; choose one of %(known)s.")
                % {"stage": step.stage, "known": listed(map(checking.words.stage, stages))},
            )
        if isinstance(step, ActionStep):
            yield from _action(checking, step)
        if isinstance(step, EventStep):
            yield from _event(checking, step)
    yield from _action_keys(checking)


def _event(checking: Checking, step: EventStep) -> Iterator[Problem]:
    event = checking.vocabulary.event(step.event)
    if event is None:
        known = listed(checking.words.text(event.label) for event in checking.vocabulary.events)
        yield error(
            step.id,
            "event_unknown",
            _("there is no event “%(event)s”; choose one of %(known)s.")
            % {"event": step.event, "known": known},
        )
        return
    yield from _save(checking, step, event.data)


def _action(checking: Checking, step: ActionStep) -> Iterator[Problem]:
    action = checking.vocabulary.action(step.action)
    if action is None:
        known = listed(checking.words.text(action.label) for action in checking.vocabulary.actions)
        yield error(
            step.id,
            "action_unknown",
            _("there is no action “%(action)s”; choose one of %(known)s.")
            % {"action": step.action, "known": known},
        )
        return
    yield from _parameters(checking, step, action)
    yield from _save(checking, step, action.result)


def _parameters(checking: Checking, step: ActionStep, action: ActionType) -> Iterator[Problem]:
    words, wanted = checking.words, action.parameters.model_fields
    for name in sorted(step.parameters.keys() - wanted.keys()):
        yield error(
            step.id,
            "parameter_unknown",
            _("%(action)s has no parameter “%(name)s”; it has %(known)s.")
            % {
                "action": words.action(action.key),
                "name": name,
                "known": joined(words.parameter(action.key, one) for one in sorted(wanted)),
            },
        )
    for name, info in wanted.items():
        given = step.parameters.get(name)
        if given is None:
            if info.is_required():
                yield error(
                    step.id,
                    "parameter_missing",
                    _("give the parameter %(name)s.") % {"name": words.parameter(action.key, name)},
                )
        elif isinstance(given, CelText):
            yield from _computed(checking, step, name, given, info)
        else:
            yield from _fixed(words, step, name, given.value, info)


def _computed(
    checking: Checking, step: ActionStep, name: str, given: CelText, info: FieldInfo
) -> Iterator[Problem]:
    word = word_of(info.annotation)
    if word is None:
        yield error(
            step.id,
            "parameter_fixed",
            _("give %(name)s as a value; it cannot be an expression.")
            % {"name": checking.words.parameter(step.action, name)},
        )
        return
    place = parameter_place(checking.words, step, name)
    yield from expression(checking, step.id, place, given.cel, word)


def _fixed(
    words: Words, step: ActionStep, name: str, value: object, info: FieldInfo
) -> Iterator[Problem]:
    annotated: Any = Annotated[info.annotation, info]
    adapter: TypeAdapter[Any] = TypeAdapter(annotated)
    try:
        adapter.validate_python(value)
    except ValidationError as bad:
        reason = requirement(bad.errors(include_url=False)[0])
        yield error(
            step.id,
            "parameter_value",
            _("parameter %(name)s %(requirement)s.")
            % {"name": words.parameter(step.action, name), "requirement": reason},
        )


def word_of(annotation: Any) -> str | None:
    """The word of a parameter's type, or ``None`` for one that no expression gives."""
    if get_origin(annotation) in (Union, UnionType):
        inner = [one for one in get_args(annotation) if one is not NoneType]
        return word_of(inner[0]) if len(inner) == 1 else None
    if get_origin(annotation) is Literal:
        return "string" if all(isinstance(one, str) for one in get_args(annotation)) else None
    return WORDS.get(annotation)


def _save(
    checking: Checking, step: ActionStep | EventStep, results: Mapping[str, str]
) -> Iterator[Problem]:
    for key, result in step.save.items():
        field = checking.definition.field(key)
        if field is None:
            yield error(
                step.id,
                "save_field",
                _("there is no field “%(key)s” to save into; choose another.") % {"key": key},
            )
        elif result not in results:
            yield error(
                step.id,
                "save_result",
                _("nothing gives “%(result)s” to save into %(field)s; choose one of %(known)s.")
                % {
                    "result": result,
                    "field": checking.words.field(key),
                    "known": listed(sorted(results)),
                },
            )
        elif field.personal or field.type not in FIELD_WORDS:
            yield error(
                step.id,
                "save_personal",
                _("%(field)s is sealed; save into a field that is not personal.")
                % {"field": checking.words.field(key)},
            )
        elif FIELD_WORDS[field.type] != results[result]:
            yield error(
                step.id,
                "save_type",
                _(
                    "“%(result)s” is %(type)s and does not fit the field %(field)s; choose "
                    "another field."
                )
                % {
                    "result": result,
                    "type": WORDS_IN_WORDS[results[result]],
                    "field": checking.words.field(key),
                },
            )


def _action_keys(checking: Checking) -> Iterator[Problem]:
    """Keys that no client knows work all the same, with a plain button."""
    known = checking.vocabulary.action_keys
    if not known:
        return
    labels = listed(sorted(checking.words.text(label) for label in known.values()))
    for step in checking.human_steps:
        for outcome in step.outcomes:
            if outcome.key not in known:
                yield warning(
                    step.id,
                    "action_key_unknown",
                    _(
                        "apps have no button of their own for the key of the outcome %(outcome)s; "
                        "give it the key of one of %(known)s, or leave it with a plain button."
                    )
                    % {"outcome": checking.words.outcome(step.id, outcome.key), "known": labels},
                )
    for action in checking.definition.case_actions:
        if action.key not in known:
            yield warning(
                "",
                "action_key_unknown",
                said(
                    case_action(checking.words, action.key),
                    _(
                        "apps have no button of their own for its key; give it the key of one of "
                        "%(known)s, or leave it with a plain button."
                    )
                    % {"known": labels},
                ),
            )
