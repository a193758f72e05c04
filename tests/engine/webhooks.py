"""A step that asks another system, which is a real server here."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.utils import timezone
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from accounts.sealed.models import HouseSecret
from accounts.users.models import User
from outbox.delivery import drain
from outbox.models import Message
from workflows.engine import posting
from workflows.engine.actions import jump_case, start_case
from workflows.engine.bpmn import bpmn
from workflows.engine.definition import parse
from workflows.engine.models import Case, OutsideResult
from workflows.engine.refusals import NotAllowed, NotFound
from workflows.engine.sweep import sweep
from workflows.engine.webhooks import TOPIC, rotate_secret, show_secret

from .plain_words import plainly
from .processes import end, process, publish, start, step, text, told

Cast = dict[str, User]


@dataclass
class Server:
    """What it was asked, and what it answers: (status, body) in their order, the last for ever."""

    address: str = ""
    answers: list[tuple[int, bytes]] = field(default_factory=lambda: [(200, b"{}")])
    asked: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    location: str = ""

    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _headers, body in self.asked]


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    known = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            known.asked.append(({k.lower(): v for k, v in self.headers.items()}, body))
            several = len(known.answers) > 1
            status, answer = known.answers.pop(0) if several else known.answers[0]
            self.send_response(status)
            if known.location:
                self.send_header("Location", known.location)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_said: object) -> None:
            """Quiet."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known.address = f"127.0.0.1:{running.server_port}"
    settings.WEBHOOK_INTERNAL_HOSTS = [known.address]
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield known
    running.shutdown()
    running.server_close()


SCORE = {"key": "score", "type": "int", "label": text("Score"), "rules": {"max": 100}}
NAME = {"key": "name", "type": "text", "label": text("Name")}
DAY = {"key": "day", "type": "date", "label": text("Day")}


def asking(server: Server, **values: Any) -> dict[str, Any]:
    values = {
        "url": f"http://{server.address}/score?kind=1",
        "payload": {"name": {"cel": "data.name"}, "day": {"cel": "data.day"},
                    "limit": {"value": 3}},
        "save": {"score": "scores.0.value"},
        "attempts": 3,
        "next": "yes",
        "on_error": "failed",
        **values,
    }  # fmt: skip
    return process(
        start("ask", form=[{"field": "name", "required": True},
                           {"field": "day", "required": True}]),
        step("ask", "webhook", **values),
        end("yes", result="yes"),
        end("failed", result="failed"),
        fields=[NAME, DAY, SCORE],
    )  # fmt: skip


@pytest.fixture
def ask(cast: Cast, server: Server) -> Callable[..., Case]:
    def begun(**values: Any) -> Case:
        publish(asking(server, **values))
        data = {"name": "Ann", "day": "2026-03-02"}
        return start_case("sample", by=cast["customer"], data=data, now=timezone.now())

    return begun


def deliver(later: timedelta = timedelta(seconds=1)) -> None:
    while drain(now=timezone.now() + later, limit=100):
        pass


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_it_sends_a_signed_request_and_saves_the_answer(
    cast: Cast, server: Server, ask: Callable[..., Case]
) -> None:
    server.answers = [(200, b'{"scores": [{"value": 7}]}')]
    case = ask()
    assert (server.asked, fresh(case).finished_at) == ([], None)
    deliver()
    ((headers, body),) = server.asked
    secret = show_secret("sample", by=cast["operator"])
    said = Webhook(secret).verify(body, headers)
    assert (said["type"], said["case"]) == ("sample.ask", case.number)
    assert said["data"] == {"name": "Ann", "day": "2026-03-01T16:00:00Z", "limit": 3}
    assert headers["host"] == server.address
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body + b" ", headers)
    case = fresh(case)
    assert (case.result, case.data["score"]) == ("yes", 7)
    assert told(case).count(("completed", "ask")) == 1
    result = OutsideResult.objects.get()
    # What was answered is not kept twice.
    assert (result.data, result.taken_at is None) == ({}, False)


def test_it_is_not_sent_where_the_transition_is_undone_or_the_case_went_on(
    cast: Cast, server: Server, ask: Callable[..., Case]
) -> None:
    case = ask()
    jump_case(case.number, to="failed", reason="No", by=cast["operator"], now=timezone.now())
    deliver()
    assert (server.asked, Message.objects.filter(done_at=None).count()) == ([], 0)


def test_what_fails_is_tried_again_under_the_same_id(
    server: Server, ask: Callable[..., Case]
) -> None:
    server.answers = [(500, b""), (429, b""), (200, b'{"scores": [{"value": 7}]}')]
    case = ask()
    deliver()
    assert (len(server.asked), fresh(case).finished_at) == (1, None)
    message = Message.objects.get(topic=TOPIC)
    assert message.last_error.startswith("NotAccepted")
    deliver(timedelta(minutes=1))
    deliver(timedelta(minutes=2))
    assert fresh(case).result == "yes"
    assert len(server.asked) == 3
    assert len({(headers["webhook-id"], body) for headers, body in server.asked}) == 1


def test_after_the_last_attempt_it_takes_its_error_way(
    server: Server, ask: Callable[..., Case]
) -> None:
    server.answers = [(503, b"")]
    case = ask(attempts=2)
    for minutes in range(1, 9):
        deliver(timedelta(minutes=minutes))
    case = fresh(case)
    assert (len(server.asked), case.result, case.error_code) == (2, "failed", "webhook_refused")


def test_where_nobody_listens_it_takes_its_error_way(
    cast: Cast, server: Server, settings: Any, ask: Callable[..., Case]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"127.0.0.1:{taken.getsockname()[1]}"
        settings.WEBHOOK_INTERNAL_HOSTS = [nobody]
        case = ask(attempts=1, url=f"http://{nobody}/")
        deliver()
    assert (fresh(case).result, fresh(case).error_code) == ("failed", "webhook_unreachable")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"", "webhook_answer_not_json"),
        (b"<html>", "webhook_answer_not_json"),
        (b"[" * 60_000, "webhook_answer_not_json"),
        (b'{"scores": [{"value": NaN}]}', "webhook_answer_not_json"),
        (b'{"scores": [{"value": "\\u0000"}]}', "webhook_answer_not_json"),
        (b'{"scores": [{"value": "\\ud800"}]}', "webhook_answer_not_json"),
        (b"\xff", "webhook_answer_not_json"),
        (b'"' + b"x" * 64 * 1024 + b'"', "webhook_answer_too_large"),
        (b'{"scores": []}', "webhook_answer_missing"),
        (b'{"scores": [{"value": 101}]}', "webhook_answer_unfit"),
        (b'{"scores": [{"value": "7"}]}', "webhook_answer_unfit"),
    ],
)
def test_a_bad_answer_takes_the_error_way(
    server: Server, ask: Callable[..., Case], answer: bytes, code: str
) -> None:
    server.answers = [(200, answer)]
    case = ask()
    deliver()
    case = fresh(case)
    assert (len(server.asked), case.result, case.error_code) == (1, "failed", code)
    assert "score" not in case.data


def test_an_answer_that_nobody_reads_may_be_anything(
    server: Server, ask: Callable[..., Case]
) -> None:
    server.answers = [(204, b"")]
    case = ask(save={})
    deliver()
    assert fresh(case).result == "yes"


def test_a_redirect_is_not_followed(server: Server, ask: Callable[..., Case]) -> None:
    server.location = f"http://{server.address}/elsewhere"
    server.answers = [(302, b"")]
    case = ask(attempts=1)
    deliver()
    assert (len(server.asked), fresh(case).error_code) == (1, "webhook_refused")


def test_proxies_of_the_environment_are_not_asked(
    server: Server, ask: Callable[..., Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    case = ask(save={}, attempts=1)
    deliver()
    assert fresh(case).result == "yes"


def test_whoever_answers_too_slowly_is_left(
    server: Server, settings: Any, ask: Callable[..., Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "TOTAL_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        settings.WEBHOOK_INTERNAL_HOSTS = [address]
        case = ask(attempts=1, url=f"http://{address}/")
        deliver()
    assert fresh(case).error_code == "webhook_unreachable"


def test_a_request_that_the_outbox_gave_up_is_found_by_the_sweep(
    server: Server, ask: Callable[..., Case]
) -> None:
    case = ask()
    Message.objects.filter(topic=TOPIC).update(attempts=15, dead_at=timezone.now())
    sweep(timezone.now())
    assert (fresh(case).result, server.asked) == ("failed", [])


@pytest.mark.parametrize(
    "found", [["10.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::1"], ["fe80::1%eth0"]]
)
def test_a_name_that_leads_inside_is_refused_when_it_is_sent(
    server: Server,
    ask: Callable[..., Case],
    monkeypatch: pytest.MonkeyPatch,
    found: list[str],
) -> None:
    def look_up(host: str, port: int, **_how: Any) -> list[Any]:
        return [(None, None, None, "", (address, port)) for address in found]

    monkeypatch.setattr("workflows.engine.addresses.socket.getaddrinfo", look_up)
    case = ask(url="https://rebinding.example.org/")
    deliver()
    assert (fresh(case).result, fresh(case).error_code) == ("failed", "webhook_address")
    assert server.asked == []


def test_the_secret_is_sealed_shown_to_publishers_and_changed(cast: Cast, server: Server) -> None:
    publish(asking(server))
    secret = show_secret("sample", by=cast["operator"])
    assert secret == show_secret("sample", by=cast["operator"])
    assert secret.encode() not in bytes(HouseSecret.objects.get().wrapped)
    for name in ("reviewer", "customer", "support"):
        with pytest.raises(NotAllowed):
            show_secret("sample", by=cast[name])
        with pytest.raises(NotAllowed):
            rotate_secret("sample", by=cast[name])
    with pytest.raises(NotFound):
        show_secret("nothing", by=cast["operator"])
    other = rotate_secret("sample", by=cast["operator"])
    assert other != secret
    assert show_secret("sample", by=cast["operator"]) == other


def test_the_check_says_what_is_wrong(db: None, server: Server) -> None:
    assert [one for one in plainly(parse(asking(server))) if one.severity == "error"] == []
    for change, code in (
        ({"save": {"score": "a..b"}}, "webhook_path"),
        ({"save": {"nothing": "a"}}, "save_field"),
        ({"payload": {"a": {"cel": "data.nothing"}}}, "expression_unknown"),
    ):
        found = plainly(parse(asking(server, **change)))
        assert ("ask", code) in {(one.step, one.code) for one in found}


def test_it_is_drawn_as_a_service(server: Server) -> None:
    assert "serviceTask" in bpmn(parse(asking(server)), language="en")
