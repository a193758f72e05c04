"""The OpenAPI document tells what everything means, with values to try that are valid."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from api.reference.document import described_document, document
from api.reference.introduction import GROUPS
from api.reference.meanings import MEANINGS, OF
from api.reference.properties import VARIANT
from api.reference.values import BODIES, PARAMETERS, PROPERTIES
from api.reference.values import OF as VALUES_OF
from tests.conventions.document import METHODS

DOCUMENT = described_document()
SCHEMAS = DOCUMENT["components"]["schemas"]


def valid(value: Any, schema: Any) -> bool:
    whole = {**schema, "components": DOCUMENT["components"]}
    checker = Draft202012Validator.FORMAT_CHECKER
    return Draft202012Validator(whole, format_checker=checker).is_valid(value)


def parameters() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in DOCUMENT["paths"].items():
        for method in METHODS & item.keys():
            for parameter in item[method].get("parameters", []):
                yield path, parameter


def properties() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for shape, schema in SCHEMAS.items():
        for name, each in schema.get("properties", {}).items():
            yield shape, name, each


def test_every_property_says_what_it_is() -> None:
    assert [(shape, name) for shape, name, each in properties() if "description" not in each] == []


def test_every_meaning_is_used() -> None:
    shapes: dict[str, set[str]] = {}
    for shape, name, _each in properties():
        found = VARIANT.match(shape)
        shapes.setdefault(found["name"] if found else shape, set()).add(name)
    told = {each["description"] for _shape, _name, each in properties()}
    names = set().union(*shapes.values())
    assert [name for name, text in MEANINGS.items() if name not in names or text not in told] == []
    assert [
        (shape, name)
        for shape, own in OF.items()
        for name in own
        if name not in shapes.get(shape, set())
    ] == []


def test_every_parameter_has_a_value_to_try_and_it_is_valid() -> None:
    found = list(parameters())
    assert [(path, one["name"]) for path, one in found if "example" not in one] == []
    wrong = [(p, one["name"]) for p, one in found if not valid(one["example"], one["schema"])]
    assert wrong == []
    names = {one["name"] for _path, one in found}
    assert {name for _place, name in PARAMETERS} - names == set()


def test_values_of_properties_and_bodies_are_valid() -> None:
    tried = [
        (shape, name, each)
        for shape, name, each in properties()
        if len(each.get("examples", [])) == 1
    ]
    assert [(s, n) for s, n, each in tried if not valid(each["examples"][0], each)] == []
    assert PROPERTIES.keys() - {name for _shape, name, _each in tried} == set()
    shown = {(shape, name): each["examples"] for shape, name, each in tried}
    told = {(shape, name): [v] for shape, own in VALUES_OF.items() for name, v in own.items()}
    assert {place: shown.get(place) for place in told} == told
    assert [name for name, body in BODIES.items() if not valid(body, SCHEMAS[name])] == []


def test_the_main_shapes_show_values() -> None:
    service = SCHEMAS["ServiceItem"]["properties"]
    assert service["price"] | {"title": ""} == {
        "type": "integer",
        "title": "",
        "description": "For one `unit`. In minor units of the currency (fen, cents).",
        "examples": [1200],
    }
    # A number of bands of prices is no price.
    assert "examples" not in SCHEMAS["Facets"]["properties"]["price"]
    assert SCHEMAS["ServiceItemSelected"]["properties"]["price"] == service["price"]
    assert SCHEMAS["OptionBody"]["properties"]["price"]["description"].startswith("What one adds")


def test_every_group_says_what_it_is_for() -> None:
    whole = document()
    assert {tag["name"]: tag["description"] for tag in whole["tags"]} == GROUPS
    assert "Idempotency-Key" in whole["info"]["description"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["services/", "packages/", "articles/", "posts/", "reviews/", "training/", "search/"]
)
def test_a_list_takes_the_values_of_its_parameters(path: str, client: Client) -> None:
    """Each by itself; what needs another parameter, or a row, says so."""
    address = f"/api/v1/{path}"
    asked = [one for one in DOCUMENT["paths"][address]["get"]["parameters"] if one["in"] == "query"]
    refused = {}
    for one in asked:
        value = {True: "true"}.get(one["example"], str(one["example"]))
        answer = client.get(
            address, ({"q": "clean"} if path == "search/" else {}) | {one["name"]: value}
        )
        if answer.status_code != 200:
            problem = answer.json()
            refused[one["name"]] = [e["type"] for e in problem["errors"]] or problem["code"]
    assert refused == {
        "posts/": {"mine": "not_authenticated"},
        "services/": {"category": ["unknown_category"], "radius_km": ["near_missing"]},
        "search/": {"category": ["unknown_category"]},
    }.get(path, {})
