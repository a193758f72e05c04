"""Positions of steps on the canvas."""

import math
from collections.abc import Mapping
from typing import Any

from workflows.engine.models import Definition

from .lenient import listed, mapping
from .models import Layout

FARTHEST = 1_000_000
Positions = dict[str, dict[str, float]]


def positions_of(definition: Definition) -> Positions:
    layout = Layout.objects.filter(definition=definition).first()
    return dict(layout.positions) if layout else {}


def keep_positions(definition: Definition, positions: Mapping[str, Any]) -> Positions:
    """Keep where the steps of the draft stand; what is no step or no place is left out."""
    found = (mapping(step).get("id") for step in listed(definition.draft.get("steps")))
    steps = {one for one in found if isinstance(one, str)}
    kept = {
        step: {"x": place["x"], "y": place["y"]}
        for step, place in positions.items()
        if step in steps and _is_place(place)
    }
    Layout.objects.update_or_create(definition=definition, defaults={"positions": kept})
    return kept


def _is_place(place: object) -> bool:
    found = mapping(place)
    return all(
        isinstance(number, int | float)
        and not isinstance(number, bool)
        and math.isfinite(number)
        and abs(number) <= FARTHEST
        for number in (found.get("x"), found.get("y"))
    )
