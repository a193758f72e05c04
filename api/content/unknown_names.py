"""Names that Wagtail's API does not know: it drops them, so that a slip changes nothing. ADR 14.

``refuse_unknown`` has each answered by a 422 with the nearest name that is known: of parameters,
of parts of a form, and of fields at any depth of a body, in its ``meta`` and in rows of children.
What is read of an object may be sent back to change it, so that its read-only names are known
then; blocks refuse what they do not know themselves.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any, get_args

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError as RequestInvalid
from ninja.operation import Operation
from pydantic import Tag
from wagtail.api.v3.pagination import WagtailLimitOffsetPagination
from wagtail.api.v3.schemas.params import APIFieldFilterSchema, OrderingSchema
from wagtail.api.validators import APIFieldValidator

from api.conventions.problems import MOST_ERRORS
from api.conventions.suggestions import suggestion

Error = dict[str, Any]
Place = tuple[str | int, ...]
WRITING = {"POST", "PUT", "PATCH"}
# What changes an object takes what was read of it.
CHANGING = {"PUT", "PATCH"}
# What is found by these is told where it is read: by a redirect with the other parameters.
FOUND_BY = {"id", "html_path"}
# Beside the filters of a list, which depend on what it lists.
LISTING = {*WagtailLimitOffsetPagination.Input.model_fields, "rich_text_format"}


def refuse_unknown(api: NinjaAPI) -> None:
    """Have every operation of ``api`` refuse names that it does not know, before it acts."""
    operations = {str(each.operation_id): each for each in _operations(api)}
    for name, operation in operations.items():
        known = _names(operation, "query")
        if name.endswith("_find"):
            known |= _names(operations[name.replace("_find", "_detail")], "query")
        elif found := operations.get(name.replace("_detail", "_find")):
            known |= _names(found, "query") - FOUND_BY
        _check(operation, known)
    APIFieldFilterSchema.get_validated_fields = _validated_filters


def _operations(api: NinjaAPI) -> Iterator[Operation]:
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            yield from view.operations


def _models(operation: Operation, source: str) -> list[Any]:
    return [each for each in operation.models if each.__ninja_param_source__ == source]


def _names(operation: Operation, source: str) -> set[str]:
    """What an operation takes from the query string, a form, or its files."""
    found: set[str] = set()
    for model in _models(operation, source):
        found |= set(getattr(model, "__ninja_flatten_map__", None) or model.model_fields)
    return found


def _check(operation: Operation, parameters: set[str]) -> None:
    values_of = operation._get_values
    forms = {source: _names(operation, source) for source in ("form", "file")}
    orders = [each for model in _models(operation, "query") for each in model.model_fields.values()]
    # A list is filtered by the fields of what it lists: see ``_validated_filters``.
    is_filtered = any(each.annotation is OrderingSchema for each in orders)

    def checked(request: HttpRequest, *args: Any) -> Any:
        found = [] if is_filtered else [_unknown(request.GET, parameters, ("query",))]
        if forms["form"]:
            found.append(_unknown(request.POST, forms["form"], ("form",)))
            found.append(_unknown(request.FILES, forms["file"], ("file",)))
        values, invalid = {}, []
        try:
            values = values_of(request, *args)
        except RequestInvalid as error:
            invalid = error.errors
        if request.method in WRITING and not forms["form"]:
            found.append(_unknown_in_body(operation, request, values))
        # No more than are told: to look for the nearest of each name takes its time.
        errors = list(islice(chain.from_iterable(found), MOST_ERRORS))
        if errors or invalid:
            raise RequestInvalid([*errors, *invalid])
        return values

    operation._get_values = checked  # type: ignore[method-assign, assignment]


def _unknown_in_body(
    operation: Operation, request: HttpRequest, values: Mapping[str, Any]
) -> Iterator[Error]:
    """By the schemas of what is written and, where it changes, of what is read of the same type."""
    sent = _sent(request)
    models = _models(operation, "body")
    if not models:
        yield from _unknown(sent, (), ("body", "data"))
        return
    name = models[0].__read_from_single_attr__
    data: Any = values.get(name)
    # What is not valid says at most itself of which type it is.
    meta = data.meta.model_dump() if hasattr(data, "meta") else sent.get("meta")
    label = meta.get("type") if isinstance(meta, dict) else None
    written = type(data) if data else _schema_in(models[0].model_fields[name].annotation, label)
    read = None
    if request.method in CHANGING and written and not _fields(written).keys() - {"meta"}:
        yield from _read_only(sent, ("body", name))
        return
    if request.method in CHANGING:
        answer = operation.response_models[200].model_fields["response"]
        read = _schema_in(answer.annotation, label)
    yield from _walked(sent, written, read, ("body", name))


def _sent(request: HttpRequest) -> dict[str, Any]:
    """The names in the body; one that an operation does not read may be anything."""
    try:
        sent = json.loads(request.body or b"{}")
    except ValueError:
        return {}
    return sent if isinstance(sent, dict) else {}


def _walked(sent: Any, written: Any, read: Any, place: Place) -> Iterator[Error]:
    if isinstance(sent, list):
        for number, each in enumerate(sent):
            yield from _walked(each, written, read, (*place, number))
    if written is None or not isinstance(sent, dict):
        return
    fields, told = _fields(written), _fields(read) if read else {}
    yield from _unknown(sent, fields.keys() | told.keys(), place)
    for name, value in sent.items():
        if name in fields:
            inside = _schema_in(told[name]) if name in told else None
            yield from _walked(value, _schema_in(fields[name]), inside, (*place, name))


def _fields(schema: type[Schema]) -> dict[str, Any]:
    """The types of the fields of ``schema``, by their names in JSON."""
    return {each.alias or name: each.annotation for name, each in schema.model_fields.items()}


def _schema_in(annotation: Any, label: Any = None) -> Any:
    """The one schema that is a type, the items of a list, or of several the one for ``label``."""
    parts = list(get_args(annotation))
    for part in parts:
        tags = [each.tag for each in get_args(part) if isinstance(each, Tag)]
        if tags and tags[0] == label:
            return get_args(part)[0]
    found = {_schema_in(part, label) for part in parts} - {None}
    if isinstance(annotation, type) and issubclass(annotation, Schema):
        found.add(annotation)
    return found.pop() if len(found) == 1 else None


def _unknown(sent: Iterable[str], known: Iterable[str], place: Place) -> Iterator[Error]:
    is_parameter = place == ("query",)
    kind = "unknown_parameter" if is_parameter else "unexpected"
    text = _("This parameter is not known.") if is_parameter else _("This field is not known.")
    for name in sent:
        if name not in known:
            msg = text + suggestion(name, known)
            yield {"loc": (*place, name), "type": kind, "msg": msg}


def _read_only(sent: Iterable[str], place: Place) -> Iterator[Error]:
    """Of what has no field to write: to take what was read would promise to change it."""
    for name in sent:
        if name != "meta":
            msg = _("This can be read here, and changed in the admin alone.")
            yield {"loc": (*place, name), "type": "read_only", "msg": msg}


def _validated_filters(filters: Any, queryset: Any) -> list[str]:
    """Wagtail's own takes those that are fields of what is listed and drops the others."""
    validator = APIFieldValidator(
        model=queryset.model, fields=[], base_fields=filters.base_fields, db_fields_only=True
    )
    known = validator.allowed_fields | filters.ignore_fields | LISTING
    if errors := list(islice(_unknown(filters.raw_params, known, ("query",)), MOST_ERRORS)):
        raise RequestInvalid(errors)
    # ``locale``, say, is a field too, and has a filter of its own.
    taken = validator.allowed_fields - filters.ignore_fields
    return [name for name in filters.raw_params if name in taken]
