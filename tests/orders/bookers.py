"""A process of customers who order at once, on the database that its environment names.

``python -m tests.orders.bookers "TOKEN|QUOTE"…`` posts each quote with its token through the API,
and prints how often it was answered with which status and code, as JSON.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable

import django


def main(pairs: list[str]) -> None:
    django.setup()
    from django.test import Client

    from tests.races.barrier import at_once

    def ordering(token: str, quote: str) -> Callable[[], str]:
        def call() -> str:
            answer = Client(raise_request_exception=False).post(
                "/api/v1/orders/",
                {"quote": quote},
                content_type="application/json",
                headers={"Authorization": f"Bearer {token}"},
            )
            code = "" if answer.status_code == 201 else answer.json().get("code", "")
            return f"{answer.status_code} {code}".strip()

        return call

    calls = [ordering(*pair.split("|")) for pair in pairs]
    print(json.dumps(Counter(str(each) for each in at_once(*calls))))


if __name__ == "__main__":
    main(sys.argv[1:])
