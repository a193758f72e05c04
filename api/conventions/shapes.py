"""Paths into answers: which names a pydantic model has, however deep, and what they leave of it."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel

# What a name leads to: models, or maps whose keys are anybody's choice.
Shapes = tuple[Any, ...]
Tree = Mapping[str, "Tree | None"]


def shapes_of(annotation: Any) -> Shapes:
    """The models and maps that a value of this type may be, or may be a list of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return (annotation,)
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is dict:
        return (annotation,)
    return tuple(shape for each in inner for shape in shapes_of(each))


def names_in(shapes: Iterable[Any]) -> dict[str, Shapes] | None:
    """The names that ``shapes`` have, each with what it leads to; ``None`` where any will do."""
    names: dict[str, Shapes] = {}
    for shape in shapes:
        if get_origin(shape) is dict:
            return None
        for name, field in shape.model_fields.items():
            names[name] = names.get(name, ()) + shapes_of(field.annotation)
    return names


class Unknown(NamedTuple):
    """A ``part`` of a path that is not there: what leads to it, and the ``names`` that are."""

    above: str
    part: str
    names: Sequence[str]


def unknown_in(path: str, shapes: Shapes, *, above: str = "") -> Unknown | None:
    """The first part of a dotted ``path`` that is not there; ``above`` leads to where it begins."""
    for part in path.split("."):
        names = names_in(shapes)
        if names is None:
            shapes = tuple(s for shape in shapes for s in shapes_of(get_args(shape)[-1]))
        elif part in names:
            shapes = names[part]
        else:
            return Unknown(above, part, list(names))
        above += f"{part}."
    return None


@lru_cache(maxsize=1024)
def tree_of(paths: tuple[str, ...]) -> Tree:
    """``a,b.c`` as ``{"a": None, "b": {"c": None}}``: ``None`` is the whole of it."""
    below: dict[str, list[str]] = {}
    whole = set()
    for path in paths:
        name, dot, rest = path.partition(".")
        below.setdefault(name, [])
        if dot:
            below[name].append(rest)
        else:
            whole.add(name)
    return {name: None if name in whole else tree_of(tuple(rest)) for name, rest in below.items()}


def select(body: Mapping[str, Any], fields: Sequence[str] | None) -> dict[str, Any]:
    """``body`` with the chosen ``fields`` alone, in the order of the body."""
    return dict(body) if fields is None else _pruned(body, tree_of(tuple(fields)))


def _pruned(value: Any, tree: Tree | None) -> Any:
    if tree is None:
        return value
    if isinstance(value, list):
        return [_pruned(each, tree) for each in value]
    if isinstance(value, Mapping):
        return {name: _pruned(each, tree[name]) for name, each in value.items() if name in tree}
    return value
