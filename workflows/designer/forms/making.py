"""New parts with working defaults."""

import copy
from collections.abc import Mapping
from typing import Any

from ..lenient import listed, mapping
from .asked import CASE_ACTION, STEPS, field_of
from .beginnings import LANGUAGES, NEW_ACTION, in_every_language
from .desk import Desk
from .kinds import FIELD_TITLES, STEP_TITLES
from .parts import Definition, UnknownPart, free_name


def new_part(
    definition: Mapping[str, Any], path_kind: str, kind: str, *, after: str | None = None
) -> tuple[Definition, str]:
    """A definition with one more ``steps``, ``fields`` or ``case_actions``, and its path.

    ``kind`` is the kind of step, ``action:<key>`` for an action of the vocabulary, or the type of
    the field. A step goes in behind the step ``after``: that leads to it, and it to where that
    led. Otherwise it stands before the ends and leads to one. ``UnknownPart`` for a kind that
    there is not.
    """
    made = copy.deepcopy(dict(definition))
    desk = Desk(made, "en")
    match path_kind:
        case "steps":
            return _step(made, desk, kind, after)
        case "fields":
            return _field(made, desk, kind)
        case "case_actions":
            part = {
                **mapping(CASE_ACTION.fresh(desk)),
                "key": free_name(definition, "case_actions", "action"),
                "label": in_every_language(NEW_ACTION),
            }
            return _appended(made, "case_actions", part, "key")
    raise UnknownPart(path_kind)


def _step(
    definition: Definition, desk: Desk, kind: str, after: str | None
) -> tuple[Definition, str]:
    kind, _colon, named = kind.partition(":")
    if kind not in STEPS:
        raise UnknownPart(kind)
    steps = listed(definition.get("steps"))
    target = _target(steps, after)
    wanted = named if kind == "action" and named else kind
    step: dict[str, Any] = {
        "id": free_name(definition, "steps", wanted),
        "kind": kind,
        "title": title_of(desk, kind, named),
    }
    step |= {
        key: target if key in {"next", "otherwise"} else _led(value, target)
        for key, value in mapping(STEPS[kind].fresh(desk)).items()
        if key not in step
    }
    if named and kind in {"action", "event"}:
        step[kind] = named
    index = _index(steps, after, kind)
    definition["steps"] = [*steps[:index], step, *steps[index:]]
    before = mapping(steps[index - 1]) if after is not None and index else {}
    if before.get("id") == after and before.get("next") == target and "next" in before:
        definition["steps"][index - 1] = {**before, "next": step["id"]}
    if kind == "parallel":
        definition = _with_block(definition, step, target)
    return definition, f"steps/{step['id']}"


def title_of(desk: Desk, kind: str, named: str = "") -> dict[str, str]:
    """What a new step is called."""
    known = desk.vocabulary.action(named) or desk.vocabulary.event(named) if named else None
    if known is not None:
        return {key: known.label[key] for key in LANGUAGES if key in known.label}
    return in_every_language(STEP_TITLES[kind])


def _target(steps: list[Any], after: str | None) -> str:
    """Where a new step leads: to where the one before it led, or to an end."""
    found = [mapping(step) for step in steps]
    for step in found:
        if step.get("id") == after and isinstance(step.get("next"), str):
            return str(step["next"])
    ends = (step.get("id") for step in found if step.get("kind") == "end")
    return str(next(ends, found[-1].get("id", "") if found else ""))


def _index(steps: list[Any], after: str | None, kind: str) -> int:
    found = [mapping(step) for step in steps]
    for index, step in enumerate(found):
        if step.get("id") == after:
            return index + 1
    kinds = [] if kind == "end" else [step.get("kind") for step in found]
    return kinds.index("end") if "end" in kinds else len(found)


def _led(value: Any, target: str) -> Any:
    """Defaults name the last step; the new one leads to ``target`` instead."""
    if isinstance(value, list):
        return [{**one, "to": target} if "to" in mapping(one) else one for one in value]
    return value


def _with_block(definition: Definition, step: dict[str, Any], target: str) -> Definition:
    """A parallel step with a task in each of two branches, and the step that waits for both."""
    join = free_name(definition, "steps", f"{step['id']}_done")
    steps = definition["steps"]
    index = steps.index(step) + 1
    desk = Desk(definition, "en")
    tasks: list[dict[str, Any]] = []
    for _branch in range(2):
        made = {**definition, "steps": [*steps, *tasks]}
        task = {
            "id": free_name(made, "steps", "task"),
            "kind": "task",
            "title": title_of(desk, "task"),
            **{k: _led(v, join) for k, v in mapping(STEPS["task"].fresh(desk)).items()
               if k not in {"id", "title"}},
        }  # fmt: skip
        # Both are open at once: a key that is there twice would not say which is meant.
        for outcome in task["outcomes"] if tasks else ():
            outcome["key"] += "_2"
        tasks.append(task)
    step["branches"] = [{"to": task["id"]} for task in tasks]
    step["join"] = join
    end = {"id": join, "kind": "join", "title": title_of(desk, "join"), "next": target}
    return {**definition, "steps": [*steps[:index], *tasks, end, *steps[index:]]}


def _field(definition: Definition, desk: Desk, kind: str) -> tuple[Definition, str]:
    personal = desk.vocabulary.personal_type(kind)
    if kind not in FIELD_TITLES and personal is None:
        raise UnknownPart(kind)
    label = dict(personal.label) if personal else in_every_language(FIELD_TITLES[kind])
    key = free_name(definition, "fields", kind)
    part: dict[str, Any] = {"key": key, "type": kind, "label": label}
    part |= {
        key: value for key, value in mapping(field_of(kind).fresh(desk)).items() if key not in part
    }
    if personal:
        part["personal"] = True
    return _appended(definition, "fields", part, "key")


def _appended(
    definition: Definition, kind: str, part: dict[str, Any], name: str
) -> tuple[Definition, str]:
    definition[kind] = [*listed(definition.get(kind)), part]
    return definition, f"{kind}/{part[name]}"
