"""Definitions in and out of JSON."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..problems import Problem, said
from ..refusals import InvalidDefinition
from ..texts import localized
from .advice import advice
from .limits import beyond_limits
from .process import ProcessDefinition

# The tags of a condition, which pydantic puts into the path beside the keys.
CONDITION_TAGS = frozenset({"cel", "comparison", "all", "any"})


def parse(data: object) -> ProcessDefinition:
    """Read a definition from decoded JSON, or raise ``InvalidDefinition`` with its problems."""
    if problems := beyond_limits(data):
        raise InvalidDefinition(problems)
    try:
        return ProcessDefinition.model_validate(data)
    except ValidationError as error:
        found = error.errors(include_url=False)
    raise InvalidDefinition(
        [_problem(detail, data) for detail in found if not _is_echo(detail, found)]
    )


def outline(data: object) -> tuple[str, str]:
    """The key and the kind of a definition that somebody is still writing; nothing else of it
    need be readable. ``InvalidDefinition`` for what is beyond the limits, or has neither.
    """
    if problems := beyond_limits(data):
        raise InvalidDefinition(problems)
    key, kind = (data.get(name) if isinstance(data, Mapping) else None for name in ("key", "kind"))
    steps = data.get("steps", []) if isinstance(data, Mapping) else None
    if not (isinstance(key, str) and isinstance(kind, str) and isinstance(steps, list)):
        text = _("A definition has a “key”, a “kind” and a list of “steps”.")
        raise InvalidDefinition([Problem("error", "", "malformed", text)])
    return key, kind


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
    step, title = _step_of(loc, data)
    place = _place(loc, title)
    code = {
        "missing": "missing",
        "extra_forbidden": "unknown_key",
        "union_tag_invalid": "unknown_kind",
        "union_tag_not_found": "missing",
    }.get(detail["type"], "malformed")
    return Problem("error", step, code, said(place, advice(detail)))


def _step_of(loc: tuple[int | str, ...], data: object) -> tuple[str, str]:
    """The id of the step in which something is wrong, and its title as far as it has one."""
    if len(loc) < 2 or loc[0] != "steps" or not isinstance(data, Mapping):
        return "", ""
    steps, index = data.get("steps"), loc[1]
    if isinstance(steps, list) and isinstance(index, int) and index < len(steps):
        step = steps[index]
        if isinstance(step, Mapping) and isinstance(step.get("id"), str):
            return step["id"], _title(step.get("title")) or step["id"]
    return "", ""


def _title(text: object) -> str:
    if not isinstance(text, Mapping):
        return ""
    words = localized({"en": "", **text}, get_language() or "en")
    return words if isinstance(words, str) else ""


def _place(loc: tuple[int | str, ...], title: str) -> str:
    """Where the problem is, in words: ``Step “Review”, outcomes 1``."""
    rest = list(loc)
    words: list[str] = []
    if title:
        words.append(_("Step “%(step)s”") % {"step": title})
        # Without "steps", the index, and the kind, which pydantic puts into a step's path.
        rest = rest[3:]
    for part in rest[:-1]:
        if isinstance(part, int):
            words[-1:] = [f"{words[-1]} {part + 1}" if words else str(part + 1)]
        elif part not in CONDITION_TAGS:
            words.append(part)
    return ", ".join(words) or _("The definition")


def _is_echo(detail: ErrorDetails, found: list[ErrorDetails]) -> bool:
    """Pydantic counts broken entries as missing: leave that out beside what broke them."""
    loc = detail["loc"]
    return detail["type"] == "too_short" and any(
        len(other["loc"]) > len(loc) and other["loc"][: len(loc)] == loc for other in found
    )
