"""The tree that rich text is answered as."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

Mark = Literal["bold", "italic"]


class Target(BaseModel):
    """The page that a link leads to, as ``resolve/`` finds it."""

    collection: str
    key: str
    path: str
    locale: str


class TextNode(BaseModel):
    type: Literal["text"] = "text"
    text: str
    marks: list[Mark] = []


class BreakNode(BaseModel):
    """A new line within a paragraph."""

    type: Literal["break"] = "break"


class LinkNode(BaseModel):
    """``href`` is where it leads: a route of the frontend, or any address; ``to`` what is there."""

    type: Literal["link"] = "link"
    href: str
    to: Target | None = None
    children: list[Annotated[TextNode | BreakNode, Field(discriminator="type")]]


Inline = Annotated[TextNode | BreakNode | LinkNode, Field(discriminator="type")]


class ParagraphNode(BaseModel):
    type: Literal["paragraph"] = "paragraph"
    children: list[Inline]


class HeadingNode(BaseModel):
    type: Literal["heading"] = "heading"
    level: int = Field(ge=1, le=6)
    children: list[Inline]


class ListNode(BaseModel):
    type: Literal["list"] = "list"
    ordered: bool
    children: list[ItemNode]


class ItemNode(BaseModel):
    type: Literal["list_item"] = "list_item"
    children: list[Block]


class ImageNode(BaseModel):
    type: Literal["image"] = "image"
    src: str
    alt: str


class EmbedNode(BaseModel):
    type: Literal["embed"] = "embed"
    url: str


class RuleNode(BaseModel):
    type: Literal["rule"] = "rule"


Block = Annotated[
    ParagraphNode | HeadingNode | ListNode | ImageNode | EmbedNode | RuleNode,
    Field(discriminator="type"),
]


class RichTextBody(BaseModel):
    """Rich text as a tree of blocks, lists within list items included."""

    type: Literal["rich_text"] = "rich_text"
    children: list[Block]
