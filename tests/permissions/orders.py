"""Orders and complaints: the customer's own, the provider's who is asked, and the house's."""

from tests.permissions.rows import Row

QUOTES = "/api/v1/quotes/"
ORDERS = "/api/v1/orders/"
ORDER = f"{ORDERS}{{number}}/"
COMPLAINTS = "/api/v1/complaints/"
COMPLAINT = f"{COMPLAINTS}{{number}}/"
OFFERED = {"number": "order_number"}
UNPAID = {"number": "unpaid_number"}
FILED = {"number": "complaint_number"}
HOUSE = "support finance operator admin"

ROWS = [
    Row("POST", QUOTES, {}, rest=201, body="$quote_body"),
    Row(
        "GET",
        ORDERS,
        {401: "nobody"},
        rest=200,
        # The provider is told of the two that are paid, the customer and the house of three.
        counts={
            "customer": 3,
            "provider": 2,
            **dict.fromkeys(HOUSE.split(), 3),
            "rest": 0,
        },
    ),
    Row("POST", ORDERS, {201: "customer", 401: "nobody"}, rest=404, body={"quote": "$quote"}),
    Row("GET", ORDER, {200: f"customer provider {HOUSE}", 401: "nobody"}, rest=404, names=OFFERED),
    Row(
        "GET",
        ORDER,
        {200: f"customer {HOUSE}", 401: "nobody"},
        rest=404,
        names=UNPAID,
        note="unpaid",
    ),
    Row(
        "GET",
        f"{ORDER}timeline/",
        {200: f"customer provider {HOUSE}", 401: "nobody"},
        rest=404,
        names=OFFERED,
    ),
    Row(
        "POST",
        f"{ORDER}actions/{{action}}/",
        {200: "provider", 409: f"customer {HOUSE}", 401: "nobody"},
        rest=404,
        names={**OFFERED, "action": "order_action"},
        body={"data": {}},
    ),
    Row(
        "POST",
        f"{ORDER}payments/",
        {201: "customer", 401: "nobody"},
        rest=404,
        names=UNPAID,
        body={"gateway": "sandbox"},
    ),
    Row(
        "GET",
        f"{COMPLAINTS}form/",
        {200: "customer", 401: "nobody"},
        rest=404,
        query="order={order_number}",
    ),
    Row(
        "GET",
        COMPLAINTS,
        {401: "nobody"},
        rest=200,
        counts={"customer": 1, **dict.fromkeys(HOUSE.split(), 1), "rest": 0},
    ),
    Row(
        "POST",
        COMPLAINTS,
        {201: "customer", 401: "nobody"},
        rest=404,
        body="$complaint_body",
    ),
    Row("GET", COMPLAINT, {200: f"customer {HOUSE}", 401: "nobody"}, rest=404, names=FILED),
    Row(
        "GET",
        f"{COMPLAINT}timeline/",
        {200: f"customer {HOUSE}", 401: "nobody"},
        rest=404,
        names=FILED,
    ),
    Row(
        "POST",
        f"{COMPLAINT}actions/{{action}}/",
        {200: "customer", 409: HOUSE, 401: "nobody"},
        rest=404,
        names={**FILED, "action": "complaint_action"},
        body={"data": {}},
    ),
]
