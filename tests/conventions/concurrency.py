"""A change says which state it is based on."""

import pytest
from django.test import Client

from api.conventions.concurrency import etag_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.conventions.sample")]


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (None, 428),
        ('"another"', 412),
        (f"W/{etag_of('a')}", 412),
        (etag_of("a"), 200),
        (f'"another", {etag_of("a")}', 200),
        ("*", 200),
    ],
)
def test_if_match(client: Client, header: str | None, status: int) -> None:
    headers = {} if header is None else {"If-Match": header}
    answer = client.put("/api/v1/kept/a/", headers=headers)
    assert answer.status_code == status
