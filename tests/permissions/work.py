"""Tasks and cases: who sees what, and what they may do with it."""

from tests.permissions.rows import Row

TASK = "/api/v1/tasks/{task}/"
CASE = "/api/v1/cases/{number}/"
SEES_TASK = {200: "reviewer operator admin", 401: "nobody"}
SEES_CASE = {200: "customer reviewer operator support admin", 401: "nobody"}
MANAGES = {200: "operator admin", 401: "nobody"}
CLAIMED = {"task": "claimed_task"}
TO_REVIEWER = {"to": "$reviewer_id"}
REASON = {"reason": "Nobody wants it"}

ROWS = [
    Row(
        "GET",
        "/api/v1/tasks/",
        {401: "nobody"},
        rest=200,
        counts={
            "reviewer": 4,
            "operator": 7,
            "admin": 7,
            "support": 1,
            "provider": 2,
            "rest": 0,
        },
    ),
    Row(
        "GET",
        "/api/v1/tasks/",
        {401: "nobody"},
        rest=200,
        query="mine=true",
        counts={"reviewer": 1, "provider": 2, "rest": 0},
        note="mine",
    ),
    Row("GET", TASK, SEES_TASK, rest=404),
    Row("POST", f"{TASK}claim/", {200: "reviewer", 403: "operator admin", 401: "nobody"}, rest=404),
    Row(
        "POST",
        f"{TASK}claim/",
        {409: "reviewer operator admin", 401: "nobody"},
        rest=404,
        names=CLAIMED,
        note="taken already",
    ),
    Row("POST", f"{TASK}release/", SEES_TASK, rest=404, names=CLAIMED),
    Row(
        "POST",
        f"{TASK}assign/",
        {200: "operator admin", 403: "reviewer", 401: "nobody"},
        rest=404,
        body=TO_REVIEWER,
    ),
    Row(
        "POST",
        f"{TASK}complete/",
        {200: "reviewer", 403: "operator admin", 401: "nobody"},
        rest=404,
        body={"outcome": "accept", "data": {"verdict": "Fine"}},
    ),
    Row("GET", CASE, SEES_CASE, rest=404),
    Row("GET", f"{CASE}timeline/", SEES_CASE, rest=404),
    Row("GET", f"{CASE}chart/", SEES_CASE, rest=404),
    Row(
        "POST",
        f"{CASE}actions/{{action}}/",
        {200: "customer", 409: "reviewer operator support admin", 401: "nobody"},
        rest=404,
        body={"data": {}},
    ),
    Row(
        "POST",
        f"{CASE}events/",
        {201: "operator admin", 403: "customer support", 401: "nobody"},
        rest=404,
        names={"number": "waiting_number"},
        body={"event": "scanned", "data": {"grams": 20}},
    ),
    Row("POST", f"{CASE}cancel/", MANAGES, rest=403, body=REASON),
    Row("POST", f"{CASE}jump/", MANAGES, rest=403, body={**REASON, "to": "done"}),
    Row(
        "POST",
        f"{CASE}retry/",
        MANAGES,
        rest=403,
        names={"number": "failed_number"},
        body={"step": "stamp"},
    ),
]
