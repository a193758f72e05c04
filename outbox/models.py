"""Work that must happen outside the request once its transaction is committed."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_ATTEMPTS = 15


class MessageQuerySet(models.QuerySet["Message"]):
    def open(self) -> "MessageQuerySet":
        """Neither done nor given up."""
        return self.filter(done_at=None, dead_at=None)

    def dead(self) -> "MessageQuerySet":
        return self.filter(dead_at__isnull=False)

    def due(self, now: datetime) -> "MessageQuerySet":
        """What a worker may take now: available, and under nobody's running lease."""
        return self.unleased(now).filter(available_at__lte=now, attempts__lt=MAX_ATTEMPTS)

    def unleased(self, now: datetime) -> "MessageQuerySet":
        return self.open().filter(Q(leased_until=None) | Q(leased_until__lte=now))


def random_key() -> str:
    return str(uuid.uuid4())


class Message(models.Model):
    """One piece of outside work, by topic.

    ``key`` is the idempotency key that the handler hands on; a topic has each key once.
    """

    topic = models.CharField(_("topic"), max_length=80)
    key = models.CharField(_("key"), max_length=200, default=random_key)
    payload = models.JSONField(_("payload"))
    available_at = models.DateTimeField(_("available at"), default=timezone.now)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    # A fresh one for each claim: a worker that slept past its lease finds another's here.
    lease_owner = models.UUIDField(_("lease owner"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    dead_at = models.DateTimeField(_("given up at"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("outbox message")
        verbose_name_plural = _("outbox messages")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "key"], name="outbox_message_key_is_unique_per_topic"
            ),
            models.CheckConstraint(
                condition=Q(leased_until=None, lease_owner=None)
                | Q(leased_until__isnull=False, lease_owner__isnull=False),
                name="outbox_message_lease_has_an_owner_and_an_end",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(dead_at=None),
                name="outbox_message_is_not_both_done_and_dead",
            ),
        ]
        indexes = [
            models.Index(
                F("available_at"),
                F("id"),
                condition=Q(done_at=None, dead_at=None),
                name="outbox_message_open",
            ),
            models.Index(F("dead_at"), condition=Q(dead_at__isnull=False), name="outbox_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"


class PeriodicJob(models.Model):
    """When a registered job is due next: the row that several timer processes compete for."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    next_at = models.DateTimeField(_("next at"))
    started_at = models.DateTimeField(_("last started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("last finished at"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("periodic job")
        verbose_name_plural = _("periodic jobs")

    def __str__(self) -> str:
        return self.name
