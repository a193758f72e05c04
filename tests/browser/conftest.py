"""Chromium before a live server: what people of the house see and click.

A page may not say anything wrong in its console nor ask any other host for anything: that is
checked of every page that a test opens, when the test ends.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.signals import request_finished, request_started
from django.db import DEFAULT_DB_ALIAS, connections
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from tests.cast import PASSWORD
from tests.journeys.conftest import person, platform

__all__ = ["person", "platform"]

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
# Chromium tells of every refusal: this one is how two people at one draft are told of each other.
FORESEEN = "the server responded with a status of 412"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TIMEOUT = 120_000  # milliseconds; machines that test are busy

Open = Callable[[str | None], Page]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """SQLite in a file: a database in memory is one connection, and a browser asks in parallel."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        path = tmp_path_factory.mktemp("database") / "browser.sqlite3"
        database.setdefault("TEST", {})["NAME"] = str(path)


@pytest.fixture(scope="session")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.fail(
            f"There is no Chromium at {CHROMIUM}. Install one (on Debian and Ubuntu: "
            "apt install chromium), or name yours: CHROMIUM=/path/to/chromium make test-browser",
            pytrace=False,
        )
    expect.set_options(timeout=TIMEOUT)
    # Playwright runs a loop in this thread, which Django takes for asynchronous code: it would
    # refuse to work, and then work on a second connection, which knows nothing of what to put
    # back into the emptied database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    ours = connections[DEFAULT_DB_ALIAS]
    with sync_playwright() as playwright:
        connections[DEFAULT_DB_ALIAS] = ours
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Requests:
    """How many requests the server is at work on."""

    def __init__(self) -> None:
        self.open = 0
        self.changed = Condition()

    def begin(self, **kwargs: object) -> None:
        with self.changed:
            self.open += 1

    def end(self, **kwargs: object) -> None:
        with self.changed:
            self.open -= 1
            self.changed.notify_all()

    def wait(self) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.open == 0, TIMEOUT / 1000)


@pytest.fixture
def requests(live_server: Any) -> Iterator[Requests]:
    requests = Requests()
    request_started.connect(requests.begin)
    request_finished.connect(requests.end)
    yield requests
    request_started.disconnect(requests.begin)
    request_finished.disconnect(requests.end)


@pytest.fixture
def open_page(
    chromium: Browser, live_server: Any, requests: Requests, cast: object
) -> Iterator[Open]:
    """``open_page("editor")`` is that person's own window, logged in; ``None`` is anybody's."""
    troubles: list[str] = []

    def watch(page: Page) -> None:
        def on_request(request: Request) -> None:
            if not request.url.startswith((live_server.url, "data:", "blob:")):
                troubles.append(f"asked for {request.url}")

        page.on("request", on_request)
        page.on("pageerror", lambda error: troubles.append(f"failed: {error}"))
        page.on(
            "console",
            lambda message: (
                troubles.append(f"{message.text} ({message.location})")
                if message.type == "error" and FORESEEN not in message.text
                else None
            ),
        )

    with windows(chromium, live_server.url, requests, watch, locale="en-US") as open_:
        yield open_
    assert troubles == []


@pytest.fixture
def open_plain_page(
    chromium: Browser, live_server: Any, requests: Requests, cast: object
) -> Iterator[Open]:
    """What ``open_page`` is, with JavaScript switched off."""
    with windows(chromium, live_server.url, requests, java_script_enabled=False) as open_:
        yield open_


@contextmanager
def windows(
    chromium: Browser,
    url: str,
    requests: Requests,
    watch: Callable[[Page], object] = id,
    **options: Any,
) -> Iterator[Open]:
    contexts: list[Any] = []

    def open_(username: str | None) -> Page:
        context = chromium.new_context(base_url=url, **options)
        context.set_default_timeout(TIMEOUT)
        contexts.append(context)
        page = context.new_page()
        watch(page)
        if username is not None:
            log_in(page, username)
        return page

    yield open_
    for context in contexts:
        context.close()
    # What the server is still at would find the database emptied, and fill it again.
    requests.wait()


def log_in(page: Page, username: str) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/admin/")
