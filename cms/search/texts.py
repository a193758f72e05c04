"""Texts of pages, for those who say what a page is found by."""

from collections.abc import Iterator, Mapping
from typing import Any

from wagtail.blocks import (
    Block,
    ChoiceBlock,
    ListBlock,
    StreamBlock,
    StreamValue,
    StructBlock,
)
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from cms.delivery.registry import live_versions


def text_of(*values: StreamValue) -> str:
    """All that stands in bodies to be read, without their mark-up."""
    return "\n".join(text for value in values for text in _texts(value.stream_block, value))


def _texts(block: Block, value: Any) -> Iterator[str]:
    """Wagtail's own searchable content, but for choices: nobody looks for "bullets"."""
    if isinstance(block, ChoiceBlock | ImageBlock) or value is None:
        return
    if isinstance(block, StreamBlock):
        for child in value:
            yield from _texts(child.block, child.value)
    elif isinstance(block, StructBlock):
        for name, part in block.child_blocks.items():
            yield from _texts(part, value.get(name))
    elif isinstance(block, ListBlock):
        for each in value:
            yield from _texts(block.child_block, each)
    else:
        yield from block.get_searchable_content(value)


def other_titles(page: Page) -> tuple[str, ...]:
    """The page's published titles in the other locales: it is found by them too."""
    versions: Mapping[str, Any] | None = getattr(page, "read_together", None)
    if versions is None:
        (versions,) = live_versions([page])
    return tuple(sorted({other.title for other in versions.values() if other.pk != page.pk}))
