"""Rich text as Markdown: the tree, as plain HTML, as CommonMark."""

import re
import unicodedata
from html import escape
from itertools import groupby
from typing import Any
from urllib.parse import quote

from bs4 import Tag
from markdownify import ATX, BACKSLASH, MarkdownConverter

from cms.pages.rich_text.nodes import (
    BreakNode,
    EmbedNode,
    HeadingNode,
    ImageNode,
    ItemNode,
    LinkNode,
    ListNode,
    ParagraphNode,
    RichTextBody,
    TextNode,
)
from cms.pages.rich_text.trees import MARKS, tree_of


def markdown_of(html: str, locale: str) -> str:
    """``html`` of a document for readers of ``locale`` as CommonMark.

    What looks like markup in the words is escaped.
    """
    return _Markdown().convert(html_of(tree_of(html, locale))).strip("\n")


def html_of(tree: RichTextBody) -> str:
    """The tree as HTML, without what only our own links say."""
    return "".join(_html(each) for each in tree.children)


def _html(node: Any) -> str:
    match node:
        case TextNode():
            return escape(node.text)
        case BreakNode():
            return "<br/>"
        case LinkNode():
            return f'<a href="{escape(node.href)}">{_marked(node.children)}</a>'
        case ParagraphNode():
            return f"<p>{_marked(node.children)}</p>"
        case HeadingNode():
            return f"<h{node.level}>{_marked(node.children)}</h{node.level}>"
        case ListNode():
            name = "ol" if node.ordered else "ul"
            return f"<{name}>{''.join(_html(each) for each in node.children)}</{name}>"
        case ItemNode():
            return f"<li>{''.join(_html(each) for each in node.children)}</li>"
        case ImageNode():
            return f'<img src="{escape(node.src)}" alt="{escape(node.alt)}"/>'
        case EmbedNode():
            return f'<p><a href="{escape(node.url)}">{escape(node.url)}</a></p>'
        case _:
            return "<hr/>"


def _marked(nodes: list[Any]) -> str:
    """One element for neighbours that share a mark: two in a row would run into each other."""
    out = ""
    for bold, run in groupby(nodes, key=lambda each: "bold" in getattr(each, "marks", ())):
        inside = ""
        for italic, part in groupby(run, key=lambda each: "italic" in getattr(each, "marks", ())):
            text = "".join(_html(each) for each in part)
            inside += f"<i>{text}</i>" if italic else text
        out += f"<b>{inside}</b>" if bold else inside
    return out


class _Markdown(MarkdownConverter):
    """CommonMark of ``html_of``."""

    class Options:
        bullets = "-"
        heading_style = ATX
        newline_style = BACKSLASH
        escape_misc = True
        autolinks = False

    def process_text(self, el: Any, parent_tags: Any = None) -> str:
        """A mark that ends in a punctuation mark ends only before another: a letter beside it is
        written by its number, as in Chinese, which has no space after a colon.
        """
        text = str(super().process_text(el, parent_tags=parent_tags))  # type: ignore[misc]
        return _beside(el, text)

    def convert_a(self, el: Any, text: str, parent_tags: Any) -> str:
        el["href"] = _addressed(el["href"])
        return str(super().convert_a(el, text, parent_tags))  # type: ignore[misc]

    def convert_img(self, el: Any, text: str, parent_tags: Any) -> str:
        alt = self.escape(" ".join(el["alt"].split()), parent_tags)  # type: ignore[attr-defined]
        return f"![{alt}]({_addressed(el['src'])})\n\n"


def _addressed(address: str) -> str:
    """What would end the address early, in the way that addresses write it."""
    return re.sub(r"[()<>\\\s\"'*_`\[\]&!|~]", lambda found: _in_address(found[0]), address)


def _in_address(letter: str) -> str:
    # These mean something in an address, so that they are escaped for Markdown alone.
    return f"\\{letter}" if letter in "&*_!~'[]()" else quote(letter)


def _beside(el: Any, text: str) -> str:
    if text and _marks(el.previous_sibling) and not text[0].isspace():
        text = _numbered(text[0]) + text[1:] if text[0] != "\\" else text
    if text and _marks(el.next_sibling) and not text[-1].isspace() and text[-1] != ";":
        text = text[:-1] + _numbered(text[-1])
    return text


def _marks(node: Any) -> bool:
    """Whether ``node`` is marked, and begins or ends in what is no letter."""
    if not isinstance(node, Tag) or node.name not in MARKS:
        return False
    words = node.get_text()
    return any(unicodedata.category(each)[0] in "PS" for each in (words[:1], words[-1:]) if each)


def _numbered(letter: str) -> str:
    return f"&#{ord(letter)};" if unicodedata.category(letter)[0] in "LNM" else letter
