"""Where a definition names its steps, fields and constants; names changed and ways mended. Pure."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from ..lenient import listed, mapping

#: Properties that name a step. A ``to`` may be people too.
STEP_PROPERTIES = frozenset({"next", "to", "otherwise", "on_error", "join", "then", "same_as"})
FIELD_PROPERTIES = frozenset({"field", "table"})
ROOTS = {"steps": "steps", "fields": "data", "constants": "constants"}
Definition = dict[str, Any]


def renamed(definition: Definition, kind: str, old: str, new: str) -> Definition:
    """``old`` of the ``steps``, ``fields`` or ``constants`` called ``new`` wherever it is named."""
    root = ROOTS.get(kind)
    if root is None:
        return definition
    in_text = re.compile(rf"(?<![\w.]){root}\.{re.escape(old)}(?!\w)")
    in_is_set = re.compile(rf"(?<![\w.])is_set\.{root}\.{re.escape(old)}(?!\w)")

    def words(text: str) -> str:
        text = in_is_set.sub(lambda found: f"is_set.{root}.{new}", text)
        return in_text.sub(lambda found: f"{root}.{new}", text)

    def change(key: str, value: Any) -> Any:
        if kind == "steps" and key in STEP_PROPERTIES and value == old:
            return new
        if kind == "steps" and key == "not_by":
            return [new if one == old else one for one in listed(value)]
        if kind == "fields":
            if key in FIELD_PROPERTIES and value == old:
                return new
            if key == "requires":
                return [new if one == old else one for one in listed(value)] or value
            if key == "save":
                return {new if name == old else name: one for name, one in mapping(value).items()}
        if key in {"var", "cel"} and isinstance(value, str):
            return words(value)
        return value

    def braces(text: str) -> str:
        return re.sub(r"\{([^{}]*)\}", lambda found: "{" + words(found[1]) + "}", text)

    result = _changed(definition, change, braces)
    return dict(result)


def without_step(definition: Definition, step: Mapping[str, Any]) -> Definition:
    """``definition``, which has ``step`` no more, with the ways to it mended."""
    gone = step["id"]
    target = _leads_to(definition, step)

    def change(key: str, value: Any) -> Any:
        if key == "not_by":
            return [one for one in listed(value) if one != gone]
        return target if key in STEP_PROPERTIES - {"same_as"} and value == gone else value

    result = dict(_changed(definition, change, lambda text: text))
    return dict(_dropped(result, lambda key, value: key == "same_as" and value == gone))


def without_field(definition: Definition, field: str) -> Definition:
    """``definition``, which has the field no more, without asking or filling it anywhere.

    Conditions that read it stay: only whoever knows what they mean can change them.
    """

    def change(key: str, value: Any) -> Any:
        if key == "form" and isinstance(value, list):
            return [one for one in value if mapping(one).get("field") != field]
        if key == "requires" and isinstance(value, list):
            return [one for one in value if one != field]
        if key == "save" and isinstance(value, dict):
            return {name: one for name, one in value.items() if name != field}
        return value

    return dict(_changed(definition, change, lambda text: text))


def targets(step: Mapping[str, Any]) -> list[str]:
    """The ids of the steps that ``step`` leads to, as they are written."""
    found: list[Any] = []
    for key in ("outcomes", "cases", "branches", "results", "rows"):
        found += [mapping(one).get("to") for one in listed(step.get(key))]
    found += [step.get(key) for key in ("next", "otherwise", "on_error")]
    found.append(mapping(step.get("deadline")).get("then"))
    return list(dict.fromkeys(one for one in found if isinstance(one, str)))


def _leads_to(definition: Definition, step: Mapping[str, Any]) -> str:
    """Where ways to a removed step go: its next one, its first, or else another end."""
    own = [step.get("next"), step.get("otherwise"), *targets(step)]
    for target in own if step.get("kind") != "decision" else own[1:]:
        if isinstance(target, str) and target != step["id"]:
            return target
    steps = (mapping(one) for one in listed(definition.get("steps")))
    ends = (one.get("id") for one in steps if one.get("kind") == "end")
    return str(next(ends, step["id"]))


def _changed(
    value: Any, change: Callable[[str, Any], Any], text: Callable[[str], str], key: str = ""
) -> Any:
    value = change(key, value)
    if isinstance(value, dict):
        return {name: _changed(one, change, text, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_changed(one, change, text) for one in value]
    return text(value) if isinstance(value, str) else value


def _dropped(value: Any, gone: Callable[[str, Any], bool]) -> Any:
    if isinstance(value, dict):
        return {name: _dropped(one, gone) for name, one in value.items() if not gone(name, one)}
    if isinstance(value, list):
        return [_dropped(one, gone) for one in value]
    return value
