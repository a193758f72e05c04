"""What bodies are made of: each kind of block with its JSON Schema."""

from collections.abc import Iterator
from functools import cache

from django.http import HttpResponse
from django.utils.translation import override
from pydantic import BaseModel, JsonValue, TypeAdapter
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from api.content.documents import locale_of, respond
from api.conventions.access import ANYONE
from api.conventions.concurrency import etag_of, matches
from api.conventions.operations import operation
from api.conventions.parameters import Language, Query
from api.conventions.views import View
from cms.pages.block_types import Direction, item_type
from cms.pages.blocks import BodyBlock
from cms.pages.rich_text.nodes import RichTextBody

DIALECT = "https://json-schema.org/draft/2020-12/schema"
STRUCTURED = {"$schema": DIALECT, **TypeAdapter(RichTextBody).json_schema(mode="serialization")}


class BlockType(BaseModel):
    """One kind of block, ``{"type", "value", "id"}``: the JSON Schema of it as readers get it, and
    as machines write it by ``/api/cms/v3/``."""

    type: str
    label: str
    read: dict[str, JsonValue]
    written: dict[str, JsonValue]


class BlockTypes(BaseModel):
    """``structured`` is the JSON Schema of rich text that is asked for with
    ``rich_text=structured``, where ``read`` says that it is a string."""

    items: list[BlockType]
    structured: dict[str, JsonValue]


class BlockQuery(Query):
    locale = Language()


@cache
def block_types(locale: str) -> dict[str, BlockType]:
    """The blocks of bodies by type, named in ``locale``. They change with the code alone."""
    with override(locale):
        return {each.type: each for each in _described()}


def _described() -> Iterator[BlockType]:
    for name, child in BodyBlock().child_blocks.items():
        schemas = {
            direction.name.lower(): {
                "$schema": DIALECT,
                **TypeAdapter(item_type(BodyBlock, name, direction)).json_schema(),
            }
            for direction in Direction
        }
        yield BlockType(type=name, label=str(child.label), **schemas)


def answer(request: Request, body: BaseModel, locale: str) -> HttpResponse:
    text = body.model_dump_json()
    etag = etag_of(text)
    if matches(request, etag):
        return respond(b"", locale, etag, status=304)
    return respond(text.encode(), locale, etag)


class BlockTypesView(View):
    @operation(
        "List the kinds of blocks",
        access=ANYONE,
        answers={200: BlockTypes},
        query=BlockQuery,
        conditional=True,
    )
    def get(self, request: Request) -> HttpResponse:
        locale = locale_of(self.parameters)
        body = BlockTypes(items=list(block_types(locale).values()), structured=STRUCTURED)
        return answer(request, body, locale)


class BlockTypeView(View):
    @operation(
        "Read a kind of block",
        access=ANYONE,
        answers={200: BlockType},
        query=BlockQuery,
        refusals=(404,),
        conditional=True,
    )
    def get(self, request: Request, name: str) -> HttpResponse:
        locale = locale_of(self.parameters)
        found = block_types(locale).get(name)
        if found is None:
            raise NotFound
        return answer(request, found, locale)
