"""Reads pages as a browser without JavaScript does: fills in forms and presses their buttons."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.http import QueryDict
from django.test import Client


@dataclass
class FormOnPage:
    """The successful controls of a form, and its buttons as name and value."""

    method: str = "get"
    pairs: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    #: Every control there is, checked or not.
    names: set[str] = field(default_factory=set)
    #: What each select offers.
    offers: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.loose = FormOnPage()
        self.forms: list[FormOnPage] = []
        self.form = self.loose
        self._select: list[Any] | None = None
        self._area: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        match tag:
            case "form":
                self.form = FormOnPage(given.get("method") or "get")
                self.forms.append(self.form)
            case "input" if name:
                self._input(name, given)
            case "select":
                self._select = [name, None, None]
                self.form.offers[name] = []
            case "option" if self._select is not None:
                self._option(given)
            case "textarea":
                self._area = [name, ""]
            case "button" if name:
                self.form.buttons.append((name, given.get("value") or ""))
        if name:
            self.form.names.add(name)

    def _input(self, name: str, given: dict[str, str | None]) -> None:
        kind = given.get("type") or "text"
        if kind in {"checkbox", "radio"}:
            if "checked" in given:
                self.form.pairs.append((name, given.get("value") or "on"))
        elif kind not in {"submit", "file"}:
            # A box of one line holds no line ends.
            self.form.pairs.append((name, (given.get("value") or "").replace("\n", "")))

    def _option(self, given: dict[str, str | None]) -> None:
        name, first, chosen = self._select or ["", None, None]
        value = given.get("value") or ""
        self.form.offers[name].append(value)
        self._select = [
            name,
            value if first is None else first,
            value if "selected" in given else chosen,
        ]

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area[1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = self.loose
        elif tag == "select" and self._select is not None:
            name, first, chosen = self._select
            value = chosen if chosen is not None else first
            if name and value is not None:
                self.form.pairs.append((name, value))
            self._select = None
        elif tag == "textarea" and self._area is not None:
            name, text = self._area
            # The line end right behind the tag is no part of the text; others travel as CRLF.
            self.form.pairs.append((name, text.removeprefix("\n").replace("\n", "\r\n")))
            self._area = None


def read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    return reader


def posted(fragment: str, **changes: str | list[str] | None) -> QueryDict:
    """What a browser posts of the controls in ``fragment``; dots in names stand for hyphens."""
    return _filled(read(fragment).loose.pairs, changes)


def _filled(pairs: list[tuple[str, str]], changes: dict[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    for name, value in changes.items():
        values = value if isinstance(value, list) else [value]
        data.setlist(name, [one for one in values if one is not None])
    return data


class Visit:
    """A person's browser, without JavaScript, on one page."""

    def __init__(self, client: Client, url: str) -> None:
        self.client = client
        self.go(url)

    def go(self, url: str) -> None:
        self._arrived(self.client.get(url, follow=True))

    def press(self, value: str, *, expecting: int = 200, **changes: Any) -> None:
        """Press the button of this value, with ``changes`` filled in before, by names."""
        form = self.form_with(value)
        missing = {name for name in changes if name not in form.names}
        assert not missing, f"There is no {missing} beside the button {value!r}."
        for name, wanted in changes.items():
            if name in form.offers:
                assert wanted in form.offers[name], f"{name} offers {form.offers[name]}"
        data = _filled(form.pairs, changes)
        data["do"] = value
        self._arrived(self.client.post(self.url, dict(data.lists()), follow=True), expecting)

    def form_with(self, value: str) -> FormOnPage:
        for form in self.page.forms:
            if ("do", value) in form.buttons:
                return form
        known = [one for form in self.page.forms for _name, one in form.buttons]
        raise AssertionError(f"No button {value!r} among {known}.")

    def _arrived(self, response: Any, expecting: int = 200) -> None:
        assert response.status_code == expecting, response.status_code
        self.url = (
            response.redirect_chain[-1][0]
            if response.redirect_chain
            else (response.request["PATH_INFO"])
        )
        self.html = response.content.decode()
        self.page = read(self.html)
