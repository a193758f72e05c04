from datetime import UTC, datetime

import pytest

from accounts.notices import templates, transports
from accounts.notices.templates import NamedNotice

LOGIN_CODE = NamedNotice(
    key="tests.code",
    label="Login code",
    placeholders=frozenset({"code", "minutes"}),
    subject={"en": "Your code", "zh-hans": "验证码"},
    body={
        "en": "Your code is {code}. It is good for {minutes} minutes.",
        "zh-hans": "您的验证码是 {code}，{minutes} 分钟内有效。",
    },
)


class RecordingTransport:
    """Keeps what it was given; ``failures`` first refuse that many times."""

    failures = 0
    sent: list = []
    texts: list = []

    def send(self, message, *, key):
        if RecordingTransport.failures:
            RecordingTransport.failures -= 1
            raise ConnectionError("the gateway is down")
        self.sent.append((message, key))

    def send_text(self, phone, text):
        self.texts.append((phone, text))


@pytest.fixture
def now():
    return datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def transport(settings, monkeypatch):
    """The one transport out of the house, for notices ("record") and for texts."""
    path = f"{RecordingTransport.__module__}.RecordingTransport"
    settings.NOTICE_TRANSPORTS = {"record": path}
    settings.TEXT_TRANSPORT = path
    monkeypatch.setattr(RecordingTransport, "sent", [])
    monkeypatch.setattr(RecordingTransport, "texts", [])
    monkeypatch.setattr(RecordingTransport, "failures", 0)
    transports._instance.cache_clear()
    return RecordingTransport


@pytest.fixture(autouse=True)
def login_code(monkeypatch):
    """One named notice, and no other."""
    monkeypatch.setattr(templates, "_named", {LOGIN_CODE.key: LOGIN_CODE})
    return LOGIN_CODE
