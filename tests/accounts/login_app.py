"""A client app that logs in, and the phones that its codes go to."""

import re

from django.test import Client

from accounts.notices.refusals import DeliveryFailed

AUTH = "/api/v1/auth/"


class App:
    """A client app: keeps the session token while logging in, then the bearer token."""

    def __init__(self) -> None:
        self.session = self.bearer = ""
        self.client = Client()

    def send(self, method: str, path: str, data: dict | None = None):
        headers = {"X-Session-Token": self.session} if self.session else {}
        if self.bearer:
            headers = {"Authorization": f"Bearer {self.bearer}"}
        response = getattr(self.client, method)(
            AUTH + path,
            **({} if data is None else {"data": data, "content_type": "application/json"}),
            headers=headers,
        )
        meta = response.json().get("meta", {}) if response.content else {}
        self.session = meta.get("session_token", self.session)
        self.bearer = meta.get("access_token", self.bearer)
        return response

    def post(self, path: str, **data: object):
        return self.send("post", path, data)


class Phones:
    """Every text that left for a phone, oldest first."""

    sent: list[tuple[str, str]] = []

    def send_text(self, phone: str, text: str) -> None:
        self.sent.append((phone, text))

    @property
    def code(self) -> str:
        return re.findall(r"\b\d{6}\b", self.sent[-1][1])[0]


class BrokenPhones:
    def send_text(self, phone: str, text: str) -> None:
        raise DeliveryFailed


def pending(response) -> list[str]:
    return [flow["id"] for flow in response.json()["data"]["flows"] if flow.get("is_pending")]


def codes(response) -> list[str]:
    return [error["code"] for error in response.json()["errors"]]


def request_code(phone: str = "+8613800000000") -> App:
    app = App()
    assert app.post("code/request", phone=phone).status_code == 401
    return app
