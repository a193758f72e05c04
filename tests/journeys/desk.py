"""Wagtail's admin as people use it: pages are read as HTML, and forms go back with their changes.

Everything is by HTTP, with a browser's session: what cannot be found on a page cannot be done.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from django.test import Client

# Drawn by scripts, so not among the fields of the HTML.
COMMENTS = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}


class PageForm(HTMLParser):
    """``values``: what the fields of the page editor hold; bodies of blocks are not there."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._inside = False
        self._templates = 0
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self._templates += tag == "template"
        if tag == "form":
            self._inside = given.get("id") == "page-edit-form"
        if self._inside and not self._templates:
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag in ("select", "textarea"):
            self._open = name
        if tag == "textarea":
            self.values[name] = ""
        elif tag == "option" and "selected" in given:
            self.values[self._open] = given["value"]
        elif tag == "input" and name and (given.get("type") != "checkbox" or "checked" in given):
            self.values[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._open in self.values and self.lasttag == "textarea":
            self.values[self._open] += data

    def handle_endtag(self, tag: str) -> None:
        self._templates -= tag == "template"
        if tag == "textarea":
            self._open = ""


def lines(name: str, items: Sequence[str]) -> dict[str, str]:
    """A list of short lines, such as what is included, as the editor sends it."""
    sent = {f"{name}-count": str(len(items))}
    for number, item in enumerate(items):
        block = {"type": "item", "order": str(number), "id": "", "deleted": "", "value": item}
        sent |= {f"{name}-{number}-{key}": value for key, value in block.items()}
    return sent


@dataclass
class Desk:
    """Somebody of the house who is logged in to the admin."""

    browser: Client

    def read(self, path: str) -> str:
        answer = self.browser.get(f"/admin/{path}")
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content.decode()

    def send(self, path: str, data: dict[str, str]) -> str:
        """Send a form that is accepted; answers where it leads."""
        answer = self.browser.post(f"/admin/{path}", data)
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"])

    def create(self, kind: str, *, below: int, **values: str) -> int:
        """Save a first draft of a page; answers its id."""
        path = f"pages/add/{kind}/{below}/"
        return page_in(self.send(path, self._filled(path, values)))

    def save(self, page: int, button: str = "", **values: str) -> None:
        """Change a page and save a draft, or press ``action-submit`` or ``action-publish``."""
        path = f"pages/{page}/edit/"
        self.send(path, self._filled(path, values) | ({button: "1"} if button else {}))

    def translate(self, page: int, language: str) -> int:
        """Make the draft of a translation; answers its id."""
        path = f"translation/submit/page/{page}/"
        pattern = rf'name="locales" value="(\d+)"[^>]*>\s*{language}'
        return page_in(self.send(path, {"locales": found(pattern, self.read(path))}))

    def category(self, name: str) -> str:
        """What the chooser answers for a category."""
        rows = self.read("snippets/choose/services/category/results/")
        return found(rf'/chosen/(\d+)/">\s*{name}\s*<', rows)

    def decide(self, page: int, action: str, comment: str = "") -> None:
        """``approve`` or ``reject`` a page that waits in one's own list on the dashboard."""
        pattern = rf"workflow/action/{page}/{action}/(\d+)/"
        state = found(pattern, self.read(""))
        self.send(f"pages/workflow/action/{page}/{action}/{state}/", {"comment": comment})

    def may_decide(self, page: int) -> bool:
        return f"/workflow/action/{page}/" in self.read("")

    def unpublish(self, page: int) -> None:
        self.send(f"pages/{page}/unpublish/", {})

    def _filled(self, path: str, values: dict[str, str]) -> dict[str, str]:
        return PageForm(self.read(path)).values | COMMENTS | values


def page_in(location: str) -> int:
    return int(found(r"/admin/pages/(\d+)/edit/", location))


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match is not None, (pattern, text)
    return match[1]
