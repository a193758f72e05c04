"""What I have reviewed and may review: ``me/reviews/``."""

from pydantic import BaseModel
from rest_framework.request import Request
from rest_framework.response import Response

from api.community.reviews import SCOPE
from api.content.documents import locale_of
from api.conventions.access import SIGNED_IN, caller
from api.conventions.operations import operation
from api.conventions.paging import CursorQuery, cursor_page
from api.conventions.parameters import Language
from api.conventions.views import View
from community.reviews.bodies import (
    InvitationBody,
    OwnReviewBody,
    invitation_body,
    own_review_body,
)
from community.reviews.models import Review
from community.reviews.queries import open_invitations


class MyReviewsQuery(CursorQuery):
    locale = Language()


class MyReviewsPage(BaseModel):
    """A page of my reviews, and the newest orders that wait for one."""

    items: list[OwnReviewBody]
    next: str | None
    previous: str | None
    invitations: list[InvitationBody]


class MyReviews(View):
    @operation(
        "List my reviews, newest first, and the orders that I may review",
        access=SIGNED_IN,
        scope=SCOPE,
        query=MyReviewsQuery,
        answers={200: MyReviewsPage},
    )
    def get(self, request: Request) -> Response:
        me, locale = caller(request), locale_of(self.parameters)
        page = cursor_page(
            request,
            self.parameters,
            Review.objects.written_by(me).detailed(),
            lambda rows: [own_review_body(one, locale).model_dump(mode="json") for one in rows],
            ordering=("-written_at", "-id"),
        )
        waiting = [
            invitation_body(one, locale).model_dump(mode="json") for one in open_invitations(me)
        ]
        return Response(page | {"invitations": waiting})
