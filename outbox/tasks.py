"""What wakes a worker. The task carries nothing: the rows are the truth, losing one is harmless."""

from django.utils import timezone
from django_tasks import task

from outbox.delivery import drain


@task(backend="queue")
def drain_outbox() -> int:
    """Deliver what is due, in small rounds with a fresh clock; answers how many were taken."""
    total = 0
    while taken := drain(now=timezone.now()):
        total += taken
    return total


def wake() -> None:
    drain_outbox.enqueue()
