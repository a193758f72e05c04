"""What the timers process runs, again and again: each job at most once per interval."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType

from django.db import connection
from django.utils import timezone

from outbox.failures import describe
from outbox.models import PeriodicJob

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    name: str
    every: timedelta
    run: Callable[[datetime], object]


_jobs: dict[str, Job] = {}


def register(name: str, every: timedelta, run: Callable[[datetime], object]) -> None:
    """Have ``run(now)`` called every ``every`` by the timers process. For ``AppConfig.ready()``.

    A run that takes longer than its interval may overlap with the next one in another process,
    so it must claim its own rows; one that raises is logged, kept on its row and comes again.

    Raises ``ValueError`` when the name is taken by another job.
    """
    job = Job(name, every, run)
    if _jobs.setdefault(name, job) != job:
        raise ValueError(f"A periodic job {name!r} is already registered.")


def jobs() -> list[Job]:
    return list(_jobs.values())


def run_due(*, now: datetime) -> list[str]:
    """Run every registered job that is due; answers the names of those run by this process."""
    due = _due_names(now)
    return [job.name for job in jobs() if job.name in due and _run(job, now=now)]


def _due_names(now: datetime) -> set[str]:
    rows = dict(PeriodicJob.objects.values_list("name", "next_at"))
    missing = [PeriodicJob(name=name, next_at=now) for name in _jobs if name not in rows]
    # Another timers process may add the same rows at this moment: whoever comes first.
    PeriodicJob.objects.bulk_create(missing, ignore_conflicts=True)
    return {name for name in _jobs if rows.get(name, now) <= now}


def _run(job: Job, *, now: datetime) -> bool:
    if not _claim(job, now=now):
        return False
    with _Run(job):
        job.run(now)
    return True


def _claim(job: Job, *, now: datetime) -> bool:
    # One process moves next_at on and runs the job; the others find nothing to move.
    moved = PeriodicJob.objects.filter(name=job.name, next_at__lte=now).update(
        next_at=now + job.every, started_at=now
    )
    return bool(moved)


class _Run:
    """The timers' border: one job's failure is kept on its row and must not stop the others."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        if error is not None and not isinstance(error, Exception):
            return False
        if error is not None:
            logger.error("The periodic job %s failed.", self.job.name, exc_info=error)
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
        PeriodicJob.objects.filter(name=self.job.name).update(
            finished_at=timezone.now(), last_error=describe(error) if error else ""
        )
        return True
