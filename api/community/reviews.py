"""Reviews: read by anyone, written by the order's customer, answered by the provider."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.content.documents import locale_of
from api.conventions.access import ANYONE, SIGNED_IN, caller
from api.conventions.bodies import Body
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import CursorQuery, cursor_page, named_page
from api.conventions.parameters import Keys, Language, Query
from api.conventions.views import View
from community.reviews.actions import reply, write_review
from community.reviews.bodies import OwnReviewBody, ReviewBody, own_review_body, review_body
from community.reviews.models import LONGEST_REPLY, LONGEST_TEXT, Review
from community.reviews.queries import public_reviews
from community.reviews.ratings import HIGHEST, LOWEST

SCOPE = "community"
# The public id decides among the reviews of a day: nothing tells which came first.
ORDERING = ("-place",)
MOST_PHOTOS = 9


class LocaleQuery(Query):
    locale = Language()


class ReviewsQuery(CursorQuery):
    service = serializers.SlugField(required=False, help_text=_("A service's key."))
    provider = serializers.UUIDField(required=False, help_text=_("A provider's id."))
    locale = Language()
    id = Keys(serializers.UUIDField, source="keys")


def mark(help_text: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=LOWEST, max_value=HIGHEST, help_text=help_text)


class ReviewWriting(Body):
    order = serializers.CharField(max_length=32, help_text=_("The number of one's own order."))
    attitude = mark(_("1 to 5."))
    skill = mark(_("1 to 5."))
    effect = mark(_("1 to 5."))
    text = serializers.CharField(max_length=LONGEST_TEXT, allow_blank=True, default="")
    photos = serializers.ListField(
        child=serializers.UUIDField(),
        max_length=MOST_PHOTOS,
        default=list,
        help_text=_("Uploads of one's own; the public sees them without their metadata."),
    )
    anonymous = serializers.BooleanField(
        default=False, help_text=_("Nobody is told who wrote it, the provider included.")
    )


class ReplyWriting(Body):
    text = serializers.CharField(max_length=LONGEST_REPLY)


class Reviews(View):
    @operation(
        "List reviews, newest day first",
        access=ANYONE,
        query=ReviewsQuery,
        answers={200: Page(ReviewBody)},
    )
    def get(self, request: Request) -> Response:
        rows = public_reviews(
            service=self.parameters.get("service"), provider=self.parameters.get("provider")
        )
        locale = locale_of(self.parameters)

        def render(reviews: Iterable[Review]) -> list[dict[str, Any]]:
            return [review_body(one, locale).model_dump(mode="json") for one in reviews]

        if keys := self.parameters.get("keys"):
            return Response(named_page(keys, rows, render))
        page = cursor_page(request, self.parameters, rows, render, ordering=ORDERING)
        return Response(page)

    @operation(
        "Review one's own order",
        access=SIGNED_IN,
        scope=SCOPE,
        body=ReviewWriting,
        answers={201: OwnReviewBody},
        refusals=(404,),
    )
    def post(self, request: Request) -> Response:
        body = dict(self.body)
        review = write_review(body.pop("order"), **body, by=caller(request), now=timezone.now())
        written = Review.objects.detailed().get(pk=review.pk)
        answer = own_review_body(written, locale_of(self.parameters))
        return Response(answer.model_dump(mode="json"), status=201)


class OneReview(View):
    @operation("Read a review", access=ANYONE, query=LocaleQuery, answers={200: ReviewBody})
    def get(self, request: Request, review_id: UUID) -> Response:
        return _answer(review_id, locale_of(self.parameters))


class Reply(View):
    @operation(
        "Answer a review of one's own work, or change the answer",
        access=SIGNED_IN,
        scope=SCOPE,
        body=ReplyWriting,
        answers={200: ReviewBody},
    )
    def put(self, request: Request, review_id: UUID) -> Response:
        reply(review_id, text=self.body["text"], by=caller(request), now=timezone.now())
        return _answer(review_id, locale_of(self.parameters))


def _answer(review_id: UUID, locale: str) -> Response:
    review = get_object_or_404(Review.objects.visible().detailed(), uuid=review_id)
    return Response(review_body(review, locale).model_dump(mode="json"))
