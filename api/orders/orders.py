"""Orders: placing, paying and following one to its end.

An order bears its case's number; what may be done with it is what its case offers.
"""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy
from rest_framework.request import Request
from rest_framework.response import Response

from api.conventions.access import SIGNED_IN, caller
from api.conventions.coordinates import PlacedQuery
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import CursorQuery, cursor_page
from api.conventions.parameters import Choice, Language
from api.conventions.views import View
from api.orders.answers import OrderDetail, OrderItem, PaymentAnswer
from api.orders.bodies import OrderBody, PaymentBody
from api.work.answers import TimelineAnswer
from api.work.bodies import DataBody
from api.work.cases import LanguageQuery
from api.work.languages import asked
from api.work.polling import TimelineQuery, polled, polled_timeline
from workflows.engine.actions import take_action
from workflows.orders.actions import pay_order, place_order
from workflows.orders.models import Order
from workflows.orders.queries import case_of
from workflows.orders.states import STAGES


class DetailQuery(PlacedQuery, LanguageQuery):
    """``crs`` is that of the address."""


class OrderQuery(CursorQuery):
    status = Choice(
        required=False,
        choices=[stage.key for stage in STAGES],
        help_text=gettext_lazy("Only those that stand so now."),
    )
    locale = Language()


def visible_order(request: Request, number: str) -> Order:
    """The order, if the caller may see it. Raises 404."""
    rows = Order.objects.visible_to(caller(request)).detailed()
    return get_object_or_404(rows, number=number)


class Orders(View):
    @operation(
        "List my orders, or all for whoever looks after them",
        access=SIGNED_IN,
        scope="orders",
        query=OrderQuery,
        answers={200: Page(OrderItem)},
    )
    def get(self, request: Request) -> Response:
        rows = Order.objects.visible_to(caller(request)).detailed()
        if "status" in self.parameters:
            rows = rows.filter(status=self.parameters["status"])
        context = asked(request, self.parameters)
        page = cursor_page(
            request,
            self.parameters,
            rows,
            lambda found: OrderItem(list(found), many=True, context=context).data,
            ordering=("-created_at", "-pk"),
        )
        return Response(page)

    @operation(
        "Order what was quoted",
        access=SIGNED_IN,
        scope="orders",
        query=DetailQuery,
        body=OrderBody,
        answers={201: OrderDetail},
        refusals=(404,),
    )
    def post(self, request: Request) -> Response:
        order = place_order(
            self.body["quote"], notes=self.body["notes"], by=caller(request), now=timezone.now()
        )
        answer = OrderDetail(order, context=_asked(self, request))
        return Response(answer.data, status=201)


class OneOrder(View):
    @operation(
        "Read an order with what I may do",
        access=SIGNED_IN,
        scope="orders",
        query=DetailQuery,
        answers={200: OrderDetail},
        conditional=True,
    )
    def get(self, request: Request, number: str) -> Response:
        order = visible_order(request, number)
        return polled(request, OrderDetail(order, context=_asked(self, request)).data)


class OrderTimeline(View):
    @operation(
        "Read what happened to an order, oldest first",
        access=SIGNED_IN,
        scope="orders",
        query=TimelineQuery,
        answers={200: TimelineAnswer},
        conditional=True,
    )
    def get(self, request: Request, number: str) -> Response:
        return polled_timeline(request, case_of(visible_order(request, number)), self.parameters)


class OrderAction(View):
    @operation(
        "Take an action that the order offers me",
        access=SIGNED_IN,
        scope="orders",
        query=DetailQuery,
        body=DataBody,
        answers={200: OrderDetail},
    )
    def post(self, request: Request, number: str, action: str) -> Response:
        order = visible_order(request, number)
        data = self.body["data"]
        take_action(number, action, by=caller(request), data=data, now=timezone.now())
        # By number alone: whoever rejected it does not see it from now on, but is answered.
        after = Order.objects.detailed().get(pk=order.pk)
        return Response(OrderDetail(after, context=_asked(self, request)).data)


class OrderPayments(View):
    @operation(
        "Ask to pay what is due",
        access=SIGNED_IN,
        scope="orders",
        body=PaymentBody,
        answers={201: PaymentAnswer},
    )
    def post(self, request: Request, number: str) -> Response:
        user = caller(request)
        # Whoever else may see an order has no business paying it.
        order = get_object_or_404(Order.objects.filter(customer=user), number=number)
        payment = pay_order(order, gateway=self.body["gateway"], by=user, now=timezone.now())
        return Response(PaymentAnswer(payment).data, status=201)


def _asked(view: View, request: Request) -> dict[str, Any]:
    return {**asked(request, view.parameters), "crs": view.parameters["crs"]}
