"""Where requests of processes may go, and where not."""

from typing import Any

import pytest

from workflows.engine import posting
from workflows.engine.addresses import AddressRefused, check_url, resolve
from workflows.engine.definition import parse
from workflows.engine.drafts import check_definition

from .webhooks import Server, asking

INSIDE = [
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f.0.0.1/",
    "https://0.0.0.0/",
    "https://10.1.2.3/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://168.63.129.16/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://[::1]/",
    "https://[::]/",
    "https://[fe80::1]/",
    "https://[fd00:ec2::254]/",
    "https://[ff02::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://localhost/",
    "https://LOCALHOST./",
    "https://stock.internal/",
    "https://router/",
    "http://example.org/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "https://user:word@example.org/",
    "https://example.org/#part",
    "https://example.org\\@10.0.0.1/",
    "https://example.org:99999/",
    "https:///path",
    "example.org",
    "",
]


@pytest.mark.parametrize("url", INSIDE)
def test_an_address_inside_is_refused_before_publication(db: None, url: str) -> None:
    with pytest.raises(AddressRefused):
        check_url(url)
    found = check_definition(parse(asking(Server(), url=url)))
    assert [(one.step, one.code) for one in found if one.severity == "error"] == [
        ("ask", "webhook_address")
    ]


def test_only_hosts_that_the_installation_names_are_sent_to(settings: Any) -> None:
    settings.WEBHOOK_HOSTS = ["*.example.org"]
    assert check_url("https://hooks.example.org/a").hostname == "hooks.example.org"
    for url in ("https://example.com/", "https://badexample.org/"):
        with pytest.raises(AddressRefused):
            check_url(url)


def test_it_connects_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(host: str, port: int, **_how: Any) -> list[Any]:
        return [(None, None, None, "", ("93.184.216.34", port))]

    monkeypatch.setattr("workflows.engine.addresses.socket.getaddrinfo", look_up)
    target = resolve("https://example.org:8443/a?b=1")
    assert (target.address, target.port, target.path) == ("93.184.216.34", 8443, "/a?b=1")
    tried = []

    def refuse(place: tuple[str, int], **_how: Any) -> Any:
        tried.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr("workflows.engine.posting.socket.create_connection", refuse)
    with pytest.raises(posting.Unanswered):
        posting.post(target, b"{}", {})
    assert tried == [("93.184.216.34", 8443)]
