"""A process of customers who book one slot at once, on the database that its environment names.

``python -m tests.catalog.scheduling.bookers PROVIDER PREFIX TIMES [deferred]`` prints what became
of them as JSON. "deferred" is the control: transactions begin without the right to write.
"""

import json
import sys
from collections import Counter

import django
from django.db import connections


def main(provider: int, prefix: str, times: int, mode: str) -> None:
    django.setup()
    from django.db.models.signals import pre_save

    from catalog.providers.models import Provider
    from catalog.scheduling.actions import book
    from catalog.scheduling.models import Booking
    from tests.catalog.scheduling.conftest import NOW, at
    from tests.races.barrier import at_once, meeting

    connections.settings["default"]["OPTIONS"]["transaction_mode"] = mode
    li = Provider.objects.get(pk=provider)

    def booker(number: int):
        slot = {"starts_at": at(7, 10), "ends_at": at(7, 12), "now": NOW}
        return lambda: book(f"{prefix}{number}", provider=li, **slot)

    with meeting(pre_save, sender=Booking, parties=times):
        results = at_once(*[booker(number) for number in range(times)])
    print(json.dumps(Counter(type(each).__name__ for each in results)))


if __name__ == "__main__":
    provider, prefix, times, *rest = sys.argv[1:]
    main(int(provider), prefix, int(times), "DEFERRED" if rest else "IMMEDIATE")
