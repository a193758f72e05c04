"""What differs between two parts of one kind, property by property."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel

from workflows.engine.definition import Deadline
from workflows.engine.wording import Words, joined, quoted, said_duration, said_language

from .saying import TEXT_PROPERTIES, escalation, label, say, say_row, votes


@dataclass(frozen=True)
class Both:
    """The words of both definitions: each names its own steps and fields."""

    before: Words
    after: Words


@dataclass(frozen=True)
class Entries:
    """How the entries of a list are told apart and called.

    ``key`` gives what stays the same while an entry is edited; without one, an entry that
    differs is another.
    """

    noun: Any
    called: Callable[[Words, Any, Any], str]
    key: Callable[[Any], object] | None = None


def _condition(words: Words, entry: Any) -> str:
    return words.condition(entry.when) if entry.when else _("always")


ENTRIES: Mapping[str, Entries] = {
    "form": Entries(
        gettext_lazy("field"),
        lambda words, one, _part: words.field(one.field),
        lambda one: one.field,
    ),
    "outcomes": Entries(
        gettext_lazy("outcome"),
        lambda words, one, _part: quoted(words.text(one.label)),
        lambda one: one.key,
    ),
    "options": Entries(
        gettext_lazy("choice"),
        lambda words, one, _part: quoted(words.text(one.label)),
        lambda one: one.value,
    ),
    "columns": Entries(
        gettext_lazy("column"),
        lambda words, one, _part: quoted(words.text(one.label)),
        lambda one: one.key,
    ),
    "notices": Entries(
        gettext_lazy("notice"),
        lambda words, one, _part: quoted(words.text(one.subject)),
        lambda one: (one.on, one.subject.get("en")),
    ),
    "cases": Entries(
        gettext_lazy("case"),
        lambda words, one, _part: quoted(_condition(words, one)),
        lambda one: one.when.model_dump_json(),
    ),
    "branches": Entries(
        gettext_lazy("branch"), lambda words, one, _part: words.step(one.to), lambda one: one.to
    ),
    "escalations": Entries(
        gettext_lazy("escalation"),
        lambda words, one, _part: escalation(words, one),
    ),
    "inputs": Entries(
        gettext_lazy("column"),
        lambda words, one, _part: quoted(words.variable(one.var)),
        lambda one: one.var,
    ),
    "outputs": Entries(
        gettext_lazy("column"),
        lambda words, one, _part: words.field(one.field),
        lambda one: one.field,
    ),
    "rows": Entries(
        gettext_lazy("row"), lambda words, one, part: quoted(say_row(words, one, part))
    ),
    "results": Entries(
        gettext_lazy("result"), lambda words, one, _part: quoted(one.result), lambda one: one.result
    ),
}
# The form of an items step names columns, no fields.
ITEM_FORM = Entries(
    gettext_lazy("column"), lambda words, one, _part: quoted(one.column), lambda one: one.column
)


def differences(
    both: Both, before: BaseModel, after: BaseModel, *, of: str, without: Collection[str] = ()
) -> Iterator[str]:
    """Sentences on every property that differs between two models of one class; ``of`` is how
    the newer one is called.
    """
    for name in type(after).model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if name not in without and old != new:
            yield from _property(both, (before, after), name, of)


def _property(both: Both, parts: tuple[Any, Any], name: str, of: str) -> Iterator[str]:
    old, new = (getattr(part, name) for part in parts)
    if name == "deadline":
        yield from _deadline(both, old, new, of)
    elif name == "rule" and old and new:
        yield _("%(name)s now needs %(after)s (before: %(before)s).") % {
            "name": of,
            "before": votes(old),
            "after": votes(new),
        }
    elif name in ENTRIES and isinstance(new, tuple):
        is_item_form = any(hasattr(one, "column") for one in (*old, *new))
        entries = ITEM_FORM if name == "form" and is_item_form else ENTRIES[name]
        yield from _list(both, parts, entries, (old, new), of)
    elif name in TEXT_PROPERTIES and old and new:
        yield _text(both, name, old, new, of)
    elif isinstance(new, bool) and name == "required":
        yield (_("%(name)s is required now.") if new else _("%(name)s is no longer required.")) % {
            "name": of
        }
    else:
        yield _value(both, name, old, new, of)


def _deadline(both: Both, old: Deadline | None, new: Deadline | None, of: str) -> Iterator[str]:
    if old is None and new is not None:
        time = said_duration(new.after)
        yield _("%(name)s now has a deadline of %(time)s.") % {"name": of, "time": time}
    elif new is None:
        yield _("%(name)s no longer has a deadline.") % {"name": of}
    elif old is not None:
        if old.after != new.after:
            yield _("The deadline of %(name)s went from %(before)s to %(after)s.") % {
                "name": of,
                "before": said_duration(old.after),
                "after": said_duration(new.after),
            }
        called = _("Deadline of %(name)s") % {"name": of}
        yield from differences(both, old, new, of=called, without={"after"})


def _text(both: Both, name: str, old: Mapping[str, str], new: Mapping[str, str], of: str) -> str:
    before, after = both.before.text(old), both.after.text(new)
    if name in {"title", "label"} and before != after:
        return _("%(name)s was called %(before)s before.") % {"name": of, "before": quoted(before)}
    if before != after:
        return _("%(name)s: %(property)s is now %(after)s (before: %(before)s).") % {
            "name": of,
            "property": label(name),
            "before": quoted(before),
            "after": quoted(after),
        }
    languages = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
    return _("%(name)s: %(property)s changed in %(languages)s.") % {
        "name": of,
        "property": label(name),
        "languages": joined(map(said_language, languages)),
    }


def _value(both: Both, name: str, old: object, new: object, of: str) -> str:
    given = {"name": of, "property": label(name)}
    if old in (None, "", (), {}):
        after = say(both.after, name, new)
        return _("%(name)s: %(property)s is now %(after)s.") % {**given, "after": after}
    before = say(both.before, name, old)
    if new in (None, "", (), {}):
        return _("%(name)s: %(property)s is no longer %(before)s.") % {**given, "before": before}
    after = say(both.after, name, new)
    if before == after:
        # What differs has no words, such as the language of a text deep inside.
        return _("%(name)s: %(property)s changed.") % given
    return _("%(name)s: %(property)s is now %(after)s (before: %(before)s).") % {
        **given,
        "before": before,
        "after": after,
    }


def _list(
    both: Both,
    parts: tuple[Any, Any],
    entries: Entries,
    lists: tuple[Sequence[Any], Sequence[Any]],
    of: str,
) -> Iterator[str]:
    key = entries.key or _itself
    old, new = ({key(one): one for one in each} for each in lists)
    for name, one in new.items():
        called = entries.called(both.after, one, parts[1])
        told = {"name": of, "noun": str(entries.noun), "entry": called}
        if name not in old:
            yield _("%(name)s: %(noun)s %(entry)s added.") % told
        elif old[name] != one:
            inside = _("%(name)s, %(noun)s %(entry)s") % told
            yield from differences(both, old[name], one, of=inside)
    for name, one in old.items():
        if name not in new:
            called = entries.called(both.before, one, parts[0])
            told = {"name": of, "noun": str(entries.noun), "entry": called}
            yield _("%(name)s: %(noun)s %(entry)s removed.") % told
    stayed = [name for name in new if name in old]
    if stayed != [name for name in old if name in new] or _repeats(lists, (old, new)):
        told = {"name": of, "noun": str(entries.noun)}
        yield _("%(name)s: the order of %(noun)s entries changed.") % told


def _itself(entry: Any) -> object:
    return entry.model_dump_json()


def _repeats(lists: tuple[Sequence[Any], ...], keyed: tuple[Mapping[Any, Any], ...]) -> bool:
    """Whether entries that look the same are more or fewer than before."""
    return [len(one) for one in lists] != [len(one) for one in keyed] and (
        len(lists[0]) - len(keyed[0]) != len(lists[1]) - len(keyed[1])
    )
