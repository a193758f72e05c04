"""What people did, kept with their consent; and how often objects were seen, by nobody's name."""

import uuid
from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from catalog.behaviour.items import SEARCHES
from cms.delivery.models import PublishedDocument

Row = TypeVar("Row", bound=models.Model)


class OwnedQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: User) -> Self:
        """One's own, and nobody else's."""
        return self.filter(user_id=user.pk)

    def published(self, locale: str) -> Self:
        """Those whose object is published now, with its ``summary``; and searches, without."""
        documents = PublishedDocument.objects.filter(
            collection=OuterRef("collection"), key=OuterRef("key"), locale=locale
        )
        return self.annotate(summary=Subquery(documents.values("summary")[:1])).filter(
            Q(collection=SEARCHES) | Exists(documents)
        )


class Owned(models.Model):
    """A person's relation to an object, known by collection and key: it outlives publication."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    collection = models.CharField(_("collection"), max_length=50)
    key = models.CharField(_("key"), max_length=255)
    at = models.DateTimeField(_("at"))

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.collection}/{self.key}"


class Mark(Owned):
    """What a person said of an object: a favourite, or hidden from what is recommended."""

    class Kind(models.TextChoices):
        FAVOURITE = "favourite", _("Favourite")
        HIDDEN = "hidden", _("Hidden")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)

    objects: ClassVar[models.Manager["Mark"]] = OwnedQuerySet.as_manager()

    class Meta(Owned.Meta):
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "collection", "key"], name="a_person_marks_an_object_once"
            )
        ]
        indexes = [models.Index(fields=["user", "kind", "-at"], name="marks_of_a_person")]


class Trace(Owned):
    """What a person last looked at or for, and when: one row for each object or words."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects: ClassVar[models.Manager["Trace"]] = OwnedQuerySet.as_manager()

    class Meta(Owned.Meta):
        verbose_name = _("trace")
        verbose_name_plural = _("traces")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "collection", "key"], name="a_person_leaves_one_trace_per_object"
            )
        ]
        indexes = [
            models.Index(fields=["user", "-at"], name="traces_of_a_person"),
            models.Index(fields=["at"], name="traces_by_age"),
        ]


class Clearing(models.Model):
    """When a person last deleted their whole history: nothing from before it is recorded later."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("clearing of a history")
        verbose_name_plural = _("clearings of histories")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class DailyViews(models.Model):
    """How often an object was read on a day, by whomever."""

    collection = models.CharField(_("collection"), max_length=50)
    key = models.CharField(_("key"), max_length=255)
    day = models.DateField(_("day"), db_index=True)
    views = models.PositiveBigIntegerField(_("views"), default=0)

    class Meta:
        verbose_name = _("views of a day")
        verbose_name_plural = _("views of days")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "key", "day"], name="views_of_an_object_are_one_row_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.collection}/{self.key} {self.day}: {self.views}"
