"""Definitions in and out of JSON."""

import difflib
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..problems import Problem
from ..refusals import InvalidDefinition
from .process import ProcessDefinition

# The tags of a condition, which pydantic puts into the path beside the keys.
CONDITION_TAGS = frozenset({"cel", "comparison", "all", "any"})


def parse(data: object) -> ProcessDefinition:
    """Read a definition from decoded JSON, or raise ``InvalidDefinition`` with its problems."""
    try:
        return ProcessDefinition.model_validate(data)
    except ValidationError as error:
        found = error.errors(include_url=False)
    raise InvalidDefinition(
        [_problem(detail, data) for detail in found if not _is_echo(detail, found)]
    )


def as_json(definition: ProcessDefinition) -> dict[str, Any]:
    """The definition as JSON, without what equals the defaults.

    Leaving defaults out keeps the hash of a version when the language of definitions grows.
    """
    return definition.model_dump(mode="json", exclude_defaults=True)


def content_hash(definition: ProcessDefinition) -> str:
    """SHA-256, as 64 hex digits, of the definition's canonical JSON (sorted keys, no spaces)."""
    canonical = json.dumps(
        as_json(definition), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def definition_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a definition."""
    schema = ProcessDefinition.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _problem(detail: ErrorDetails, data: object) -> Problem:
    loc = detail["loc"]
    step = _step_of(loc, data)
    place = _place(loc, data, step)
    code = {
        "missing": "missing",
        "extra_forbidden": "unknown_key",
        "union_tag_invalid": "unknown_kind",
        "union_tag_not_found": "missing",
    }.get(detail["type"], "malformed")
    return Problem("error", step, code, f"{place}: {_advice(detail)}")


def _advice(detail: ErrorDetails) -> str:
    """What to do about one of pydantic's findings."""
    last = str(detail["loc"][-1]) if detail["loc"] else ""
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return f"add “{last}”, it is required."
        case "extra_forbidden":
            return f"“{last}” is not known here; remove it or correct its name."
        case "union_tag_not_found":
            return "add “kind”, it says what kind of step this is."
        case "union_tag_invalid":
            known = str(context.get("expected_tags", "")).replace("'", "")
            near = difflib.get_close_matches(str(context.get("tag")), known.split(", "), n=1)
            hint = f" Did you mean “{near[0]}”?" if near else ""
            return f"“{context.get('tag')}” is no kind of step; use one of {known}.{hint}"
        case "string_pattern_mismatch":
            return (
                f"“{detail['input']}” is no key; use small letters, digits and underscores, "
                "beginning with a letter."
            )
        case "literal_error":
            return f"“{last}” must be one of {context.get('expected', '')}."
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"“{last}” is an object in braces." if last else "it is an object in braces."
        case "tuple_type":
            return f"“{last}” is a list in square brackets."
        case "string_type":
            return f"“{last}” is a text in quotation marks."
        case "too_short":
            return f"“{last}” needs at least {context.get('min_length')} entry or entries."
        case "value_error" | "condition":
            message = detail["msg"].removeprefix("Value error, ")
            return f"“{last}”: {message}."
        case _:
            return f"“{last}”: {detail['msg'][:1].lower()}{detail['msg'][1:]}."


def _step_of(loc: tuple[int | str, ...], data: object) -> str:
    if len(loc) < 2 or loc[0] != "steps" or not isinstance(data, Mapping):
        return ""
    steps, index = data.get("steps"), loc[1]
    if isinstance(steps, list) and isinstance(index, int) and index < len(steps):
        step = steps[index]
        if isinstance(step, Mapping) and isinstance(step.get("id"), str):
            return str(step["id"])
    return ""


def _place(loc: tuple[int | str, ...], data: object, step: str) -> str:
    """Where the problem is, in words: ``Step “review”, outcomes 1``."""
    rest = list(loc)
    words: list[str] = []
    if step:
        words.append(f"Step “{step}”")
        # Without "steps", the index, and the kind, which pydantic puts into a step's path.
        rest = rest[3:]
    for part in rest[:-1]:
        if isinstance(part, int):
            words[-1:] = [f"{words[-1]} {part + 1}" if words else str(part + 1)]
        elif part not in CONDITION_TAGS:
            words.append(part)
    return ", ".join(words) or "The definition"


def _is_echo(detail: ErrorDetails, found: list[ErrorDetails]) -> bool:
    """Pydantic counts broken entries as missing: leave that out beside what broke them."""
    loc = detail["loc"]
    return detail["type"] == "too_short" and any(
        len(other["loc"]) > len(loc) and other["loc"][: len(loc)] == loc for other in found
    )
