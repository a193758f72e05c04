"""Operators shape processes; customers start cases of the one that lets them."""

from tests.furniture.processes import ERRAND
from tests.permissions.rows import Row

PATH = "/api/v1/processes/{key}/"
OPERATORS = "operator admin"
READS = {200: OPERATORS, 401: "nobody"}
DRAFT = {"definition": "$definition", "note": "Again"}
NEW = {"definition": {**ERRAND, "key": "letter"}}
MOVE = {"from": 1, "to": 1, "cases": "all", "dry_run": True}


def seen(everything: int, customers: int, reviewers: int) -> dict[str, int]:
    return {
        "operator": everything,
        "admin": everything,
        "support": everything,
        "customer": customers,
        "reviewer": reviewers,
        "rest": 0,
    }


ROWS = [
    Row("GET", "/api/v1/processes/", READS, rest=403, counts={"operator": 7, "admin": 7}),
    Row("POST", "/api/v1/processes/", {201: OPERATORS, 401: "nobody"}, rest=403, body=NEW),
    Row("GET", "/api/v1/processes/schema/", READS, rest=403),
    Row("GET", "/api/v1/processes/vocabulary/", READS, rest=403, query="kind=plain"),
    Row("GET", PATH, READS, rest=403),
    Row("GET", f"{PATH}draft/", READS, rest=403),
    Row("PUT", f"{PATH}draft/", {428: OPERATORS, 401: "nobody"}, rest=403, body=DRAFT),
    Row(
        "PUT",
        f"{PATH}draft/",
        READS,
        rest=403,
        body=DRAFT,
        headers={"If-Match": "$etag"},
        note="with If-Match",
    ),
    Row("POST", f"{PATH}draft/check/", READS, rest=403),
    Row("POST", f"{PATH}draft/simulate/", READS, rest=403, body={"answers": []}),
    Row("POST", f"{PATH}draft/publish/", {201: OPERATORS, 401: "nobody"}, rest=403, body={}),
    Row("GET", f"{PATH}diff/", READS, rest=403, query="from=1"),
    Row("GET", f"{PATH}versions/", READS, rest=403, counts={"operator": 1, "admin": 1}),
    Row("GET", f"{PATH}versions/{{version}}/", READS, rest=403),
    Row("GET", f"{PATH}rollouts/", READS, rest=403, counts={"operator": 1, "admin": 1}),
    Row(
        "POST",
        f"{PATH}rollouts/",
        {201: OPERATORS, 401: "nobody"},
        rest=403,
        body={"version": 1},
    ),
    Row("POST", f"{PATH}rollback/", {201: OPERATORS, 401: "nobody"}, rest=403, body={"to": 1}),
    Row("GET", f"{PATH}start/", {200: "customer stranger applicant", 401: "nobody"}, rest=403),
    Row(
        "GET",
        f"{PATH}cases/",
        {401: "nobody"},
        rest=200,
        counts=seen(everything=2, customers=2, reviewers=2),
    ),
    Row(
        "POST",
        f"{PATH}cases/",
        {201: "customer stranger applicant", 401: "nobody"},
        rest=403,
        body={"data": {"wish": "A pen"}},
    ),
    Row("POST", f"{PATH}migrations/", READS, rest=403, body=MOVE),
]
