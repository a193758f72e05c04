"""Reads of reviews."""

from uuid import UUID

from django.db.models import Count, F, QuerySet, Sum

from accounts.users.models import User
from catalog.providers.models import Provider
from catalog.services.ratings import Rating
from community.reviews.models import Review, ReviewInvitation, ReviewQuerySet
from community.reviews.ratings import Scores, bayesian_mean

MOST_INVITATIONS = 100


def public_reviews(*, service: str | None, provider: UUID | None) -> ReviewQuerySet:
    """The visible reviews of a service (by key) and of an active provider, where given."""
    rows = Review.objects.visible()
    if service is not None:
        rows = rows.filter(service_key=service)
    if provider is not None:
        # Of one whom the public does not see, it sees no reviews by that name either.
        rows = rows.filter(provider__in=Provider.objects.active().filter(public_id=provider))
    return rows.detailed()


def rating_of(reviews: ReviewQuerySet) -> Rating:
    """The rating that ``reviews`` make: no mean of no reviews. One query."""
    found = reviews.aggregate(
        count=Count("pk"), marks=Sum(F("attitude") + F("skill") + F("effect"))
    )
    if not found["count"]:
        return Rating(count=0, mean=None)
    scores = Scores(count=found["count"], marks=found["marks"])
    return Rating(count=scores.count, mean=bayesian_mean(scores))


def open_invitations(user: User) -> QuerySet[ReviewInvitation]:
    """The orders that ``user`` may review, the newest hundred."""
    rows = ReviewInvitation.objects.visible_to(user).open().select_related("provider")
    return rows.order_by("-created_at", "-pk")[:MOST_INVITATIONS]
