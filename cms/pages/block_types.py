"""What a block's value is in JSON, as types that pydantic checks and describes.

Two directions: ``written`` is what Wagtail's own API takes, ``read`` what readers get. A block
whose reading differs from its form says so: ``api_type`` on its class is the type that its
``get_api_representation`` answers readers with.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, create_model
from wagtail import blocks
from wagtail.api.v3.schemas.generators.write import RichTextInputSchema

Type = Any


class Direction(Enum):
    """Named as the suffix of the models' names."""

    READ = "Read"
    WRITTEN = "Written"


def type_of(block: blocks.Block, direction: Direction, *, name: str = "") -> Type:
    """The type of the values of ``block``; ``name`` calls what has no class of its own."""
    own = getattr(block, "api_type", None)
    if own is not None and direction is Direction.READ:
        return own
    if isinstance(block, blocks.BaseStreamBlock | blocks.BaseStructBlock):
        if type(block) in (blocks.StreamBlock, blocks.StructBlock):
            return _composed(block, direction, name)
        # A class of its own declares its children once and for all.
        return _declared(type(block), direction)  # type: ignore[arg-type]
    if isinstance(block, blocks.ListBlock):
        bounds = Field(min_length=block.meta.min_num, max_length=block.meta.max_num)
        return Annotated[_list_of(type_of(block.child_block, direction)), bounds]
    if isinstance(block, blocks.RichTextBlock):
        return str if direction is Direction.READ else str | RichTextInputSchema
    return next((make(block) for kind, make in LEAVES if isinstance(block, kind)), Any)


@cache
def _declared(kind: Any, direction: Direction) -> Type:
    return _composed(kind(), direction, kind.__name__)


def _composed(block: Any, direction: Direction, name: str) -> Type:
    compose = _stream if isinstance(block, blocks.BaseStreamBlock) else _struct
    return compose(block, direction, name)


@cache
def item_type(kind: Any, child: str, direction: Direction) -> type[BaseModel]:
    """One item of the StreamBlock class ``kind``: ``type``, ``value``, the ``id`` it keeps."""
    return _item(kind.__name__, child, kind().child_blocks[child], direction)


def _item(name: str, child_name: str, child: Any, direction: Direction) -> type[BaseModel]:
    return create_model(
        f"{name}{child_name.title().replace('_', '')}{direction.value}",
        __config__=ConfigDict(extra="forbid"),
        **_item_fields(child_name, child, direction),
    )


def _item_fields(name: str, child: blocks.Block, direction: Direction) -> dict[str, Any]:
    return {
        "type": (Literal[name], ...),
        "value": (type_of(child, direction), ...),
        "id": (str, ...) if direction is Direction.READ else (str | None, None),
    }


def _list_of(kind: Type) -> Type:
    return list[kind]


def _stream(block: Any, direction: Direction, name: str) -> Type:
    # The classes of a class are made once, or the same name would mean several.
    declared = type(block) is not blocks.StreamBlock
    items = [
        item_type(type(block), key, direction)  # type: ignore[arg-type]
        if declared
        else _item(name, key, child, direction)
        for key, child in block.child_blocks.items()
    ]
    if len(items) == 1:
        return _list_of(items[0])
    any_of: Any = Union[tuple(items)]  # noqa: UP007
    return _list_of(Annotated[any_of, Field(discriminator="type")])


def _struct(block: Any, direction: Direction, name: str) -> type[BaseModel]:
    fields: dict[str, Any] = {
        child_name: _field(child, direction) for child_name, child in block.child_blocks.items()
    }
    config = ConfigDict(extra="forbid")
    return create_model(f"{name}{direction.value}", __config__=config, **fields)


def _field(child: blocks.Block, direction: Direction) -> tuple[Type, Any]:
    kind = type_of(child, direction)
    if direction is Direction.READ:
        return (kind | None if _may_be_null(child) else kind), ...
    if isinstance(child, blocks.FieldBlock) and child.required:
        # What a form would begin with is also what is meant by leaving it out.
        return kind, child.meta.default or ...
    return kind | None, None


def _may_be_null(child: blocks.Block) -> bool:
    """No text is an empty text, and structures are always there."""
    return isinstance(child, blocks.FieldBlock) and not (child.required or isinstance(child, EMPTY))


def _text(block: Any) -> Type:
    shortest = max(block.field.min_length or 0, int(block.required)) or None
    return Annotated[str, Field(min_length=shortest, max_length=block.field.max_length)]


def _number(kind: type) -> Callable[[Any], Type]:
    def bounded(block: Any) -> Type:
        return Annotated[kind, Field(ge=block.field.min_value, le=block.field.max_value)]

    return bounded


def _choice(block: blocks.ChoiceBlock) -> Type:
    values = [value for value, _label in block.field.choices if value != ""]
    return Literal[tuple(values if block.required else ["", *values])]


def _is(kind: Type) -> Callable[[Any], Type]:
    return lambda _block: kind


EMPTY = (blocks.CharBlock, blocks.TextBlock, blocks.URLBlock, blocks.BooleanBlock,
         blocks.ChoiceBlock, blocks.RichTextBlock)  # fmt: skip
# The first that fits; whatever stands nowhere may be anything.
LEAVES: list[tuple[type[blocks.Block], Callable[[Any], Type]]] = [
    (blocks.ChoiceBlock, _choice),
    (blocks.ChooserBlock, _is(PositiveInt)),
    (blocks.BooleanBlock, _is(bool)),
    (blocks.IntegerBlock, _number(int)),
    (blocks.FloatBlock, _number(float)),
    (blocks.DecimalBlock, _number(Decimal)),
    (blocks.DateTimeBlock, _is(datetime)),
    (blocks.DateBlock, _is(date)),
    (blocks.TimeBlock, _is(time)),
    (blocks.CharBlock, _text),
    (blocks.TextBlock, _text),
    (blocks.URLBlock, _text),
]
