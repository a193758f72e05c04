"""What Wagtail's API of 8.0 gets wrong, put right from outside. ADR 14 says when each goes.

``type_blocks`` comes before Wagtail builds its schemas, the others before its first request.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import (
    NON_FIELD_ERRORS,
    ImproperlyConfigured,
    PermissionDenied,
    ValidationError,
)
from django.db import DataError
from django.db.models import ForeignKey
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from modelsearch.backends.base import BaseSearchResults
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.errors import ValidationError as RequestInvalid
from pydantic import ValidationError as ValueInvalid
from wagtail.api.rich_text import RichTextFormatError
from wagtail.api.v3.pagination import WagtailLimitOffsetPagination
from wagtail.api.v3.schemas import create_generator, patch_generator
from wagtail.blocks import StreamBlockValidationError
from wagtail.fields import StreamField
from wagtail.utils.forms import FormValidationError

from api.content.rules import field_of
from api.content.wording import worded
from api.content.wrappers import FORM, WRITING, invalid, sent_in
from api.conventions import outside
from api.conventions.problems import problem
from api.conventions.suggestions import suggestion
from cms.pages.block_types import Direction, type_of

Place = tuple[str | int, ...]
# How Wagtail's forms write a place within blocks: body-0-value-text.
IN_FORM = re.compile(r"^\w+(-\w+)+$")
# What Wagtail says of a list that is to stand in the order of a field which there is not.
NO_FIELD = re.compile(r"invalid fields for model \w+: \['(?P<name>[^']*)'")
# What Django says of a word where a key is a number.
NO_NUMBER = "expected a number but got"


def type_blocks() -> None:
    """Blocks by their types: a malformed one was a ``KeyError``, and so a 500."""
    if "wagtail.api.v3.registry" in sys.modules:
        raise ImproperlyConfigured("Wagtail's schemas are built already: type their blocks before.")
    for generator in (create_generator, patch_generator):
        generator.register_field_schema(StreamField, _blocks_of)


def _blocks_of(generator: Any, field: StreamField) -> tuple[Any, list[Any]]:
    name = f"{field.model.__name__}{field.name.title()}"
    return type_of(field.stream_block, Direction.WRITTEN, name=name), []


def count_searches() -> None:
    """Ninja counts what has no ``all()`` by loading it: every match of a search."""
    counted = WagtailLimitOffsetPagination._items_count

    def items_count(self: Any, found: Any) -> int:
        return int(found.count() if isinstance(found, BaseSearchResults) else counted(self, found))

    WagtailLimitOffsetPagination._items_count = items_count


def join_collections(*routers: Any) -> None:
    """Lists of images and files asked for the collection of each one by itself."""
    for router in routers:
        for name in ("get_images_queryset", "get_documents_queryset"):
            if query := getattr(router, name, None):
                setattr(router, name, _with_collection(query))


def _with_collection(query: Any) -> Any:
    return lambda request: query(request).select_related("collection")


def place_errors(api: NinjaAPI) -> None:
    """Errors as everywhere in our API: the path to the value in what was sent, down to the block.

    Wagtail names the parameter of its view, the type of the page and the tag of the union on
    the way, and of a body of blocks says only that something is wrong in it.
    """
    FormValidationError.get_form_errors_as_dict = staticmethod(_form_errors)

    @api.exception_handler(RequestInvalid)
    def requestinvalid(request: HttpRequest, error: RequestInvalid) -> HttpResponse:
        sent = sent_in(request) if any(each["loc"][0] == "body" for each in error.errors) else {}
        return invalid(_of_request(each, request, sent) for each in error.errors)

    @api.exception_handler(ValueInvalid)
    def valueinvalid(request: HttpRequest, error: ValueInvalid) -> HttpResponse:
        if found := NO_FIELD.search(str(error)):
            text = _("There is no field “%(name)s”.") % {"name": found["name"]}
            told = {"loc": ["query", "order"], "type": "unknown_field", "msg": text}
            return invalid([told])
        return invalid(
            worded({**each, "loc": [part for name in each["loc"] for part in _parts(name)]})
            for each in error.errors()
        )

    @api.exception_handler(ValidationError)
    def refused(request: HttpRequest, error: ValidationError) -> HttpResponse:
        if isinstance(error, FormValidationError):
            return invalid(
                {"loc": place, "type": code, "msg": text}
                for place, messages in error.loc_errors
                for text, code in messages
            )
        code = getattr(error, "code", None) or "invalid"
        return invalid({"loc": [], "type": code, "msg": text} for text in error.messages)

    @api.exception_handler(PermissionDenied)
    def denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        if not _publishes(request):
            return outside.forbidden(request, error)
        text = _("You may not do this. Without meta.action it is saved as a draft for who may.")
        return problem(403, code="permission_denied", detail=text)

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return outside.not_found(request, error)

    @api.exception_handler(OverflowError)
    @api.exception_handler(DataError)
    def beyond(request: HttpRequest, error: Exception) -> HttpResponse:
        return invalid([{"loc": [], "type": "too_large", "msg": _("A number is too large.")}])

    @api.exception_handler(ValueError)
    def no_number(request: HttpRequest, error: ValueError) -> HttpResponse:
        if NO_NUMBER not in str(error):
            raise error
        return invalid([{"loc": [], "type": "int_parsing", "msg": _("A number is wanted here.")}])

    @api.exception_handler(RecursionError)
    def too_deep(request: HttpRequest, error: RecursionError) -> HttpResponse:
        text = _("Rich text is nested too deeply.")
        return invalid([{"loc": [], "type": "nested_too_deeply", "msg": text}])

    @api.exception_handler(HttpError)
    @api.exception_handler(RichTextFormatError)
    def failed(request: HttpRequest, error: HttpError | RichTextFormatError) -> HttpResponse:
        status = getattr(error, "status_code", 400)
        return problem(status, code="bad_request", detail=error)


def _of_request(error: Mapping[str, Any], request: HttpRequest, sent: Any) -> Mapping[str, Any]:
    """An error by the path in what was sent: what stands in no object on the way is Ninja's own."""
    source, *place = error["loc"]
    if source == "body":
        within = list(_walked(sent, place[1:], lacks=error["type"] == "missing"))
        return _of_type(worded({**error, "loc": within}, sent))
    # Query parameters are grouped in arguments of the view.
    asked = {source: {name: request.GET.getlist(name) for name in request.GET}}
    return worded({**error, "loc": [source, *(place[1:] if len(place) > 1 else place)]}, asked)


def _publishes(request: HttpRequest) -> bool:
    """Whether what is sent is to be published at once; its form has been checked by then."""
    if request.method not in WRITING or request.content_type == FORM:
        return False
    meta = sent_in(request).get("meta")
    return isinstance(meta, dict) and meta.get("action") == "publish"


def _walked(value: Any, place: list[str | int], *, lacks: bool) -> Iterator[str | int]:
    """The parts of ``place`` that lead into ``value``, and the last where that is what it lacks."""
    for number, part in enumerate(place):
        there = (isinstance(value, dict) and part in value) or (
            isinstance(value, list) and isinstance(part, int)
        )
        if there:
            value = value[part]
        if there or (lacks and number == len(place) - 1):
            yield part


def _of_type(error: Mapping[str, Any]) -> Mapping[str, Any]:
    """An error of what is none of several kinds: at the word that says which, and of that word."""
    if not error["type"].startswith("union_tag"):
        return error
    told = error["ctx"]
    # A block says its type itself, a page or snippet in its ``meta``.
    place = [*error["loc"], *(["type"] if told["discriminator"] == "'type'" else ["meta", "type"])]
    if not told.get("tag"):
        return {"loc": place, "type": "missing", "msg": _("Say of which type it is.")}
    known = re.findall(r"'([^']+)'", told["expected_tags"])
    text = _("There is no type “%(name)s” here.") % {"name": told["tag"]}
    return {"loc": place, "type": error["type"], "msg": text + suggestion(told["tag"], known)}


def _parts(name: str | int) -> list[str | int]:
    if isinstance(name, int) or not IN_FORM.match(name):
        return [name]
    return [int(part) if part.isdigit() else part for part in name.split("-")]


def _form_errors(form: BaseForm, path: Place = ()) -> dict[Place, list[tuple[str, str]]]:
    found: dict[Place, list[tuple[str, str]]] = {}
    for name, errors in form.errors.as_data().items():
        for error in errors:
            where = _sent_as(form, name if name != NON_FIELD_ERRORS else field_of(form, error))
            for place, message in _placed(error, (*path, *where)):
                found.setdefault(place, []).append(message)
    for relation, formset in getattr(form, "formsets", {}).items():
        for error in formset.non_form_errors().as_data():
            for place, message in _placed(error, (*path, relation)):
                found.setdefault(place, []).append(message)
        for index, child in enumerate(formset.forms):
            found |= _form_errors(child, (*path, relation, index))
    return found


def _sent_as(form: Any, name: str) -> Place:
    """The name of a form's field in the API, where a related object goes by ``…_id``."""
    if not name:
        return ()
    fields = {field.name: field for field in form._meta.model._meta.fields}
    field = fields.get(name)
    return (field.attname if isinstance(field, ForeignKey) else name,)


def _placed(error: Any, place: Place) -> Iterator[tuple[Place, tuple[str, str]]]:
    """An error, or those of the blocks within it, each with its place."""
    inner: Mapping[str | int, Any] | None = getattr(error, "block_errors", None)
    if inner is None:
        yield from ((place, (text, error.code or "invalid")) for text in error.messages)
        return
    for key, each in inner.items():
        # What is wrong in an item of a stream is wrong in its value.
        within = ("value",) if isinstance(error, StreamBlockValidationError) else ()
        yield from _placed(each, (*place, key, *within))
    for each in error.non_block_errors.as_data():
        yield from _placed(each, place)
