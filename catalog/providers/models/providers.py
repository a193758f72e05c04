"""People and companies that do the work."""

from __future__ import annotations

import uuid
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel

from catalog.providers.states import Gender, ProviderKind, ProviderStatus
from catalog.providers.timezones import default_timezone, validate_timezone
from catalog.services.models.ratings import Rated
from catalog.services.words import WordsField


class ProviderQuerySet(models.QuerySet["Provider"]):
    def active(self) -> ProviderQuerySet:
        """Those whom the public sees."""
        return self.filter(status=ProviderStatus.ACTIVE)


class Provider(Rated, ClusterableModel):
    """Someone who does the work, with what the public may know and a private location.

    Identity, phone and home stay with the user. Status changes by the verbs of ``actions``.
    """

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.PROTECT,
        related_name="provider",
    )
    kind = models.CharField(_("kind"), max_length=8, choices=ProviderKind)
    public_name = models.CharField(_("public name"), max_length=80)
    bio = WordsField(_("about"), blank=True, multiline=True)
    photo = models.ForeignKey(
        "media.Picture",
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    skills = models.ManyToManyField(
        "services.Category", verbose_name=_("skills"), related_name="providers"
    )
    experience_years = models.PositiveSmallIntegerField(_("years of experience"), default=0)
    gender = models.CharField(_("gender"), max_length=8, choices=Gender, default=Gender.UNSTATED)
    lat = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6, null=True, blank=True)
    lng = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    cell = models.CharField(
        _("cell"),
        max_length=16,
        blank=True,
        db_index=True,
        editable=False,
        help_text=_("The H3 cell (resolution 8) of the point: the only location that is public."),
    )
    timezone = models.CharField(
        _("time zone"),
        max_length=64,
        default=default_timezone,
        validators=[validate_timezone],
        help_text=_("Where the provider works: the hours are read on a clock there."),
    )
    status = models.CharField(
        _("status"),
        max_length=16,
        choices=ProviderStatus,
        default=ProviderStatus.ACTIVE,
        db_index=True,
        editable=False,
    )
    status_reason = models.CharField(_("reason"), max_length=255, blank=True, editable=False)
    status_since = models.DateTimeField(_("since"), editable=False)
    activated_at = models.DateTimeField(_("activated at"), editable=False)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        ordering = ["public_name", "public_id"]
        constraints = [
            *Rated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(public_name=""), name="a_provider_has_a_public_name"
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lng__isnull=True, cell="")
                | (Q(lat__isnull=False, lng__isnull=False) & ~Q(cell="")),
                name="a_provider_has_a_point_and_its_cell_or_neither",
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True)
                | Q(lat__gte=-90, lat__lte=90, lng__gte=-180, lng__lte=180),
                name="a_provider_is_on_earth",
                violation_error_message=_("Give degrees: -90 to 90 and -180 to 180."),
            ),
            models.CheckConstraint(
                condition=Q(status=ProviderStatus.ACTIVE) | ~Q(status_reason=""),
                name="a_suspension_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.public_name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class ProviderArea(models.Model):
    """A region that a provider serves, by its key such as ``shanghai``."""

    provider = ParentalKey(
        Provider, verbose_name=_("provider"), on_delete=models.CASCADE, related_name="areas"
    )
    region = models.SlugField(_("region"), max_length=64)

    panels = [FieldPanel("region")]

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["region"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "region"], name="a_provider_serves_a_region_once"
            )
        ]

    def __str__(self) -> str:
        return self.region
