"""Chromium before a live server: what people of the house see and click.

A page may not say anything wrong in its console nor ask any other host for anything: that is
checked of every page that a test opens, when the test ends.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.conftest import PASSWORD
from tests.journeys.conftest import person, platform

__all__ = ["person", "platform"]

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TIMEOUT = 30_000  # milliseconds; machines that test are busy

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
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.fail(
            f"There is no Chromium at {CHROMIUM}. Install one (on Debian and Ubuntu: "
            "apt install chromium), or name yours: CHROMIUM=/path/to/chromium make test-browser",
            pytrace=False,
        )
    # Playwright runs a loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=TIMEOUT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def is_autosave(message: ConsoleMessage) -> bool:
    """Wagtail saves while one writes, and is told 400 as long as the form is incomplete."""
    return "400 (Bad Request)" in message.text and "/admin/pages/" in message.location["url"]


@pytest.fixture
def open_page(chromium: Browser, live_server: Any) -> Iterator[Open]:
    """``open_page("editor")`` is that person's own window, logged in; ``None`` is anybody's."""
    contexts: list[Any] = []
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
                if message.type == "error" and not is_autosave(message)
                else None
            ),
        )

    def open_(username: str | None) -> Page:
        context = chromium.new_context(base_url=live_server.url, locale="en-US")
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
    assert troubles == []


def log_in(page: Page, username: str) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/admin/")
