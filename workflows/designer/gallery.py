"""Templates to begin a process with: definitions as JSON files, each sound as it is."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

EMPTY = "empty"
FOLDER = Path(__file__).parent / "starters"


@cache
def templates() -> Mapping[str, Mapping[str, Any]]:
    """The definitions of the gallery by their keys, the empty one first."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")]
    found.sort(key=lambda definition: (definition["key"] != EMPTY, definition["key"]))
    return {definition["key"]: definition for definition in found}


def begun_from(
    definition: Mapping[str, Any], *, key: str, title: Mapping[str, str]
) -> dict[str, Any]:
    """A definition like ``definition`` under a key and a title of its own, which it describes
    no more.
    """
    kept = {name: value for name, value in definition.items() if name != "description"}
    return {**kept, "key": key, "title": dict(title)}
