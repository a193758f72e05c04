"""The periodic jobs that belong to the installation rather than to one area."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.management import call_command

from outbox import periodic

KEEP_TASK_RESULTS_DAYS = 3


def prune_task_results(now: datetime) -> None:
    """Forget the queue's finished wake-ups; the outbox rows are the record."""
    call_command(
        "prune_db_task_results",
        "--backend=queue",
        "--queue-name=*",
        f"--min-age-days={KEEP_TASK_RESULTS_DAYS}",
        verbosity=0,
    )


def register() -> None:
    if not settings.REDIS_URL:
        periodic.register("prune task results", timedelta(hours=6), prune_task_results)
