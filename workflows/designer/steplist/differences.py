"""Two texts of one part side by side, where they differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from workflows.engine.definition import TableRow

from ..comparison.saying import say, say_row
from ..forms.asked import CASE_ACTION, DETAILS, STEPS, field_of
from ..forms.controls.groups import Group
from ..forms.desk import Desk
from ..forms.parts import find_part, put_part
from ..lenient import listed, mapping


@dataclass(frozen=True)
class Difference:
    """A property and what either has in it, in words."""

    label: str
    theirs: str
    mine: str


def differences(desk: Desk, path: str, mine: Mapping[str, Any]) -> list[Difference]:
    """Where ``mine`` differs from the part that the definition on ``desk`` has."""
    theirs = find_part(desk.definition, path)
    other = Desk(put_part(desk.definition, path, mine), desk.language)
    labels = _labels(path, mine) | _labels(path, theirs)
    after = path.partition("/")[0]
    name = {"steps": "id", "fields": "key", "case_actions": "key"}.get(after)
    mine_path = f"{after}/{mine.get(name)}" if name else path
    return [
        Difference(
            labels.get(key, key),
            _said(desk, path, key, theirs.get(key)),
            _said(other, mine_path, key, mine.get(key)),
        )
        for key in {**theirs, **mine}
        if theirs.get(key) != mine.get(key)
    ]


def _labels(path: str, part: Mapping[str, Any]) -> dict[str, str]:
    kind = path.partition("/")[0]
    group: Group | None = {
        "details": DETAILS,
        "case_actions": CASE_ACTION,
        "fields": field_of(""),
        "steps": STEPS.get(str(part.get("kind"))),
    }.get(kind)
    return {field.key: str(field.label) for field in group.fields} if group else {}


def _said(desk: Desk, path: str, key: str, value: object) -> str:
    """A property in words; in its own texts where it cannot be read as a whole."""
    if value is None:
        return _("nothing")
    model: Any = desk.process
    kind, _slash, name = path.partition("/")
    match kind:
        case "steps":
            model = desk.process.step(name)
        case "fields":
            model = desk.process.field(name)
        case "case_actions":
            found = (one for one in desk.process.case_actions if one.key == name)
            model = next(found, None)
        case "constants":
            model = None
    if isinstance(value, dict) and _is_text(value):
        return "\n".join(str(text) for text in value.values())
    if model is not None and getattr(model, key, None) is not None:
        parsed = getattr(model, key)
        if isinstance(parsed, tuple):
            return "\n".join(_entry(desk, model, key, one) for one in parsed)
        return say(desk.words, key, parsed)
    return "\n".join(_leaves(value))


def _entry(desk: Desk, model: Any, key: str, entry: object) -> str:
    if isinstance(entry, TableRow):
        return say_row(desk.words, entry, model)
    return say(desk.words, key, entry)


def _is_text(value: Mapping[str, Any]) -> bool:
    return "en" in value and all(isinstance(one, str) for one in value.values())


def _leaves(value: object) -> Iterator[str]:
    for one in listed(value) or mapping(value).values():
        yield from _leaves(one)
    if not isinstance(value, dict | list):
        yield str(value)
