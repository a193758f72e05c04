"""What the house does to the process of orders and to what is ordered, through HTTP alone."""

from copy import deepcopy
from typing import Any

from tests.journeys.desk import Desk, found, lines
from tests.journeys.people import Person

BINDINGS = "snippets/orders/processbinding"


def with_a_call(definition: dict[str, Any]) -> dict[str, Any]:
    """After the acceptance somebody of support calls the customer."""
    definition = deepcopy(definition)
    steps = {step["id"]: step for step in definition["steps"]}
    steps["accepted"]["next"] = "call_customer"
    definition["steps"].append(
        {
            "id": "call_customer",
            "kind": "task",
            "title": {"en": "Call the customer", "zh-hans": "致电客户"},
            "stage": "accepted",
            "who": {"roles": ["support"]},
            "outcomes": [
                {"key": "confirm", "label": {"en": "Done", "zh-hans": "已致电"}, "to": "depart"}
            ],
        }
    )
    return definition


def publish(operator: Person, key: str, definition: dict[str, Any], *, etag: str) -> int:
    """Save the draft and publish it; answers the version's number."""
    body = {"definition": definition, "note": "Call first"}
    operator.put(f"processes/{key}/draft/", body, etag=etag)
    version = operator.post(f"processes/{key}/draft/publish/", {"note": "Call first"}, expect=201)
    return int(version["number"])


def bind(desk: Desk, category: str, process: str, *, instead: bool = False) -> None:
    """Let a category follow a process; ``instead`` of the one category that follows one now."""
    form = f"{BINDINGS}/add/"
    if instead:
        form = found(rf'href="/admin/({BINDINGS}/edit/\d+/)"', desk.read(f"{BINDINGS}/"))
    option = found(rf'<option value="(\d+)"[^>]*>{process}</option>', desk.read(form))
    desk.send(form, {"category": desk.category(category), "process": option})


def add_category(desk: Desk, key: str, name: str, *, below: str) -> None:
    """A category in English, below the one of the name."""
    form = {
        "key": key,
        "name_en": name,
        "name_zh-hans": "",
        "description_en": "",
        "description_zh-hans": "",
        "parent": desk.category(below),
        "icon": "",
        "picture": "",
        "position": "0",
    }
    desk.send("snippets/services/category/add/", form)


def add_service(desk: Desk, key: str, title: str, *, category: str, home: int) -> None:
    """A published service of 100.00 and an hour, in English, by somebody who may publish."""
    values = {"title": title, "summary": "", "price": "100.00", "duration": "60"}
    for name in ("included", "tools", "body"):
        values |= lines(name, [])
    values |= {"slug": key, "category": desk.category(category)}
    page = desk.create("services/servicepage", below=home, **values)
    desk.save(page, "action-publish", **values)
