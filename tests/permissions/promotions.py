"""Coupons: anyone signed in claims those for everybody, and sees one's own."""

from tests.permissions.rows import Row

CLAIM = "/api/v1/coupons/{code}/claim/"

ROWS = [
    Row("POST", CLAIM, {401: "nobody"}, rest=201),
    Row(
        "POST",
        CLAIM,
        {201: "customer", 401: "nobody"},
        rest=404,
        names={"code": "personal_code"},
        note="the customer's own",
    ),
    Row(
        "GET",
        "/api/v1/me/coupons/",
        {401: "nobody"},
        rest=200,
        counts={"customer": 1, "rest": 0},
    ),
]
