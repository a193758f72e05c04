"""Applications: the applicant's own, and everybody's for those who review them."""

from tests.permissions.rows import Row

PATH = "/api/v1/applications/"
ONE = f"{PATH}{{number}}/"
OURS = {"number": "application_number"}
SEES = {200: "applicant reviewer support operator admin", 401: "nobody"}

ROWS = [
    Row(
        "GET",
        PATH,
        {401: "nobody"},
        rest=200,
        counts={
            "applicant": 1,
            "reviewer": 1,
            "support": 1,
            "operator": 1,
            "admin": 1,
            "rest": 0,
        },
    ),
    Row("GET", f"{PATH}form/", {200: "customer stranger applicant", 401: "nobody"}, rest=403),
    # The certificate is the customer's upload: for other customers the form does not fit.
    Row(
        "POST",
        PATH,
        {201: "customer", 422: "stranger applicant", 401: "nobody"},
        rest=403,
        body={"data": "$application"},
    ),
    Row(
        "GET",
        "/api/v1/tasks/{task}/personal/{field}/",
        {200: "reviewer", 403: "operator admin", 401: "nobody"},
        rest=404,
        names={"task": "application_task"},
    ),
    Row("GET", ONE, SEES, rest=404, names=OURS),
    Row("GET", f"{ONE}timeline/", SEES, rest=404, names=OURS),
    Row(
        "POST",
        f"{ONE}actions/{{action}}/",
        {200: "applicant", 409: "reviewer support operator admin", 401: "nobody"},
        rest=404,
        names=OURS,
        body={"data": {}},
    ),
]
