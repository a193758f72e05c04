"""What is read of reviews: by anyone, and by those who wrote them.

Of an anonymous review nobody learns the author here, nor the instant, nor any number that grows
with time.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate
from pydantic import BaseModel

from catalog.providers.models import Provider
from catalog.providers.states import ProviderStatus
from catalog.services.words import words_in
from cms.media.documents import PhotoBody, photo_body
from community.moderation.authors import AuthorBody, author_body
from community.reviews.models import Review, ReviewInvitation


class ReviewedService(BaseModel):
    """``title`` is what the service was called when it was ordered."""

    key: str
    title: str


class ReviewedProvider(BaseModel):
    id: UUID
    name: str


class ReplyBody(BaseModel):
    text: str
    replied_on: date


class ReviewBody(BaseModel):
    """``author`` is ``null`` where the author wishes so or has no name; marks are from 1 to 5.

    ``provider`` is ``null`` while the public does not see them.
    """

    id: UUID
    service: ReviewedService
    provider: ReviewedProvider | None
    author: AuthorBody | None
    attitude: int
    skill: int
    effect: int
    text: str
    photos: list[PhotoBody]
    written_on: date
    reply: ReplyBody | None


class OwnReviewBody(ReviewBody):
    """With what the author alone reads; ``reason`` says why it is hidden."""

    order: str
    anonymous: bool
    status: str
    reason: str
    written_at: datetime


class InvitationBody(BaseModel):
    """An order that waits for its review."""

    order: str
    service: ReviewedService
    provider: ReviewedProvider | None
    invited_at: datetime


def review_body(review: Review, locale: str) -> ReviewBody:
    return ReviewBody(**_shown(review, locale))


def own_review_body(review: Review, locale: str) -> OwnReviewBody:
    return OwnReviewBody(
        **_shown(review, locale),
        order=review.invitation.order_number,
        anonymous=review.anonymous,
        status=review.status,
        reason=review.status_reason,
        written_at=review.written_at,
    )


def invitation_body(invitation: ReviewInvitation, locale: str) -> InvitationBody:
    return InvitationBody(
        order=invitation.order_number,
        service=_service(invitation, locale),
        provider=_provider(invitation.provider),
        invited_at=invitation.created_at,
    )


def _shown(review: Review, locale: str) -> dict[str, Any]:
    author = None if review.anonymous else author_body(review.invitation.customer)
    return {
        "id": review.uuid,
        "service": _service(review.invitation, locale),
        "provider": _provider(review.provider),
        "author": author,
        "attitude": review.attitude,
        "skill": review.skill,
        "effect": review.effect,
        "text": review.text,
        "photos": [photo_body(row.picture) for row in review.photos.all()],
        "written_on": review.written_on,
        "reply": _reply(review),
    }


def _service(invitation: ReviewInvitation, locale: str) -> ReviewedService:
    title = words_in(invitation.service_title, locale)
    return ReviewedService(key=invitation.service_key, title=title)


def _provider(provider: Provider) -> ReviewedProvider | None:
    if provider.status != ProviderStatus.ACTIVE:
        return None
    return ReviewedProvider(id=provider.public_id, name=provider.public_name)


def _reply(review: Review) -> ReplyBody | None:
    if review.replied_at is None:
        return None
    return ReplyBody(text=review.reply, replied_on=localdate(review.replied_at))
