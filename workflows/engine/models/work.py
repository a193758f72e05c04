"""What waits for people: work items, who may take them, and votes."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from accounts.users.models import Team, User

from .cases import Case


class WorkItemQuerySet(models.QuerySet["WorkItem"]):
    def visible_to(self, user: User) -> "WorkItemQuerySet":
        """Items that ``user`` owns, owned, or is a candidate for; all for managers of cases."""
        if user.has_perm("engine.manage_cases"):
            return self
        return self.of_person(user)

    def listed_to(self, user: User) -> "WorkItemQuerySet":
        """Those of ``visible_to`` that belong into a list for ``user``: without what others are
        asked to do and ``user`` may not; managers, who give it to somebody, see that too.
        """
        if user.has_perm("engine.manage_cases"):
            return self
        return self.of_person(user).exclude(Q(task__owner=None) & _kept_out(user))

    def of_person(self, user: User) -> "WorkItemQuerySet":
        """Items that ``user`` owns, owned, or is a candidate for."""
        named = Candidate.objects.matching(user).filter(item=OuterRef("pk"))
        return self.filter(Q(task__owner_id=user.pk) | Exists(named))

    def owned_by(self, user: User) -> "WorkItemQuerySet":
        return self.filter(task__owner_id=user.pk)

    def open(self) -> "WorkItemQuerySet":
        return self.filter(task__finished=None)

    def open_to(self, user: User) -> "WorkItemQuerySet":
        """Open items that ``user`` may work on now: their own, and the queue's."""
        return self.open().filter(Q(task__owner_id=user.pk) | Q(task__owner=None) & asks(user))

    def overdue(self, now: datetime) -> "WorkItemQuerySet":
        return self.open().filter(task__deadline__due_at__lte=now)

    def detailed(self) -> "WorkItemQuerySet":
        """With what lists and details show, in one query."""
        return self.select_related(
            "task__owner", "task__deadline", "case__version", "case__definition"
        )


def asks(user: User) -> Q:
    """Of a work item: whether ``user`` is a candidate and nothing keeps them out."""
    named = Candidate.objects.matching(user).filter(item=OuterRef("pk"))
    return Q(Exists(named)) & ~_kept_out(user)


def _kept_out(user: User) -> Q:
    return Q(Exists(Exclusion.objects.filter(item=OuterRef("pk"), user=user.pk)))


class WorkItem(models.Model):
    """One arrival of a case at a step that waits for people.

    Viewflow's task is the truth about its owner, its end and its outcome.
    """

    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="work_item")
    uuid = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="work_items")
    step = models.CharField(_("step"), max_length=50)
    kind = models.CharField(_("kind"), max_length=20)
    opened_at = models.DateTimeField(_("opened at"))

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("work item")
        verbose_name_plural = _("work items")
        ordering = ["-opened_at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["case", "step"], name="work_items_of_a_step")]

    def __str__(self) -> str:
        return f"{self.step} {self.uuid}"

    @property
    def owner(self) -> User | None:
        """Who has claimed or was given it; after its end, who ended it."""
        return self.task.owner  # type: ignore[no-any-return]

    @property
    def closed_at(self) -> datetime | None:
        """When it ended, by an outcome or because the case went on without it."""
        return self.task.finished  # type: ignore[no-any-return]

    @property
    def is_open(self) -> bool:
        return self.task.finished is None

    @property
    def outcome(self) -> str:
        """The key of the outcome that ended it; empty while open and when it was cancelled."""
        data: dict[str, Any] = self.task.data
        return str(data.get("outcome", "")) if self.task.status == STATUS.DONE else ""

    @property
    def due_at(self) -> datetime | None:
        """When its time is over; ``None`` without a deadline and while that is paused."""
        deadline = getattr(self.task, "deadline", None)
        return deadline.due_at if deadline else None


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def matching(self, user: User) -> "CandidateQuerySet":
        """Rows that name ``user``, a role they hold or a team they are in."""
        # By the table between them, and unordered: every transition composes this anew.
        roles = User.groups.through.objects.filter(user=user.pk).values("group__name")
        teams = Team.objects.filter(Q(members=user.pk) | Q(lead=user.pk)).order_by().values("slug")
        return self.filter(
            Q(user_id=user.pk) | Q(role__in=Subquery(roles)) | Q(team__in=Subquery(teams))
        )


class Candidate(models.Model):
    """Somebody who may do a work item: a person, everybody of a role, or everybody of a team.

    Roles and teams are kept by name: a task may wait in the queue of one that has nobody yet.
    ``position`` is the turn of an approver.
    """

    item = models.ForeignKey(WorkItem, on_delete=models.PROTECT, related_name="candidates")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    role = models.CharField(_("role"), max_length=60, blank=True)
    team = models.CharField(_("team"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("turn"), default=0)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ["position", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, role="", team="")
                | (Q(user=None) & ~Q(role="") & Q(team=""))
                | (Q(user=None) & Q(role="") & ~Q(team="")),
                name="a_candidate_is_one_person_role_or_team",
            ),
            models.UniqueConstraint(
                fields=["item", "user"],
                condition=Q(user__isnull=False),
                name="a_person_is_a_candidate_once",
            ),
        ]
        indexes = [
            models.Index(fields=["role", "item"], condition=~Q(role=""), name="queue_of_a_role"),
            models.Index(fields=["team", "item"], condition=~Q(team=""), name="queue_of_a_team"),
        ]

    def __str__(self) -> str:
        return self.role or self.team or str(self.user_id)


class Exclusion(models.Model):
    """Somebody who may not do a work item, whoever is asked: they did a step that it is not by.

    True of every open item at the end of each transition of its case.
    """

    item = models.ForeignKey(WorkItem, on_delete=models.PROTECT, related_name="exclusions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["item", "user"], name="a_person_is_excluded_once"),
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class Vote(models.Model):
    """One approver's answer. The constraint counts each once, however often it is sent."""

    item = models.ForeignKey(WorkItem, on_delete=models.PROTECT, related_name="votes")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=50)
    vote = models.CharField(_("vote"), max_length=10, blank=True)
    cast_at = models.DateTimeField(_("cast at"))

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["cast_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["item", "voter"], name="everybody_votes_once"),
        ]

    def __str__(self) -> str:
        return f"{self.voter_id} {self.outcome}"
