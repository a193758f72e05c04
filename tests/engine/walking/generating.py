"""Definitions of random shape, of every kind of step that the engine runs.

They are built from sequences, so that they pass the check: a sequence has one entry and leads to
one step; a branch of a decision or of a parallel block is a sequence again. Ways out of blocks
lead to the end ``stopped`` or to the task ``gate``. Each branch of a block reads and writes fields
of its own: which of two branches is first is nobody's promise.
"""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from tests.engine.processes import end, process, step, text

from . import nested
from .making import (
    APPROVERS,
    FLAGS,
    NUMBERS,
    Making,
    Place,
    add,
    condition,
    deadline,
    deeper,
    form,
    on_error,
)


def person(making: Making, place: Place, following: str, kind: str) -> str:
    name = making.name(kind)
    asked = form(making, place)
    votes = ("for", "against", None)
    outcomes = []
    for number in range(making.random.randint(1, 3) if kind == "task" else 3):
        target = (
            following if number == 0 else making.one_of([*[following] * 5, name, "stopped", "gate"])
        )
        outcome: dict[str, Any] = {"key": f"{name}_{number}", "label": text("x"), "to": target}
        if kind == "approval" and votes[number]:
            outcome["vote"] = votes[number]
        if number and making.maybe(3):
            outcome["when"] = condition(making, place)
        if number and asked and making.maybe(3):
            outcome["requires"] = [asked[0]["field"]]
        outcomes.append(outcome)
    values: dict[str, Any] = {"form": asked, "outcomes": outcomes, "who": {"roles": ["reviewer"]}}
    if kind == "approval":
        rule: dict[str, Any] = {"mode": making.one_of(["any", "all", "n_of_m"])}
        rule["order"] = making.one_of(["together", "in_turn"])
        if rule["mode"] == "n_of_m":
            rule["n"] = 2
        values |= {"rule": rule, "who": {"users": list(APPROVERS)}}
    if making.maybe(3):
        values["deadline"] = deadline(making, place, following)
    return add(making, place, name, kind, **values)


def action(making: Making, place: Place, following: str) -> str:
    name, way = making.name("action"), on_error(making, place, following)
    kind = making.one_of(["weigh", "weigh", "stamp", "refuse"])
    values: dict[str, Any] = {"action": kind, "next": following, **way}
    if kind == "weigh":
        values["parameters"] = {"grams": {"value": 2000}}
        if place.numbers and making.maybe(2):
            cel = f"data.{making.one_of(place.numbers)} > 5 ? 2000 : 1500"
            values["parameters"] = {"grams": {"cel": cel}}
        if place.flags:
            values["save"] = {making.one_of(place.flags): "heavy"}
    elif kind == "refuse" and making.maybe(3):
        values["undo_on_refusal"] = True
    return add(making, place, name, "action", **values)


def decision(making: Making, place: Place, following: str) -> str:
    cases = [
        {"when": condition(making, place), "to": ways(making, place, following)}
        for _number in range(making.random.randint(1, 2))
    ]
    name = making.name("decision")
    otherwise = ways(making, place, following)
    error_way = on_error(making, place, following)
    return add(making, place, name, "decision", cases=cases, otherwise=otherwise, **error_way)


def table(making: Making, place: Place, following: str) -> str:
    if not place.numbers:
        return decision(making, place, following)
    name, policy = making.name("table"), making.one_of(["first", "first", "unique", "collect"])
    column, bound = making.one_of(place.numbers), making.random.randint(-1, 6)
    written = making.one_of(place.numbers)
    output = {"field": written}
    if policy == "collect":
        output["collect"] = making.one_of(["sum", "min", "max", "count"])
    cells: list[Any] = [{"op": "<", "value": bound}, {"min": bound, "below": bound + 4},
                        {"op": ">=", "value": bound + 4}]  # fmt: skip
    if policy != "unique":
        # Some take what rows before them took; an empty cell takes what has no value, too.
        cells[2] = making.one_of([cells[2], {"op": "is_not_set"}, None])
        making.random.shuffle(cells)
    rows: list[dict[str, Any]] = [
        {"cells": [cell], "values": [making.one_of([None, 1, 5])]} for cell in cells
    ]
    if policy != "collect":
        for row in rows:
            if making.maybe():
                row["to"] = ways(making, place, following)
    values: dict[str, Any] = {"policy": policy, "rows": rows, "next": following}
    is_complete = policy == "unique" or None in cells
    if policy != "collect" and (not is_complete or making.maybe()):
        values["otherwise"] = ways(making, place, following)
    values |= on_error(making, place, following)
    columns = [{"var": f"data.{column}"}]
    return add(making, place, name, "table", inputs=columns, outputs=[output], **values)


def ways(making: Making, place: Place, following: str) -> str:
    if place.depth >= 3 or making.maybe(2):
        return following
    return sequence(making, deeper(place), following)


def parallel(making: Making, place: Place, following: str) -> str:
    name, join = making.name("parallel"), making.name("join")
    count = making.random.randint(2, 3)
    around = replace(place, stages=place.stages and (making.one_of(place.stages),))
    branches: list[dict[str, Any]] = []
    for number in range(count):
        inside = deeper(
            place,
            numbers=place.numbers[number::count],
            flags=place.flags[number::count],
            may_leave=place.may_leave and number == 0,
            stages=around.stages if number == 0 else (),
        )
        branch: dict[str, Any] = {"to": sequence(making, inside, join, least=1)}
        if making.maybe(4):
            branch["when"] = condition(making, place)
        branches.append(branch)
    add(making, deeper(place, stages=()), join, "join", next=following)
    error_way = on_error(making, place, following)
    return add(making, around, name, "parallel", branches=branches, join=join, **error_way)


def event(making: Making, place: Place, following: str) -> str:
    name = making.name("event")
    values: dict[str, Any] = {"event": making.one_of(["scanned", "lost"]), "next": following}
    if values["event"] == "scanned" and place.numbers:
        values["save"] = {making.one_of(place.numbers): "grams"}
    if making.maybe(3):
        values["deadline"] = deadline(making, place, following)
    return add(making, place, name, "event", **values)


def timer(making: Making, place: Place, following: str) -> str:
    name = making.name("timer")
    if making.maybe(2):
        return add(making, place, name, "timer", next=following, after=making.span())
    seconds = making.random.randint(100, 9000) * 100 + making.made
    until = f"now + duration('{seconds}s')"
    if place.numbers and making.maybe(2):
        until = f"data.{making.one_of(place.numbers)} > 3 ? {until} : {until}"
    error_way = on_error(making, place, following)
    return add(making, place, name, "timer", next=following, until={"cel": until}, **error_way)


def notice(making: Making, place: Place, following: str) -> str:
    words = {"subject": text("Hello {case.number}"), "body": text("At {case.stage}")}
    name, people = making.name("notice"), {"roles": ["operator"]}
    return add(making, place, name, "notice", to=people, next=following, **words)


KINDS: dict[str, Callable[[Making, Place, str], str]] = {
    "task": lambda *given: person(*given, "task"),
    "approval": lambda *given: person(*given, "approval"),
    "event": event,
    "timer": timer,
    "notice": notice,
    "webhook": nested.webhook,
    "subprocess": nested.subprocess,
    "items": nested.items,
    "table": table,
    "decision": decision,
    "action": action,
    "parallel": parallel,
}


def sequence(making: Making, place: Place, following: str, *, least: int = 1) -> str:
    """Some steps one after the other; answers the first of them."""
    # Those that come last come more often.
    kinds = [kind for kind in KINDS if place.depth < 3 or kind not in {"decision", "parallel"}]
    for _number in range(making.random.randint(least, least + 2)):
        following = KINDS[making.one_of([*kinds, *kinds[-2:]])](making, place, following)
    return following


def definition(random: Random) -> dict[str, Any]:
    """A definition of parcels."""
    making = Making(random)
    place = Place(NUMBERS, FLAGS)
    first = sequence(making, place, "done", least=4)
    gate = {
        "form": form(making, place),
        "outcomes": [
            {"key": "pass_gate", "label": text("x"), "to": first},
            {"key": "stop_gate", "label": text("x"), "to": "stopped"},
        ],
        "who": {"roles": ["reviewer"]},
    }
    # Everything is asked for at the start, so that no field is read that nothing writes.
    asked = [{"field": key, "required": making.maybe(9)} for key in (*NUMBERS, *FLAGS)]
    asked.append({"field": "rows", "required": making.maybe(9)})
    begin = step("begin", "start", who={"roles": ["customer"]}, form=asked, next="gate")
    return process(
        begin | ({"stage": "posted"} if making.maybe(2) else {}),
        step("gate", "task", **gate),
        *reversed(making.steps),
        end("done", result="done", stage="delivered"),
        end("stopped", result="stopped"),
        key="walked",
        kind="parcel",
        fields=[
            *({"key": key, "type": "int", "label": text(key)} for key in NUMBERS),
            *({"key": key, "type": "boolean", "label": text(key)} for key in FLAGS),
            nested.ROWS,
        ],
        case_actions=[
            {
                "key": "withdraw",
                "label": text("Withdraw"),
                "who": {"roles": ["operator"]},
                "when": condition(making, place),
                "form": form(making, place),
                "to": "stopped",
            }
        ],
    )
