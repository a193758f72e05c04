"""The OpenAPI document: one for all, kept as a snapshot, and complete."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import Page

from api.reference.document import document, document_text, own_document
from cms.delivery.registry import registry
from cms.pages.actions import ensure_site
from tests.permissions.routes import discovered

SNAPSHOT = Path(settings.BASE_DIR) / "tests" / "openapi.json"
METHODS = {"get", "post", "put", "patch", "delete"}


def operations(paths: dict) -> set[tuple[str, str]]:
    return {(m.upper(), path) for path, item in paths.items() for m in METHODS & item.keys()}


def test_the_snapshot_is_the_code() -> None:
    assert SNAPSHOT.read_text(encoding="utf-8") == document_text(), "run: manage.py openapi"


def test_every_route_of_ours_is_in_it() -> None:
    page_of_the_document = ("GET", "/api/v1/docs/")
    assert operations(own_document()["paths"]) == discovered() - {page_of_the_document}


def test_every_parameter_says_what_it_is() -> None:
    silent = [
        (path, parameter["name"])
        for path, item in document()["paths"].items()
        for method in METHODS & item.keys()
        for parameter in item[method].get("parameters", [])
        if "$ref" not in parameter and not parameter.get("description")
    ]
    assert silent == []


def test_signing_in_and_wagtails_own_api_are_in_it() -> None:
    paths = document()["paths"]
    assert {"post"} <= paths["/api/v1/auth/code/confirm"].keys()
    assert {"get"} <= paths["/api/cms/v3/pages/"].keys()


def test_wagtails_own_api_takes_our_token_and_nobody_without_one() -> None:
    """Its own document has it that anyone may read, by a scheme that OpenAPI does not know."""
    whole = document()
    assert whole["components"]["securitySchemes"].keys() == {"bearer"}
    needs = [
        item[method]["security"]
        for path, item in whole["paths"].items()
        if path.startswith("/api/cms/v3/")
        for method in METHODS & item.keys()
    ]
    assert needs == [[{"bearer": []}]] * len(needs)


def test_headers_are_told() -> None:
    paths = document()["paths"]
    answers = paths["/api/v1/services/"]["get"]["responses"]
    assert {status: [*answer.get("headers", {})] for status, answer in answers.items()} == {
        "200": ["RateLimit-Policy", "RateLimit", "ETag"],
        "304": ["RateLimit-Policy", "RateLimit", "ETag"],
        "400": [],
        "401": [],
        "406": [],
        "429": ["RateLimit-Policy", "RateLimit", "Retry-After"],
        "503": [],
    }
    assert "headers" not in paths["/api/v1/auth/code/confirm"]["post"]["responses"]["200"]


def test_operation_ids_are_unique_and_references_lead_somewhere() -> None:
    whole = document()
    ids = [
        item[method]["operationId"]
        for item in whole["paths"].values()
        for method in METHODS & item.keys()
        if "operationId" in item[method]
    ]
    assert len(ids) == len(set(ids))
    for reference in references(whole):
        kind, name = reference.removeprefix("#/components/").split("/", 1)
        assert name in whole["components"][kind], reference


def references(node: object) -> set[str]:
    if isinstance(node, list):
        return set().union(*map(references, node))
    if not isinstance(node, dict):
        return set()
    own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
    return own.union(*map(references, node.values()))


@pytest.mark.django_db
def test_it_is_served_with_an_etag(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.content.decode() == document_text()
    again = client.get("/api/v1/openapi.json", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_the_front_leads_to_what_there_is(client: Client) -> None:
    ensure_site(titles={"en": "Doorstep", "zh-hans": "到家"})
    ways = client.get("/api/v1/").json()
    assert {name: client.get(way).status_code for name, way in ways.items()} == {
        "openapi": 200,
        "docs": 200,
        "site": 200,
        "auth": 200,
    }


@pytest.mark.django_db
def test_a_page_may_have_the_shape_of_any_kind() -> None:
    answer = own_document()["paths"]["/api/v1/pages/{id}/"]["get"]["responses"]["200"]
    shapes = answer["content"]["application/json"]["schema"]["anyOf"]
    names = {shape["$ref"].rsplit("/", 1)[1] for shape in shapes}
    builders = {each.build for each in registry.types.values() if issubclass(each.model, Page)}
    assert len(names) == len(builders)
    assert {"ServiceBodySelected", "CourseBodySelected", "LandingBodySelected"} <= names


def test_the_page_that_reads_it_fetches_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/v1/docs/").content.decode()
    assert "http://" not in page and "https://" not in page
    assert 'data-document="/api/v1/openapi.json"' in page
