"""The rich text of a stored body in another form: found by the schema of its blocks."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from wagtail import blocks

from cms.pages.blocks import BodyBlock
from cms.pages.rich_text.markdown import markdown_of
from cms.pages.rich_text.trees import tree_of

Form = Literal["html", "markdown", "structured"]
# From HTML and the reader's locale; HTML is what is stored.
FORMS: Mapping[str, Callable[[str, str], Any]] = {
    "markdown": markdown_of,
    "structured": lambda html, locale: tree_of(html, locale).model_dump(),
}
BODY = BodyBlock()


def block_in_form(block: Mapping[str, Any], form: str, locale: str) -> dict[str, Any]:
    """One block of a body, ``{"type", "value", "id"}``, with its rich text in ``form``.

    A block that there is no longer stays as it was stored.
    """
    kind = BODY.child_blocks.get(block["type"])
    if kind is None:
        return dict(block)
    convert = FORMS[form]
    value = _converted(kind, block["value"], lambda html: convert(html, locale))
    return {**block, "value": value}


def _converted(block: blocks.Block, value: Any, convert: Callable[[str], Any]) -> Any:
    if value is None or hasattr(block, "api_type"):
        # Its answer is a shape of its own.
        return value
    if isinstance(block, blocks.RichTextBlock):
        return convert(value)
    if isinstance(block, blocks.ListBlock):
        return [_converted(block.child_block, each, convert) for each in value]
    if isinstance(block, blocks.BaseStreamBlock):
        return [
            {**each, "value": _converted(block.child_blocks[each["type"]], each["value"], convert)}
            for each in value
        ]
    if isinstance(block, blocks.BaseStructBlock):
        return {
            name: _converted(block.child_blocks[name], each, convert)
            for name, each in value.items()
        }
    return value
