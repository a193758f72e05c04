"""Parts of a definition by their paths: found, put, made and removed. Pure.

What is handed in is never changed. A definition need not be readable, but be within the limits.
"""

import copy
from collections.abc import Mapping
from typing import Any, Final

from ..lenient import listed, mapping
from .references import renamed, without_field, without_step

Definition = dict[str, Any]
#: The lists of a definition whose entries are parts, and what names an entry.
NAMED: Final[Mapping[str, str]] = {"fields": "key", "steps": "id", "case_actions": "key"}
DETAILS: Final = ("title", "description")


class UnknownPart(LookupError):
    """The definition has no such part."""


def find_part(definition: Mapping[str, Any], path: str) -> dict[str, Any]:
    """The JSON of the part at ``path``, or ``UnknownPart``."""
    if path == "details":
        return {key: definition[key] for key in DETAILS if key in definition}
    if path == "constants":
        return mapping(definition.get("constants"))
    kind, _index, part = _found(definition, path)
    return mapping(part) if kind else {}


def put_part(definition: Mapping[str, Any], path: str, part: Mapping[str, Any]) -> Definition:
    """A definition with ``part`` at ``path``; a changed id or key changes wherever it is named."""
    result = copy.deepcopy(dict(definition))
    if path == "details":
        result = {key: value for key, value in result.items() if key not in DETAILS or key in part}
        return result | copy.deepcopy(dict(part))
    if path == "constants":
        return _put_constants(result, part)
    kind, index, before = _found(result, path)
    result[kind][index] = copy.deepcopy(dict(part))
    name = NAMED[kind]
    old, new = mapping(before).get(name), part.get(name)
    if isinstance(old, str) and isinstance(new, str) and old != new:
        result = renamed(result, kind, old, new)
    return result


def remove_part(definition: Mapping[str, Any], path: str) -> Definition:
    """A definition without the part; ways that led to a removed step lead to where it led."""
    result = copy.deepcopy(dict(definition))
    kind, index, part = _found(result, path)
    del result[kind][index]
    name = mapping(part).get(NAMED[kind])
    if kind == "fields" and isinstance(name, str):
        return without_field(result, name)
    if kind == "steps" and isinstance(name, str):
        join = part.get("join") if part.get("kind") == "parallel" else None
        result = without_step(result, part)
        if isinstance(join, str) and f"steps/{join}" in paths(result):
            result = remove_part(result, f"steps/{join}")
    return result


def copy_part(definition: Mapping[str, Any], path: str) -> tuple[Definition, str]:
    """A definition with the part twice, the copy behind it under a free name; and its path."""
    result = copy.deepcopy(dict(definition))
    kind, index, part = _found(result, path)
    name = NAMED[kind]
    made = copy.deepcopy(mapping(part))
    made[name] = free_name(result, kind, str(made.get(name, kind)))
    result[kind].insert(index + 1, made)
    return result, f"{kind}/{made[name]}"


def move_part(definition: Mapping[str, Any], path: str, by: int) -> Definition:
    """A definition with the part ``by`` places further down its list, as far as that goes."""
    result = copy.deepcopy(dict(definition))
    kind, index, _part = _found(result, path)
    result[kind].insert(max(0, index + by), result[kind].pop(index))
    return result


def paths(definition: Mapping[str, Any]) -> list[str]:
    """The paths of all parts, in the order of the definition."""
    found = ["details", "constants"]
    for kind, name in NAMED.items():
        names = (mapping(part).get(name) for part in listed(definition.get(kind)))
        found += [f"{kind}/{one}" for one in names if isinstance(one, str)]
    return found


def free_name(definition: Mapping[str, Any], kind: str, wanted: str) -> str:
    """``wanted``, or ``wanted_2`` and so on where that is taken."""
    taken = {mapping(part).get(NAMED[kind]) for part in listed(definition.get(kind))}
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}_{number}"
    return name


def _found(definition: Mapping[str, Any], path: str) -> tuple[str, int, Any]:
    kind, _slash, name = path.partition("/")
    if kind in NAMED:
        for index, part in enumerate(listed(definition.get(kind))):
            if mapping(part).get(NAMED[kind]) == name:
                return kind, index, part
    raise UnknownPart(path)


def _put_constants(result: Definition, constants: Mapping[str, Any]) -> Definition:
    before = mapping(result.get("constants"))
    gone = [name for name in before if name not in constants]
    new = [name for name in constants if name not in before]
    if "constants" in result or constants:
        result["constants"] = copy.deepcopy(dict(constants))
    if len(gone) == len(new) == 1:
        # One name went and one came: it was renamed.
        return renamed(result, "constants", gone[0], new[0])
    return result
