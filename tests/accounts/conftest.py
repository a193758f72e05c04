"""Codes caught on their way to phones, and time that passes when told to."""

import time
from collections.abc import Callable

import pytest

from accounts.notices import transports
from tests.accounts.login_app import App, Phones


@pytest.fixture
def phones(settings, monkeypatch: pytest.MonkeyPatch) -> Phones:
    settings.TEXT_TRANSPORT = "tests.accounts.login_app.Phones"
    monkeypatch.setattr(Phones, "sent", [])
    transports._instance.cache_clear()
    return Phones()


@pytest.fixture
def committing(
    db: None, django_capture_on_commit_callbacks: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Texts leave after the commit; here each request of an ``App`` counts as one."""
    send = App.send

    def committed(self: App, *args: object):
        with django_capture_on_commit_callbacks(execute=True):
            return send(self, *args)

    monkeypatch.setattr(App, "send", committed)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """``later(30)``: half a minute goes by."""
    start, real = time.time(), {"offset": 0.0}
    monkeypatch.setattr(time, "time", lambda: start + real["offset"])

    def advance(seconds: float) -> None:
        real["offset"] += seconds

    return advance
