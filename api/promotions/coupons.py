"""Coupons: claiming one, and those that one holds."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from rest_framework.request import Request
from rest_framework.response import Response

from api.conventions.access import SIGNED_IN, caller
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import CursorQuery, cursor_page
from api.conventions.parameters import Choice
from api.conventions.views import View
from promotions.coupons.actions import claim_coupon
from promotions.coupons.documents import HeldCouponBody, held_coupons
from promotions.coupons.models import Claim, Coupon
from promotions.coupons.queries import claims_of
from promotions.coupons.states import ClaimStatus


class ClaimCoupon(View):
    @operation(
        "Claim a coupon",
        access=SIGNED_IN,
        scope="profile",
        answers={201: HeldCouponBody},
        refusals=(404,),
    )
    def post(self, request: Request, code: str) -> Response:
        try:
            claim = claim_coupon(code, by=caller(request), now=timezone.now())
        except Coupon.DoesNotExist as error:
            raise Http404 from error
        return Response(rendered([claim])[0], status=201)


class HeldCouponsQuery(CursorQuery):
    status = Choice(
        choices=ClaimStatus.values,
        required=False,
        help_text=gettext_lazy("Only those that stand so now."),
    )


class HeldCoupons(View):
    @operation(
        "List my coupons, newest first",
        access=SIGNED_IN,
        scope="profile",
        query=HeldCouponsQuery,
        answers={200: Page(HeldCouponBody)},
    )
    def get(self, request: Request) -> Response:
        status = self.parameters.get("status")
        claims = claims_of(
            caller(request),
            status=ClaimStatus(status) if status else None,
            now=timezone.now(),
        )
        page = cursor_page(
            request, self.parameters, claims, rendered, ordering=("-claimed_at", "-id")
        )
        return Response(page)


def rendered(claims: Iterable[Claim]) -> list[dict[str, Any]]:
    language, now = get_language() or "", timezone.now()
    bodies = held_coupons(list(claims), language, now=now)
    return [body.model_dump(mode="json") for body in bodies]
