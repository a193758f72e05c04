"""Whom a review is told of, and when."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.notices.actions import notify
from accounts.notices.templates import NamedNotice
from accounts.users.models import User
from catalog.services.words import words_in
from community.reviews.models import Review
from community.reviews.states import ReviewStatus
from outbox.actions import enqueue
from outbox.registry import handler

TOPIC = "review_written"
MORNING = time(9)

WRITTEN = NamedNotice(
    key="review.written",
    label=_("To the provider: a customer has left a review"),
    placeholders=frozenset({"service"}),
    subject={"en": "A new review", "zh-hans": "收到新评价"},
    body={
        "en": "A customer has reviewed your work ({service}). You may answer once; the answer is "
        "public.",
        "zh-hans": "有客户评价了您的服务（{service}）。您可以回复一次，回复会公开展示。",
    },
)
ANSWERED = NamedNotice(
    key="review.answered",
    label=_("To the customer: the provider has answered the review"),
    placeholders=frozenset({"service", "provider"}),
    subject={"en": "An answer to your review", "zh-hans": "您的评价有了回复"},
    body={
        "en": "{provider} has answered your review of {service}.",
        "zh-hans": "{provider}回复了您对“{service}”的评价。",
    },
)
HIDDEN = NamedNotice(
    key="review.hidden",
    label=_("To the customer: the review has been hidden"),
    placeholders=frozenset({"service", "reason"}),
    subject={"en": "Your review has been hidden", "zh-hans": "您的评价已被隐藏"},
    body={
        "en": "Your review of {service} is not shown any more. The reason: {reason}",
        "zh-hans": "您对“{service}”的评价不再展示。原因：{reason}",
    },
)
NOTICES = (WRITTEN, ANSWERED, HIDDEN)


def tell_written(review: Review, *, now: datetime) -> None:
    """Tell the provider: of an anonymous review the next morning, of any other at once.

    A notice has an instant, and an order's customer was perhaps seen to confirm it a minute before.
    """
    at = _next_morning(now) if review.anonymous else now
    enqueue(TOPIC, {"review": str(review.uuid)}, key=str(review.uuid), available_at=at)


@handler(TOPIC)
def tell_provider(payload: dict[str, Any], *, key: str, now: datetime) -> None:
    """``payload``: ``{"review": uuid}``. What a moderator has hidden meanwhile is not told."""
    review = Review.objects.detailed().get(uuid=payload["review"])
    if review.status == ReviewStatus.VISIBLE:
        _tell(review.provider.user, review, WRITTEN, occasion="written", now=now)


def tell_answered(review: Review, *, now: datetime) -> None:
    """Once: an edited answer is no news."""
    context = {"provider": review.provider.public_name}
    author = review.invitation.customer
    _tell(author, review, ANSWERED, occasion="answered", now=now, context=context)


def tell_hidden(review: Review, *, now: datetime) -> None:
    occasion = f"hidden:{now.isoformat()}"
    context = {"reason": review.status_reason}
    author = review.invitation.customer
    _tell(author, review, HIDDEN, occasion=occasion, now=now, context=context)


def _tell(
    user: User,
    review: Review,
    notice: NamedNotice,
    *,
    occasion: str,
    now: datetime,
    context: Mapping[str, object] | None = None,
) -> None:
    service = words_in(review.invitation.service_title, user.language)
    notify(
        user,
        key=f"review:{review.uuid}:{occasion}",
        now=now,
        template=notice.key,
        context={"service": service, **(context or {})},
        hints={"review": str(review.uuid)},
    )


def _next_morning(now: datetime) -> datetime:
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, MORNING))
