"""Goes through two definitions part by part."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from workflows.engine.definition import Constant, ProcessDefinition
from workflows.engine.vocabulary import Vocabulary
from workflows.engine.wording import Words, quoted

from .changes import Change, Comparison
from .properties import Both, differences

# How the parts of one kind are told as new and gone; ``%(name)s`` is the part's own name.
Told = tuple[str, str]


def compare(
    before: ProcessDefinition, after: ProcessDefinition, vocabulary: Vocabulary, *, language: str
) -> Comparison:
    """What differs, in sentences in ``language``. Equal definitions have no changes."""
    with translation.override(language):
        both = Both(Words(before, vocabulary), Words(after, vocabulary))
        return Comparison(tuple(_changes(both)))


def _changes(both: Both) -> Iterator[Change]:
    before, after = both.before.definition, both.after.definition
    for sentence in differences(
        both, before, after, of=_("The process"), without={"key", "kind", *PARTS}
    ):
        yield Change("changed", "details", sentence)
    yield from _constants(both)
    yield from _matched(
        both,
        "fields",
        {field.key: field for field in before.fields},
        {field.key: field for field in after.fields},
        name=lambda words, field: quoted(words.text(field.label)),
        told=(_("Field %(name)s added%(more)s."), _("Field %(name)s removed.")),
        more=lambda field: (
            _(", asked where %(condition)s") % {"condition": both.after.condition(field.show_when)}
            if field.show_when
            else ""
        ),
    )
    yield from _matched(
        both,
        "steps",
        {step.id: step for step in before.steps},
        {step.id: step for step in after.steps},
        name=lambda words, step: quoted(words.text(step.title)),
        told=(_("Step %(name)s added%(more)s."), _("Step %(name)s removed.")),
        more=lambda step: (
            _(", done by %(who)s") % {"who": both.after.who(step.who)}
            if getattr(step, "who", None)
            else ""
        ),
    )
    yield from _matched(
        both,
        "case_actions",
        {action.key: action for action in before.case_actions},
        {action.key: action for action in after.case_actions},
        name=lambda words, action: quoted(words.text(action.label)),
        told=(
            _("%(name)s may be done at any time now%(more)s."),
            _("%(name)s can no longer be done at any time."),
        ),
        more=lambda action: (
            _(" by %(who)s") % {"who": both.after.who(action.who)} if action.who else ""
        ),
    )


PARTS = frozenset({"constants", "fields", "steps", "case_actions"})


def _constants(both: Both) -> Iterator[Change]:
    before, after = (words.definition.constants for words in (both.before, both.after))
    for name, constant in after.items():
        label = quoted(both.after.constant(name))
        value = _constant_value(both.after, name, constant)
        if name not in before:
            sentence = _("Constant %(name)s added: %(value)s.") % {"name": label, "value": value}
            yield Change("added", "constants", sentence)
        elif before[name] != constant:
            old = _constant_value(both.before, name, before[name])
            yield Change("changed", "constants", _constant_sentence(label, old, value))
    for name in before.keys() - after.keys():
        label = quoted(both.before.constant(name))
        yield Change("removed", "constants", _("Constant %(name)s removed.") % {"name": label})


def _constant_sentence(label: str, old: str, new: str) -> str:
    if old == new:
        return _("Constant %(name)s is described differently.") % {"name": label}
    return _("%(name)s went from %(before)s to %(after)s.") % {
        "name": label,
        "before": old,
        "after": new,
    }


def _constant_value(words: Words, name: str, constant: Constant) -> str:
    return words.value(constant.value, of=f"constants.{name}")


def _matched(
    both: Both,
    section: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    name: Callable[[Words, Any], str],
    told: Told,
    more: Callable[[Any], str],
) -> Iterator[Change]:
    added, removed = told
    for key, part in after.items():
        place, called = f"{section}/{key}", name(both.after, part)
        if key not in before:
            yield Change("added", place, added % {"name": called, "more": more(part)})
        elif before[key] != part:
            sentences = _sentences(both, before[key], part, called)
            yield from (Change("changed", place, sentence) for sentence in sentences)
    for key, part in before.items():
        if key not in after:
            sentence = removed % {"name": name(both.before, part)}
            yield Change("removed", f"{section}/{key}", sentence)
    if (order := [key for key in after if key in before]) != [
        key for key in before if key in after
    ]:
        yield from _moved(section, [key for key in before if key in after], order)


def _sentences(both: Both, before: Any, after: Any, called: str) -> Iterable[str]:
    if type(before) is not type(after):
        return [_("%(name)s is now a step of another kind.") % {"name": called}]
    return differences(both, before, after, of=called)


def _moved(section: str, before: list[str], after: list[str]) -> Iterator[Change]:
    # The order of steps says nothing: their ways do. That of fields is the order of questions.
    if section == "fields":
        first = next(new for old, new in zip(before, after, strict=True) if old != new)
        yield Change("changed", f"fields/{first}", _("The fields have another order."))
