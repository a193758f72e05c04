"""Invitations to review an order, and what was written."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from catalog.services.words import WordsField, words_in
from cms.media.models import Picture
from community.moderation.reasons import LONGEST_REASON
from community.reviews.ratings import HIGHEST, LOWEST, MARKS
from community.reviews.states import ReviewStatus

LONGEST_TEXT, LONGEST_REPLY = 2000, 1000
MARK = [MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]


class InvitationQuerySet(models.QuerySet["ReviewInvitation"]):
    def visible_to(self, user: User) -> InvitationQuerySet:
        """One's own: whether somebody was asked, and answered, is told to nobody else."""
        return self.filter(customer_id=user.pk)

    def open(self) -> InvitationQuerySet:
        return self.filter(review=None)


class ReviewInvitation(models.Model):
    """A finished order asks its customer for one review.

    The order is known by its public number; what it was about is kept as it was then.
    """

    order_number = models.CharField(_("order"), max_length=32, unique=True)
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("customer"),
        on_delete=models.PROTECT,
        related_name="review_invitations",
    )
    provider = models.ForeignKey(
        "providers.Provider",
        verbose_name=_("provider"),
        on_delete=models.PROTECT,
        related_name="review_invitations",
    )
    service_key = models.SlugField(_("service"), max_length=64, db_index=False)
    service_title = WordsField(_("title of the service"))
    created_at = models.DateTimeField(_("created at"))

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to review")
        verbose_name_plural = _("invitations to review")
        # No screen of the admin shows these.
        default_permissions = ()
        indexes = [models.Index(fields=["customer", "-created_at"], name="invitations_of_a_person")]

    def __str__(self) -> str:
        return self.order_number


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible(self) -> ReviewQuerySet:
        """What the public reads, and what counts."""
        return self.filter(status=ReviewStatus.VISIBLE)

    def written_by(self, user: User) -> ReviewQuerySet:
        return self.filter(invitation__customer_id=user.pk)

    def detailed(self) -> ReviewQuerySet:
        """With all that its documents show, in as many queries however many there are."""
        return self.select_related("invitation__customer", "provider").prefetch_related(
            "photos__picture__renditions"
        )


class Review(models.Model):
    """What the customer of one order says of it.

    Who wrote it stands in the invitation alone. ``written_at`` is an instant by which a provider
    could tell whose order it was, so that the public reads the day only and finds the reviews of
    a day in no order: ``place`` is the day and the random public id.
    """

    uuid = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    invitation = models.OneToOneField(
        ReviewInvitation,
        verbose_name=_("invitation"),
        on_delete=models.PROTECT,
        related_name="review",
    )
    # Those of the invitation, for the indexes that the lists run on; neither ever changes.
    provider = models.ForeignKey(
        "providers.Provider",
        verbose_name=_("provider"),
        on_delete=models.PROTECT,
        related_name="reviews",
        db_index=False,
    )
    service_key = models.SlugField(_("service"), max_length=64, db_index=False)
    attitude = models.PositiveSmallIntegerField(_("attitude"), validators=MARK)
    skill = models.PositiveSmallIntegerField(_("skill"), validators=MARK)
    effect = models.PositiveSmallIntegerField(_("effect"), validators=MARK)
    text = models.TextField(_("text"), blank=True, max_length=LONGEST_TEXT)
    anonymous = models.BooleanField(_("anonymous"), default=False)
    reply = models.TextField(_("provider's reply"), blank=True, max_length=LONGEST_REPLY)
    replied_at = models.DateTimeField(_("replied at"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=8, choices=ReviewStatus, default=ReviewStatus.VISIBLE
    )
    status_reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    status_since = models.DateTimeField(_("since"))
    written_at = models.DateTimeField(_("written at"))
    place = models.CharField(_("place"), max_length=48, unique=True, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        default_permissions = ("view",)
        permissions = [
            ("moderate_review", "Can hide reviews and show them again"),
            ("see_author", "Can see who wrote an anonymous review"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    attitude__range=(LOWEST, HIGHEST),
                    skill__range=(LOWEST, HIGHEST),
                    effect__range=(LOWEST, HIGHEST),
                ),
                name="marks_are_from_one_to_five",
            ),
            models.CheckConstraint(
                condition=Q(status=ReviewStatus.VISIBLE) | ~Q(status_reason=""),
                name="a_review_is_hidden_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(reply="", replied_at=None) | (~Q(reply="") & ~Q(replied_at=None)),
                name="a_reply_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["provider", "status", "-place"], name="reviews_of_a_provider"),
            models.Index(fields=["service_key", "status", "-place"], name="reviews_of_a_service"),
            models.Index(fields=["status", "-place"], name="reviews_newest_first"),
        ]

    def __str__(self) -> str:
        """Without the author: it is shown wherever a row is named."""
        return f"{self.service}, {self.provider}, {self.written_on:%Y-%m-%d}"

    @property
    def service(self) -> str:
        """As it was called when it was ordered, in the reader's language."""
        title = words_in(self.invitation.service_title, get_language() or "")
        return title or self.service_key

    @property
    def written_on(self) -> date:
        return timezone.localdate(self.written_at)

    @property
    def marks(self) -> int:
        """The sum of the three."""
        return self.attitude + self.skill + self.effect

    @property
    def stars(self) -> str:
        """The mean of the three, to one place."""
        return f"{self.marks / MARKS:.1f}"

    def _opening(self) -> str:
        """The first words, on one line."""
        return Truncator(" ".join(self.text.split())).chars(60) or "–"

    # How the admin's lists name the column.
    _opening.short_description = _("text")  # type: ignore[attr-defined]
    opening = property(_opening)

    @property
    def headline(self) -> str:
        """What it is about, over the text."""
        return str(self)

    @property
    def pictures(self) -> list[Picture]:
        return [row.picture for row in self.photos.all()]


class ReviewPhoto(models.Model):
    """A public picture of the work, made of an upload of the author's."""

    review = models.ForeignKey(
        Review, verbose_name=_("review"), on_delete=models.CASCADE, related_name="photos"
    )
    picture = models.ForeignKey(
        "media.Picture", verbose_name=_("picture"), on_delete=models.CASCADE, related_name="+"
    )
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("photo of a review")
        verbose_name_plural = _("photos of reviews")
        default_permissions = ()
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "position"], name="a_review_has_one_photo_at_a_position"
            )
        ]

    def __str__(self) -> str:
        return f"{self.review} {self.position}"
