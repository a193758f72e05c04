"""What happens to reviews. Ratings follow in the same transaction: docs/algorithms/ratings.md."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.users import audit
from accounts.users.models import User
from catalog.providers.actions import rate_provider
from catalog.providers.models import Provider
from catalog.services.actions import rate_service
from cms.delivery.actions import lock_collection
from cms.media.pictures import pictures_from_uploads
from community.moderation.reasons import stated
from community.moderation.refusals import NotAllowed, NotFound
from community.reviews.models import Review, ReviewInvitation, ReviewPhoto
from community.reviews.notices import tell_answered, tell_hidden, tell_written
from community.reviews.queries import rating_of
from community.reviews.refusals import AlreadyReviewed
from community.reviews.states import ReviewStatus

# In the library of pictures; it names neither the author nor the order.
PHOTO_TITLE = "Review"


def invite(
    order_number: str,
    *,
    customer: User,
    provider: Provider,
    service_key: str,
    service_title: Mapping[str, str],
    now: datetime,
) -> ReviewInvitation:
    """Let ``customer`` review the order; an order invites once, and the first call stands.

    Telling the customer is the business of the process.
    """
    invitation, _created = ReviewInvitation.objects.get_or_create(
        order_number=order_number,
        defaults={
            "customer": customer,
            "provider": provider,
            "service_key": service_key,
            "service_title": dict(service_title),
            "created_at": now,
        },
    )
    return invitation


@transaction.atomic
def write_review(
    order_number: str,
    *,
    attitude: int,
    skill: int,
    effect: int,
    text: str,
    photos: Sequence[UUID],
    anonymous: bool,
    by: User,
    now: datetime,
) -> Review:
    """The one review of an order, by its customer; visible at once.

    ``photos`` are uploads of ``by``, which become public pictures. Raises ``NotFound`` for an
    order that does not invite ``by``, ``AlreadyReviewed``, ``UploadsUnavailable`` and
    ``NotAPicture``.
    """
    # The invitation first: of two reviews of one order the second waits here, and is refused.
    mine = ReviewInvitation.objects.visible_to(by).select_for_update()
    invitation = mine.filter(order_number=order_number).first()
    if invitation is None:
        raise NotFound
    if Review.objects.filter(invitation=invitation).exists():
        raise AlreadyReviewed
    # Before anything is written, though ``_rate`` locks it in any case: of two reviews of one
    # provider the second waits here and holds nothing that others wait for. (Its reference to the
    # provider is looked at when it commits, and would let neither wait for the other.)
    Provider.objects.select_for_update(no_key=True).get(pk=invitation.provider_id)
    public_id = uuid.uuid4()
    review = Review.objects.create(
        uuid=public_id,
        invitation=invitation,
        provider=invitation.provider,
        service_key=invitation.service_key,
        attitude=attitude,
        skill=skill,
        effect=effect,
        text=text,
        anonymous=anonymous,
        status_since=now,
        written_at=now,
        place=f"{timezone.localdate(now):%Y-%m-%d} {public_id.hex}",
    )
    _attach(photos, review, by=by, now=now)
    _rate(review)
    tell_written(review, now=now)
    return review


@transaction.atomic
def reply(review_id: UUID, *, text: str, by: User, now: datetime) -> Review:
    """The answer of the provider reviewed, in place of an earlier one.

    Raises ``NotFound`` for a review that is not visible and ``NotAllowed`` for anybody else.
    """
    review = _locked(review_id)
    if review.status != ReviewStatus.VISIBLE:
        raise NotFound
    if review.provider.user_id != by.pk:
        raise NotAllowed
    review.reply, review.replied_at = text, now
    review.save(update_fields=["reply", "replied_at"])
    audit.record(review, "doorstep.review.reply", by=by)
    tell_answered(review, now=now)
    return review


@transaction.atomic
def hide_review(review_id: UUID, *, reason: str, by: User | None, now: datetime) -> Review:
    """Take a review from the public, with the reason; a hidden one keeps its own reason.

    It stays with its author, who reads the reason, and counts no more. Raises ``ReasonMissing``.
    """
    review = _locked(review_id)
    if review.status == ReviewStatus.HIDDEN:
        return review
    _move(review, ReviewStatus.HIDDEN, reason=stated(reason), now=now)
    data = {"reason": review.status_reason}
    audit.record(review, "doorstep.review.hide", by=by, data=data)
    tell_hidden(review, now=now)
    return review


@transaction.atomic
def show_review(review_id: UUID, *, by: User | None, now: datetime) -> Review:
    """Show a hidden review again; a visible one is answered unchanged."""
    review = _locked(review_id)
    if review.status == ReviewStatus.VISIBLE:
        return review
    _move(review, ReviewStatus.VISIBLE, reason="", now=now)
    audit.record(review, "doorstep.review.show", by=by)
    return review


def _locked(review_id: UUID) -> Review:
    rows = Review.objects.select_for_update(of=("self",)).select_related(
        "invitation__customer", "provider"
    )
    try:
        return rows.get(uuid=review_id)
    except Review.DoesNotExist as error:
        raise NotFound from error


def _attach(photos: Sequence[UUID], review: Review, *, by: User, now: datetime) -> None:
    pictures = pictures_from_uploads(
        dict(enumerate(dict.fromkeys(photos))),
        to=f"review:{review.uuid}",
        title=PHOTO_TITLE,
        place="photos",
        by=by,
        now=now,
    )
    ReviewPhoto.objects.bulk_create(
        ReviewPhoto(review=review, picture=picture, position=position)
        for position, picture in pictures.items()
    )


def _move(review: Review, to: ReviewStatus, *, reason: str, now: datetime) -> None:
    review.status, review.status_reason, review.status_since = to, reason, now
    review.save(update_fields=["status", "status_reason", "status_since"])
    _rate(review)


def _rate(review: Review) -> None:
    """Have the ratings say what the rows say."""
    # Read under the locks: of two reviews at once, the later one sees the other.
    provider = Provider.objects.select_for_update(no_key=True).get(pk=review.provider_id)
    of_provider = Review.objects.visible().filter(provider=provider)
    rate_provider(provider, rating=rating_of(of_provider))
    lock_collection("services")
    of_service = Review.objects.visible().filter(service_key=review.service_key)
    rate_service(review.service_key, rating=rating_of(of_service))
