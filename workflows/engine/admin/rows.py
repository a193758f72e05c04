"""Open tasks as lists show them: in their order, with what a person may do to each."""

from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q

from accounts.users.models import Team, User
from accounts.users.roles import LABELS

from ..models import Candidate, WorkItem
from ..models.work import WorkItemQuerySet, asks

APPROVAL = "approval"
OPEN, MINE, QUEUES, ALL = "open", "mine", "queues", "all"
BOXES = (OPEN, MINE, QUEUES, ALL)


def in_box(box: str, user: User) -> WorkItemQuerySet:
    """What is in a box of the inbox: what ``user`` may do now, what they took, what waits in
    their queues, or every open task that they see.
    """
    items = WorkItem.objects
    match box:
        case "mine":
            return items.open().owned_by(user)
        case "queues":
            return items.open_to(user).filter(task__owner=None)
        case "all":
            return items.listed_to(user).open()
        case _:
            return items.open_to(user)


def listed(rows: WorkItemQuerySet, user: User) -> WorkItemQuerySet:
    """``rows`` with all that a list shows, in one query: overdue first, then by when they are due,
    then the oldest.

    ``is_candidate`` says whether ``user`` is asked to do it, ``is_led`` whether a team that they
    lead is.
    """
    teams = Team.objects.filter(lead=user.pk).order_by().values("slug")
    led = Candidate.objects.filter(item=OuterRef("pk"), team__in=teams)
    return (
        rows.select_related(
            "task__owner",
            "task__deadline",
            "case__version__definition",
            "case__definition",
            "case__starter",
        )
        .annotate(is_candidate=asks(user), is_led=Exists(led))
        .order_by(F("task__deadline__due_at").asc(nulls_last=True), "opened_at", "pk")
    )


def may_claim(item: WorkItem) -> bool:
    """Whether the person of ``listed`` may take ``item`` from its queue."""
    is_candidate: bool = item.is_candidate  # type: ignore[attr-defined]
    return is_candidate and item.owner is None and item.kind != APPROVAL


def counted(user: User, *, now: datetime) -> dict[str, int]:
    """How many tasks are in each box, and ``overdue`` in the first."""
    is_mine, is_queued = Q(task__owner=user.pk), Q(task__owner=None, is_candidate=True)
    rows = WorkItem.objects.listed_to(user).open().annotate(is_candidate=asks(user))
    found: dict[str, int] = rows.order_by().aggregate(
        open=Count("pk", filter=is_mine | is_queued),
        mine=Count("pk", filter=is_mine),
        queues=Count("pk", filter=is_queued),
        all=Count("pk"),
        overdue=Count("pk", filter=(is_mine | is_queued) & Q(task__deadline__due_at__lte=now)),
    )
    return found


def role_label(role: str) -> str:
    return str(LABELS.get(role, role))
