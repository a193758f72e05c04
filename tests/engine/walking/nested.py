"""Steps of random shape with work of their own inside: a webhook, a subprocess, rows."""

from typing import Any

from tests.engine.processes import end, process, start, task, text

from .making import Making, Place, add, deadline, on_error

ROWS = {
    "key": "rows",
    "type": "table",
    "label": text("Rows"),
    "columns": [
        {"key": "name", "type": "text", "label": text("Name"), "required": True},
        {"key": "count", "type": "int", "label": text("Count"), "rules": {"min": 0}},
        {"key": "said", "type": "text", "label": text("Said")},
    ],
}
# What every subprocess runs. It ends as "fine" or "refused".
CHILD = process(
    start("look", form=[{"field": "amount"}]),
    task("look", {"fine": "done", "refused": "no"}, form=[{"field": "note", "required": True}]),
    end(result="fine"),
    end("no", result="refused"),
    key="child",
    fields=[
        {"key": "amount", "type": "int", "label": text("Amount")},
        {"key": "note", "type": "int", "label": text("Note")},
    ],
)


def given(making: Making, place: Place) -> dict[str, Any]:
    """What is sent, which may fail."""
    if place.numbers and making.maybe(2):
        return {"amount": {"cel": f"data.{making.one_of(place.numbers)} + 1"}}
    return {"amount": {"value": 3}}


def target(making: Making, following: str) -> str:
    """A way by an answer, which may leave any branch."""
    return str(making.one_of([*[following] * 3, "stopped", "gate"]))


def shared(making: Making, place: Place, following: str) -> dict[str, Any]:
    values = {"next": following, **on_error(making, place, following)}
    if making.maybe(3):
        values["deadline"] = deadline(making, place, following)
    return values


def webhook(making: Making, place: Place, following: str) -> str:
    name, values = making.name("webhook"), shared(making, place, following)
    if place.numbers:
        values["save"] = {making.one_of(place.numbers): "scores.0"}
    url, payload = "https://scores.example.org/", given(making, place)
    return add(making, place, name, "webhook", url=url, payload=payload, **values)


def subprocess(making: Making, place: Place, following: str) -> str:
    name, values = making.name("subprocess"), shared(making, place, following)
    if place.numbers and making.maybe(2):
        values["save"] = {making.one_of(place.numbers): "note"}
    if making.maybe(2):
        values["results"] = [{"result": "refused", "to": target(making, following)}]
    data = given(making, place)
    return add(making, place, name, "subprocess", process="child", data=data, **values)


def items(making: Making, place: Place, following: str) -> str:
    name = making.name("items")
    outcomes: list[dict[str, Any]] = [
        {"key": f"{name}_found", "label": text("Found")},
        {"key": f"{name}_missing", "label": text("Missing")},
    ]
    for outcome in outcomes:
        if making.maybe(5):
            outcome["to"] = target(making, following)
    values: dict[str, Any] = {"outcomes": outcomes, "next": following}
    values["form"] = [{"column": "name", "access": making.one_of(["visible", "editable"])}]
    values["form"].append({"column": "count", "required": making.maybe(2)})
    if making.maybe(2):
        values["save_outcome"] = "said"
    if making.maybe(3):
        values["deadline"] = deadline(making, place, following)
    return add(making, place, name, "items", table="rows", who={"roles": ["reviewer"]}, **values)
