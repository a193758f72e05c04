"""Which pages of other origins may call the API from a browser: those that are named."""

from typing import Any

import pytest
from django.test import Client

SHOP, OTHER = "https://shop.example", "https://other.example"
ALLOW, EXPOSE = "Access-Control-Allow-Origin", "Access-Control-Expose-Headers"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def named(settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = [SHOP]


def test_a_page_of_a_named_origin_reads_answer_and_headers() -> None:
    answer = Client().get("/api/v1/categories/", headers={"Origin": SHOP})
    assert (answer.status_code, answer[ALLOW]) == (200, SHOP)
    assert {"etag", "ratelimit", "retry-after"} <= set(answer[EXPOSE].split(", "))
    # Tokens, never cookies: another page must not act as whoever is logged in to the admin.
    assert "Access-Control-Allow-Credentials" not in answer


def test_it_may_send_what_the_api_takes() -> None:
    asked = {
        "Origin": SHOP,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,idempotency-key,x-session-token",
    }
    answer = Client().options("/api/v1/quotes/", headers=asked)
    assert (answer.status_code, answer[ALLOW]) == (200, SHOP)
    assert "POST" in answer["Access-Control-Allow-Methods"]
    assert {"authorization", "idempotency-key", "if-match", "x-session-token"} <= set(
        answer["Access-Control-Allow-Headers"].split(", ")
    )


@pytest.mark.parametrize(
    ("origin", "path"), [(OTHER, "/api/v1/categories/"), (SHOP, "/admin/login/")]
)
def test_others_and_the_admin_are_not_named(origin: str, path: str) -> None:
    assert ALLOW not in Client().get(path, headers={"Origin": origin})
