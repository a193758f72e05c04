"""What definitions of random shape are made of: places, conditions, ways, times."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from tests.engine.processes import step, text

NUMBERS = ("i0", "i1", "i2", "i3", "i4", "i5")
FLAGS = ("b0", "b1", "b2")
APPROVERS = ("reviewer", "support", "finance")


@dataclass
class Making:
    """A definition while it is made. ``depth``: how many blocks are around."""

    random: Random
    steps: list[dict[str, Any]] = field(default_factory=list)
    made: int = 0

    def name(self, kind: str) -> str:
        self.made += 1
        return f"{kind}{self.made}"

    def span(self) -> str:
        """A time that nothing else takes, so that nothing is due at the same instant."""
        self.made += 1
        return f"PT{self.random.randint(1, 9)}H{self.made % 60}M{(self.made * 7) % 60}S"

    def maybe(self, chance: int = 3) -> bool:
        return bool(self.random.randint(1, chance) == chance)

    def one_of(self, values: Sequence[Any]) -> Any:
        return self.random.choice(values)


@dataclass(frozen=True)
class Place:
    """Where a sequence is: the fields that are its own, and how deep it lies."""

    numbers: tuple[str, ...]
    flags: tuple[str, ...]
    depth: int = 0
    may_leave: bool = True
    # Those that its steps may set. Which of two branches is first is nobody's promise, so one
    # alone sets a stage, always the same, and the others do not ask for it.
    stages: tuple[str, ...] = ("posted", "held")


def condition(making: Making, place: Place) -> dict[str, Any]:
    """On the place's own fields; without a guard it may fail."""
    if not place.numbers or making.maybe(5):
        known = ["case.stage == 'posted'"] if place.stages else []
        return {"cel": making.one_of([*known, "true", "false"])}
    name = f"data.{making.one_of(place.numbers)}"
    bound = making.random.randint(-2, 10)
    operator = making.one_of([">", "<=", "=="])
    compared = {"var": name, "op": operator, "value": bound}
    if making.maybe(4):
        return compared
    joined = making.one_of(["all", "any"])
    guard = "is_set" if joined == "all" else "is_not_set"
    return {joined: [{"var": name, "op": guard}, compared]}


def form(making: Making, place: Place) -> list[dict[str, Any]]:
    keys = [key for key in (*place.numbers, *place.flags) if making.maybe(2)]
    return [{"field": key, "required": making.maybe(6)} for key in keys]


def escape(making: Making, place: Place, following: str) -> str:
    """A target of an outcome, a deadline or an error way."""
    if not place.may_leave:
        return following
    return str(making.one_of([*[following] * 5, "stopped", "gate"]))


def deadline(making: Making, place: Place, following: str) -> dict[str, Any]:
    made: dict[str, Any] = {"after": making.span()}
    if not making.maybe(4):
        # A person's way, so it may leave any branch.
        made["then"] = making.one_of([following, "stopped", "gate"])
    if making.maybe(4):
        made["cases"] = [{"when": condition(making, place), "after": making.span()}]
    return made


def add(making: Making, place: Place, name: str, kind: str, **values: Any) -> str:
    if place.stages and making.maybe():
        values["stage"] = making.one_of(place.stages)
    if making.maybe(8):
        values["notices"] = [
            {
                "on": making.one_of(["enter", "leave"]),
                "to": {"roles": ["operator"]},
                "subject": text("At {case.stage}"),
                "body": text("Case {case.number}"),
            }
        ]
    making.steps.append(step(name, kind, **values))
    return name


def on_error(making: Making, place: Place, following: str) -> dict[str, Any]:
    return {} if making.maybe(5) else {"on_error": escape(making, place, following)}


def deeper(place: Place, **values: Any) -> Place:
    return replace(place, depth=place.depth + 1, **values)
