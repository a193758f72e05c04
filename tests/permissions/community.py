"""Reviews and posts: anyone reads what is public, its author what waits or is hidden."""

from tests.permissions.rows import Row

SIGNED_OUT = {401: "nobody"}
REVIEW = "/api/v1/reviews/{review_id}/"
POST = "/api/v1/posts/{post_id}/"
WAITS = {"post_id": "waiting_post_id"}
THE_AUTHORS = {200: "customer", 401: "nobody"}
WRITTEN = {"order": "$reviewable_order", "attitude": 5, "skill": 5, "effect": 4, "text": "Good."}

ROWS = [
    Row("GET", "/api/v1/reviews/", {}, rest=200, counts={"rest": 1}, query="service=steam"),
    Row("POST", "/api/v1/reviews/", {201: "customer", 401: "nobody"}, rest=404, body=WRITTEN),
    Row("GET", REVIEW, {}, rest=200),
    Row(
        "PUT",
        f"{REVIEW}reply/",
        {200: "provider", 401: "nobody"},
        rest=403,
        body={"text": "Thank you!"},
    ),
    Row("GET", "/api/v1/me/reviews/", SIGNED_OUT, rest=200, counts={"customer": 1, "rest": 0}),
    Row("GET", "/api/v1/posts/", {}, rest=200, counts={"rest": 1}, query="topic=tips"),
    Row(
        "GET",
        "/api/v1/posts/",
        SIGNED_OUT,
        rest=200,
        query="mine=true&topic=tips",
        counts={"customer": 2, "rest": 0},
        note="mine",
    ),
    Row("POST", "/api/v1/posts/", SIGNED_OUT, rest=201, body={"text": "Hello", "topic": "tips"}),
    Row("GET", POST, {}, rest=200),
    Row("GET", POST, {200: "customer"}, rest=404, names=WAITS, note="that waits"),
    Row("PATCH", POST, THE_AUTHORS, rest=403, body={"text": "Better"}),
    Row(
        "PATCH",
        POST,
        THE_AUTHORS,
        rest=404,
        names=WAITS,
        body={"text": "Better"},
        note="that waits",
    ),
    Row("DELETE", POST, {204: "customer", 401: "nobody"}, rest=403),
    Row("GET", f"{POST}comments/", {}, rest=200, counts={"stranger": 2, "rest": 1}),
    Row("POST", f"{POST}comments/", SIGNED_OUT, rest=201, body={"text": "Me too"}),
    Row("PUT", f"{POST}like/", SIGNED_OUT, rest=200),
    Row("DELETE", f"{POST}like/", SIGNED_OUT, rest=200),
]
