"""What the timers do every ten minutes."""

from datetime import datetime, timedelta

from catalog.recommendations.companions import companions
from catalog.recommendations.ledger import ledger
from catalog.recommendations.lists import Materials, write_public_lists
from catalog.recommendations.personal import write_personal_lists
from catalog.recommendations.shelf import shelf

EVERY = timedelta(minutes=10)


def make_lists(now: datetime) -> int:
    """All lists anew, from what was ordered and seen until ``now``; answers how many people have
    a new one of their own.
    """
    known = ledger(now)
    materials = Materials(shelf(), known, companions(known.sets()), now)
    write_public_lists(materials)
    return write_personal_lists(materials)
