"""Giving a task to whoever has the least to do.

Picked when the transition is written, as its last locks: the people who may do its tasks are
locked, all at once and by their keys, before their open tasks are counted. Two cases that open
tasks for the same people at the same moment therefore take turns, and the second counts what the
first gave. The lock lets rows refer to the people, so nobody else waits for it. A task that
somebody claims, or that a manager gives away, at the very same moment is not counted: those lock
the case alone.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db.models import Count, Max
from django.db.models.functions import Coalesce
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from accounts.users.models import User

from .assignment import people
from .whom import Assigned


def give(waiting: Iterable[tuple[Task, Assigned]], *, now: datetime) -> None:
    """Give each task to the one of its people with the fewest open tasks.

    Of several, to whom a task was given longest ago, then by their keys. A task that is not new
    any more keeps what has become of it.
    """
    asked = [(task, [user.pk for user in people(assigned)]) for task, assigned in waiting]
    everybody = {pk for _task, pks in asked for pk in pks}
    if not everybody:
        return
    locked = User.objects.select_for_update(no_key=True).filter(pk__in=everybody, is_active=True)
    there = set(locked.order_by("pk").values_list("pk", flat=True))
    for task, pks in asked:
        candidates = [pk for pk in pks if pk in there]
        if candidates:
            Task.objects.filter(pk=task.pk, owner=None, status=STATUS.NEW).update(
                owner=_least_loaded(candidates), status=STATUS.ASSIGNED, assigned=now
            )


def _least_loaded(candidates: list[int]) -> int:
    mine = Task.objects.filter(owner__in=candidates, work_item__isnull=False).order_by()
    counts = mine.filter(finished=None).values("owner").annotate(count=Count("pk"))
    load = {row["owner"]: row["count"] for row in counts}
    fewest = min(load.get(pk, 0) for pk in candidates)
    equal = [pk for pk in candidates if load.get(pk, 0) == fewest]
    if len(equal) == 1:
        return equal[0]
    given = Max(Coalesce("assigned", "work_item__opened_at"))
    rows = mine.filter(owner__in=equal).values("owner").annotate(given=given)
    last = {row["owner"]: row["given"] for row in rows}
    # Whoever never had one comes first.
    never = datetime.min.replace(tzinfo=UTC)
    return min(equal, key=lambda pk: (last.get(pk, never), pk))
