"""Consents, and what people do: each their own, and under a consent alone."""

from tests.permissions.rows import Row

SIGNED_OUT = {401: "nobody"}
# The customer alone has consented.
CONSENTING = {200: "customer", 401: "nobody"}
OWN = {"customer": 1, "rest": 0}
SERVICE = {"key": "service_key"}

ROWS = [
    Row("GET", "/api/v1/me/consents/", SIGNED_OUT, rest=200, counts={"rest": 2}),
    Row(
        "PUT",
        "/api/v1/me/consents/{key}/",
        SIGNED_OUT,
        rest=200,
        names={"key": "purpose"},
        body={"given": True, "version": 1},
    ),
    Row("GET", "/api/v1/me/favourites/", SIGNED_OUT, rest=200, counts=OWN),
    Row("PUT", "/api/v1/me/favourites/{collection}/{key}/", CONSENTING, rest=409, names=SERVICE),
    Row("DELETE", "/api/v1/me/favourites/{collection}/{key}/", SIGNED_OUT, rest=204, names=SERVICE),
    Row("GET", "/api/v1/me/hidden/", SIGNED_OUT, rest=200, counts=OWN),
    Row("PUT", "/api/v1/me/hidden/{collection}/{key}/", CONSENTING, rest=409, names=SERVICE),
    Row("DELETE", "/api/v1/me/hidden/{collection}/{key}/", SIGNED_OUT, rest=204, names=SERVICE),
    Row("GET", "/api/v1/me/history/", SIGNED_OUT, rest=200, counts=OWN),
    Row("DELETE", "/api/v1/me/history/", SIGNED_OUT, rest=204),
    Row(
        "DELETE",
        "/api/v1/me/history/{trace_id}/",
        {204: "customer", 401: "nobody"},
        rest=404,
    ),
    Row("GET", "/api/v1/recommendations/", {}, rest=200, counts={"rest": 1}),
    Row(
        "GET",
        "/api/v1/recommendations/",
        {},
        rest=200,
        query="kind=for_you",
        counts={"rest": 1},
        note="for you",
    ),
]
