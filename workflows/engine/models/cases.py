"""One run of a version, what happened to it, and what came in from outside."""

import secrets
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Process, Task

from ..states import TimelineEvent
from .publications import Definition, Version

if TYPE_CHECKING:
    from accounts.users.models import User

# Without 0, 1, I and O, which people mix up when they read a number aloud.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "23456789"


def new_number() -> str:
    """A public number such as ``AB23CD45``: 22 thousand million of them, not to be guessed."""
    return "".join(secrets.choice(LETTERS if at % 4 < 2 else DIGITS) for at in range(8))


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: "User") -> "CaseQuerySet":
        """Cases that ``user`` began, that are about them, or that they have or had work in; all
        for those who may see or manage all.
        """
        if user.has_perm("engine.view_case") or user.has_perm("engine.manage_cases"):
            return self
        # By the relation: work.py needs this module.
        items: Any = self.model._meta.get_field("work_items").related_model
        work = items.objects.of_person(user).filter(case=OuterRef("pk"))
        return self.filter(Q(starter_id=user.pk) | Q(person_id=user.pk) | Exists(work))

    def running(self) -> "CaseQuerySet":
        return self.filter(finished_at=None)


class Case(models.Model):
    """One run of a version, about a subject.

    ``data`` holds the values of the definition's fields, of personal ones the reference of the
    sealed value, of which ``derived`` holds what conditions may know, as ``"<field>.<name>"``.
    ``outcomes`` is the latest outcome of each step and ``error_code`` that of the failure which
    last took an error way. ``person`` is whose sealed values the case holds.
    """

    process = models.OneToOneField(Process, on_delete=models.PROTECT, related_name="case")
    number = models.CharField(_("number"), max_length=12, unique=True, default=new_number)
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="cases")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="cases")
    # Not Viewflow's artifact: its ids are 32 bits wide.
    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True)
    subject_id = models.BigIntegerField(null=True)
    subject = GenericForeignKey("subject_type", "subject_id", for_concrete_model=False)
    starter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="started_cases"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases"
    )
    stage = models.CharField(_("stage"), max_length=50, blank=True)
    data = models.JSONField(_("data"), default=dict, encoder=DjangoJSONEncoder)
    derived = models.JSONField(_("derived"), default=dict, encoder=DjangoJSONEncoder)
    outcomes = models.JSONField(_("outcomes"), default=dict)
    error_code = models.CharField(_("error"), max_length=80, blank=True)
    # The case and the task of it that wait for this one, and how many are above it.
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="subcases")
    parent_task = models.OneToOneField(
        Task, on_delete=models.PROTECT, null=True, related_name="subcase"
    )
    depth = models.PositiveSmallIntegerField(_("depth"), default=0)
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    result = models.CharField(_("result"), max_length=50, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-started_at", "-pk"]
        default_permissions = ("view",)
        permissions = [
            ("manage_cases", _("Can assign, cancel, move and repair cases")),
            ("send_events", _("Can tell cases of outside events")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject_type=None, subject_id=None)
                | Q(subject_type__isnull=False, subject_id__isnull=False),
                name="a_subject_has_a_type_and_an_id",
            ),
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"],
                condition=Q(finished_at=None, subject_id__isnull=False),
                name="a_subject_has_one_running_case",
            ),
            models.CheckConstraint(
                condition=Q(parent=None, parent_task=None, depth=0)
                | Q(parent__isnull=False, parent_task__isnull=False, depth__gt=0),
                name="a_subcase_has_a_parent_and_its_task",
            ),
        ]
        indexes = [
            models.Index(fields=["definition", "-started_at"], name="cases_of_a_definition"),
            models.Index(fields=["subject_type", "subject_id"], name="cases_of_a_subject"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def about(self) -> Any:
        """Whose people its actors are: the subject's, or its own where it has none."""
        return self.subject if self.subject_type_id else self


class CaseEvent(models.Model):
    """Something that happened outside, stored before anybody waits for it.

    ``key`` makes it arrive at most once; ``taken_at`` says when a waiting step took it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    event = models.CharField(_("event"), max_length=50)
    key = models.CharField(_("key"), max_length=255)
    data = models.JSONField(_("data"), default=dict)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    received_at = models.DateTimeField(_("received at"))
    taken_at = models.DateTimeField(_("taken at"), null=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["received_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key"], name="an_event_reaches_a_case_once_by_its_key"
            ),
        ]
        indexes = [
            models.Index(
                fields=["case", "event"], condition=Q(taken_at=None), name="events_not_yet_taken"
            ),
        ]

    def __str__(self) -> str:
        return self.event


class TimelineEntry(models.Model):
    """Who did what, when, and from which version. ``data`` never holds form values."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="timeline")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    event = models.CharField(_("event"), max_length=20, choices=TimelineEvent.choices)
    step = models.CharField(_("step"), max_length=50, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    data = models.JSONField(_("data"), default=dict)

    class Meta:
        verbose_name = _("timeline entry")
        verbose_name_plural = _("timeline entries")
        ordering = ["at", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["case", "at"], name="timeline_of_a_case")]

    def __str__(self) -> str:
        return f"{self.event} {self.step}"
