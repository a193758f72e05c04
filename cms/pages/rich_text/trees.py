"""Rich text out of a published document as a tree, which knows nothing but its nodes.

Whatever else there is in the HTML loses its tags and keeps its words.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from cms.pages.rich_text.nodes import (
    BreakNode,
    EmbedNode,
    HeadingNode,
    ImageNode,
    ItemNode,
    LinkNode,
    ListNode,
    Mark,
    ParagraphNode,
    RichTextBody,
    RuleNode,
    Target,
    TextNode,
)

MARKS: dict[str, Mark] = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
CONTAINERS = {"p", "div", "section", "article", "blockquote", "figure", "li"}
# Their words are not for readers.
SILENT = {"script", "style", "template", "noscript"}
SAFE = re.compile(r"(?:https?:|mailto:|tel:|[/#?]|[^:]*$)", re.IGNORECASE)


def tree_of(html: str, locale: str) -> RichTextBody:
    """``html`` of a document for readers of ``locale`` as a tree."""
    return RichTextBody(children=list(_blocks(BeautifulSoup(html, "html.parser").children, locale)))


def _blocks(nodes: Iterable[Any], locale: str) -> Iterator[Any]:
    """Blocks as they are; what stands loose between them is a paragraph."""
    loose: list[Any] = []
    for node in nodes:
        if not isinstance(node, Tag) or not _is_block(node):
            loose.extend(_inline(node, locale))
            continue
        yield from _paragraph(loose)
        loose = []
        if node.name in HEADINGS:
            children = _tidy([each for n in node.children for each in _inline(n, locale)])
            if children:
                yield HeadingNode(level=HEADINGS[node.name], children=children)
        elif node.name in ("ul", "ol"):
            items = [
                ItemNode(children=list(_blocks(each.children, locale)))
                for each in node.find_all("li", recursive=False)
            ]
            if items:
                yield ListNode(ordered=node.name == "ol", children=items)
        elif node.name == "hr":
            yield RuleNode()
        elif node.name in ("img", "iframe"):
            yield from _shown(node)
        else:
            yield from _blocks(node.children, locale)
    yield from _paragraph(loose)


def _is_block(tag: Tag) -> bool:
    names = CONTAINERS | HEADINGS.keys() | {"ul", "ol", "hr", "img", "iframe"}
    return tag.name in names


def _shown(tag: Tag) -> Iterator[ImageNode | EmbedNode]:
    address = str(tag.get("src", ""))
    if not _is_safe(address):
        return
    if tag.name == "img":
        yield ImageNode(src=address, alt=str(tag.get("alt", "")))
    else:
        yield EmbedNode(url=address)


def _is_safe(address: str) -> bool:
    """Whether it leads somewhere and runs nothing: browsers drop control characters in a scheme."""
    plain = "".join(each for each in address if each.isprintable()).strip()
    return bool(plain) and SAFE.match(plain) is not None


def _inline(
    node: Any, locale: str, marks: tuple[Mark, ...] = (), linked: bool = False
) -> list[Any]:
    if isinstance(node, NavigableString):
        if isinstance(node, PreformattedString):
            # A comment, a doctype: nobody reads it.
            return []
        return [TextNode(text=re.sub(r"[ \t\r\n\f]+", " ", node), marks=list(marks))]
    if node.name in SILENT:
        return []
    if node.name == "br":
        return [BreakNode()]
    if mark := MARKS.get(node.name):
        marks = tuple(sorted({*marks, mark}))
    href = str(node.get("href", "")) if node.name == "a" else ""
    leads = _is_safe(href) and not linked
    inside = [e for child in node.children for e in _inline(child, locale, marks, linked or leads)]
    if not leads or not inside:
        return inside
    return [LinkNode(href=href, to=_target(node, locale), children=inside)]


def _target(tag: Tag, locale: str) -> Target | None:
    named = {name: tag.get(f"data-{name}") for name in ("collection", "key", "path")}
    if any(value is None for value in named.values()):
        return None
    return Target(locale=locale, **{name: str(value) for name, value in named.items()})


def _paragraph(loose: list[Any]) -> Iterator[ParagraphNode]:
    if children := _tidy(loose):
        yield ParagraphNode(children=children)


def _tidy(nodes: list[Any]) -> list[Any]:
    """Neighbours alike are one text; no space or break at the edges, nor beside a break."""
    children: list[Any] = []
    for node in nodes:
        before: Any = children[-1] if children else None
        if isinstance(node, LinkNode):
            node.children = _joined(node.children)
            if not node.children:
                continue
        elif isinstance(node, TextNode):
            if before is None or isinstance(before, BreakNode):
                node.text = node.text.lstrip(" ")
            if _same(before, node):
                before.text = re.sub(" +", " ", before.text + node.text)
                continue
            if not node.text:
                continue
        else:
            _strip_end(children)
        children.append(node)
    while children and _is_empty(children[-1]):
        children.pop()
    while children and _is_empty(children[0]):
        children.pop(0)
    _strip_end(children)
    return children


def _strip_end(children: list[Any]) -> None:
    """No space before what follows; a text that was nothing else is none."""
    while children and isinstance(children[-1], TextNode):
        children[-1].text = children[-1].text.rstrip(" ")
        if children[-1].text:
            return
        children.pop()


def _joined(nodes: list[Any]) -> list[Any]:
    joined: list[Any] = []
    for node in nodes:
        if joined and _same(joined[-1], node):
            joined[-1].text = re.sub(" +", " ", joined[-1].text + node.text)
        elif not isinstance(node, TextNode) or node.text:
            joined.append(node)
    return joined


def _same(before: Any, node: Any) -> bool:
    both = isinstance(before, TextNode) and isinstance(node, TextNode)
    return both and before.marks == node.marks


def _is_empty(node: Any) -> bool:
    return isinstance(node, BreakNode) or (isinstance(node, TextNode) and not node.text.strip(" "))
