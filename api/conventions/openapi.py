"""The OpenAPI document of an operation, from its declaration.

Every status that the conventions can answer is documented; an operation adds only its own.
"""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from api.conventions.bodies import Body
from api.conventions.operations import Operation
from api.conventions.parameters import Keys

PROBLEM = {
    "type": "object",
    "description": "A problem document (RFC 9457).",
    "required": ["type", "title", "status", "detail", "code", "errors"],
    "properties": {
        "type": {"type": "string", "description": "Always about:blank: the code tells them apart."},
        "title": {"type": "string", "description": "The words of the status."},
        "status": {"type": "integer", "description": "The status of the answer."},
        "detail": {"type": "string", "description": "A sentence for people, in their language."},
        "code": {"type": "string", "description": "A word for programs, which stays as it is."},
        "errors": {
            "type": "array",
            "description": "What is wrong where, if the request is not valid; else empty.",
            "items": {"$ref": "#/components/schemas/ProblemError"},
        },
        "problems": {
            "type": "array",
            "description": "What the check found, where a definition is refused.",
            "items": {"type": "object"},
        },
    },
}
PROBLEM_ERROR = {
    "type": "object",
    "required": ["loc", "type", "msg"],
    "properties": {
        "loc": {
            "type": "array",
            "description": "The path to the value in the body, or query and a parameter's name.",
            "items": {"type": ["string", "integer"]},
        },
        "type": {"type": "string", "description": "A word for programs, which stays as it is."},
        "msg": {"type": "string", "description": "A sentence for people, in their language."},
    },
}
BEARER = {"type": "http", "scheme": "bearer"}
LINK = {"type": ["string", "null"], "format": "uri"}
NEXT = LINK | {"description": "The address of the next page, null on the last."}
PREVIOUS = LINK | {"description": "The address of the page before, null on the first."}
COUNT = {"type": "integer", "description": "How many there are in all, with count=true."}
MISSING = {
    "type": "array",
    "description": "Where single ones are asked for: those that are not there.",
    "items": {"type": "string"},
}


@dataclass(frozen=True)
class Page:
    """The answer of a list: ``{items, next, previous, count?}`` of serializers or models.

    One that may be asked for by key says then which keys are ``missing``. ``beside`` is the model
    of whatever else is said beside the items.
    """

    item: Any
    beside: Any = None


@dataclass(frozen=True)
class AnyOf:
    """The answer where several shapes are possible."""

    shapes: tuple[Any, ...]


class OperationSchema(AutoSchema):
    """Reads ``view.operations`` instead of guessing from the view."""

    @property
    def declared(self) -> Operation:
        operation: Operation = self.view.operations[self.method.lower()]  # type: ignore[attr-defined]
        return operation

    def get_operation_id(self) -> str:
        words = [part.strip("{}") for part in self.path.split("/")[3:] if part]
        return "_".join([self.method.lower(), *words]).replace("-", "_").replace(".", "_")

    def get_summary(self) -> str:
        return self.declared.summary

    def get_description(self) -> str:  # type: ignore[override]
        # A docstring of the view's own, never the one of its base.
        return inspect.cleandoc(vars(type(self.view)).get("__doc__") or "")

    def get_tags(self) -> list[str]:
        return [self.declared.tag] if self.declared.tag else self._tokenize_path()[:1]

    def get_auth(self) -> list[dict[str, list[str]]]:
        self._register("bearer", BEARER, ResolvedComponent.SECURITY_SCHEMA)
        bearer: dict[str, list[str]] = {"bearer": []}
        return [bearer] if self.declared.access.signed_in else [{}, bearer]

    def get_override_parameters(self) -> list[Any]:
        declared = self.declared
        headers = {
            "Idempotency-Key": declared.keyed,
            "If-Match": declared.if_match,
            "If-None-Match": declared.conditional,
        }
        return [
            *([declared.query] if declared.query().fields else []),
            *(
                OpenApiParameter(name, OpenApiTypes.STR, OpenApiParameter.HEADER, required=False)
                for name, taken in headers.items()
                if taken
            ),
        ]

    def get_request_serializer(self) -> Any:
        return {"application/json": self.declared.raw} if self.declared.raw else self.declared.body

    def get_response_serializers(self) -> Any:
        self._register("Problem", PROBLEM)
        self._register("ProblemError", PROBLEM_ERROR)
        answers = {
            (key if isinstance(key, tuple) else (key, "application/json")): self._answer(answer)
            for key, answer in self.declared.answers.items()
        }
        if self.declared.conditional:
            answers[304, "application/json"] = None
        problem = {"$ref": "#/components/schemas/Problem"}
        return answers | {
            (status, "application/problem+json"): problem for status in sorted(self._refusals())
        }

    def _map_serializer(
        self, serializer: Any, direction: Any, bypass_extensions: bool = False
    ) -> dict[str, Any]:
        schema: dict[str, Any] = super()._map_serializer(  # type: ignore[no-untyped-call]
            serializer, direction, bypass_extensions
        )
        if isinstance(serializer, Body):
            schema["additionalProperties"] = False
            # Said of the base class, not of this body.
            if not vars(type(serializer)).get("__doc__"):
                schema.pop("description", None)
        return schema

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        responses: dict[str, Any] = super()._get_response_bodies(direction)
        for status, response in responses.items():
            response["description"] = HTTPStatus(int(status)).phrase
        return responses

    def _refusals(self) -> set[int]:
        declared = self.declared
        # A bad token is a 401 everywhere, a bad parameter a 400, an Accept we cannot meet a 406,
        # one request too many a 429, and a database where others are in the way a 503.
        statuses = {400, 401, 406, 429, 503, *declared.refusals}
        if declared.access.signed_in and (declared.scope or declared.access.permission):
            statuses.add(403)
        if declared.body:
            statuses |= {413, 415, 422}
        if declared.keyed:
            statuses |= {409, 413, 415, 422}
        if declared.raw:
            statuses.add(413)
        if declared.if_match:
            statuses |= {412, 428}
        if "{" in self.path:
            statuses.add(404)
        return statuses

    def _answer(self, answer: Any) -> Any:
        if isinstance(answer, Page):
            return self._page(answer)
        if isinstance(answer, AnyOf):
            resolve = self._selected if self._selects() else self._reference
            return {"anyOf": [resolve(shape) for shape in answer.shapes]}
        if answer is not None and not isinstance(answer, dict | OpenApiTypes) and self._selects():
            return self._selected(answer)
        return answer

    def _page(self, page: Page) -> dict[str, Any]:
        resolve = self._selected if self._selects() else self._reference
        properties: dict[str, Any] = {
            "items": {"type": "array", "items": resolve(page.item)},
            "next": NEXT,
            "previous": PREVIOUS,
        }
        if "count" in self.declared.query().fields:
            properties["count"] = COUNT
        if any(isinstance(field, Keys) for field in self.declared.query().fields.values()):
            properties["missing"] = MISSING
        required = ["items", "next", "previous"]
        if page.beside is not None:
            beside = self.resolve_serializer(page.beside, "response").schema
            properties |= beside["properties"]
            required += beside.get("required", [])
        return {"type": "object", "required": required, "properties": properties}

    def _selects(self) -> bool:
        return "fields" in self.declared.query().fields

    def _reference(self, item: Any) -> dict[str, Any]:
        reference: dict[str, Any] = self.resolve_serializer(item, "response").ref
        return reference

    def _selected(self, item: Any) -> dict[str, Any]:
        """With ``fields=`` any property may be missing, however deep."""
        whole = self.resolve_serializer(item, "response")
        return self._partial_of(whole.name, whole.schema)

    def _partial_of(self, name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
        partial = ResolvedComponent(
            name=f"{name}Selected", type=ResolvedComponent.SCHEMA, schema={}, object=name
        )
        if partial not in self.registry:
            # Known before it is filled: a category has categories below it.
            self.registry.register(partial)
            partial.schema = self._partial(schema)
        return {"$ref": f"#/components/schemas/{partial.name}"}

    def _partial(self, schema: Any) -> Any:
        if isinstance(schema, list):
            return [self._partial(each) for each in schema]
        if not isinstance(schema, Mapping):
            return schema
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[-1]
            known = self.registry[(name, ResolvedComponent.SCHEMA)]
            if "enum" in known.schema:
                return schema
            return self._partial_of(name, known.schema)
        partial = {key: self._partial(each) for key, each in schema.items() if key != "required"}
        if "properties" in schema:
            partial["properties"] = {
                name: self._partial(each) for name, each in schema["properties"].items()
            }
        return partial

    def _register(
        self, name: str, schema: dict[str, Any], kind: Any = ResolvedComponent.SCHEMA
    ) -> dict[str, Any]:
        component = ResolvedComponent(name=name, type=kind, schema=schema, object=name)
        self.registry.register_on_missing(component)
        return {"$ref": f"#/components/schemas/{name}"}


class FieldsExtension(OpenApiSerializerFieldExtension):
    """``fields=`` and ``expand=`` are lists of known names in one string."""

    target_class = "api.conventions.parameters.Fields"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        deep = {name for name, inside in self.target.deep.items() if inside}
        names = "|".join(
            rf"{name}(\.[a-z_]+)*" if name in deep else name for name in self.target.names
        )
        return {"type": "string", "pattern": f"^({names})(,({names}))*$"}


def without_marks(result: Any, **context: Any) -> Any:
    """A post-processing hook: drop the generator's own marks on choices."""
    if isinstance(result, Mapping):
        return {k: without_marks(v) for k, v in result.items() if k != "x-spec-enum-id"}
    return [without_marks(item) for item in result] if isinstance(result, list) else result
