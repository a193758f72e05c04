"""One payment: to read, and to refund."""

from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from accounts.users.models import User
from cms.pages.reading import ReadingPage

from ..actions import refund
from ..amounts import shown
from ..models import GatewayNotice, Payment
from ..queries import money_of
from ..refusals import PaymentRefusal
from .listing import gateway_label

MINOR = 100


def url_of(view: str, payment: Payment | None = None) -> str:
    """The address of a view of payments ("list", "inspect", "refund")."""
    name = Payment.snippet_viewset.get_url_name(view)  # type: ignore[attr-defined]
    return reverse(name, args=[payment.pk] if payment else [])


def left_of(order_number: str) -> int:
    """What could still be refunded of an order."""
    money = money_of(order_number)
    return money.paid - money.refunded


class NoticePage(ReadingPage):
    """What a gateway told, and the order whose payment it was about."""

    object: GatewayNotice

    def get_page_title(self) -> str:
        return _("Notice")

    def get_page_subtitle(self) -> str:
        return self.object.notice_id

    def get_gateway_display_value(self) -> str:
        return gateway_label(self.object.gateway)

    def get_payment_display_value(self) -> str:
        payment = self.object.payment
        if payment is None:
            return "–"
        return format_html('<a href="{}">{}</a>', url_of("inspect", payment), payment.order_number)


class PaymentPage(ReadingPage):
    """Its facts, its refunds, and what the gateway told: never the words of a notice."""

    object: Payment

    def get_page_title(self) -> str:
        return _("Payment")

    def get_page_subtitle(self) -> str:
        return self.object.order_number

    @cached_property
    def header_buttons(self) -> list[Button]:
        if not (self.user_has_permission("refund") and left_of(self.object.order_number)):
            return []
        url = url_of("refund", self.object)
        return [HeaderButton(_("Refund"), url=url, icon_name="history", priority=10)]

    def get_amount_display_value(self) -> str:
        return self._shown(self.object.amount)

    def get_captured_display_value(self) -> str:
        return self._shown(self.object.captured)

    def get_refunded_display_value(self) -> str:
        return self._shown(self.object.refunded)

    def get_gateway_display_value(self) -> str:
        return gateway_label(self.object.gateway)

    def get_reference_display_value(self) -> str:
        return self.object.reference or "–"

    def get_requested_by_display_value(self) -> str:
        return str(self.object.requested_by or "–")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refunds = [
            (row, self._shown(row.amount))
            for row in self.object.refunds.select_related("requested_by")
        ]
        notices = self.object.notices.defer("body", "headers")
        context: dict[str, Any] = super().get_context_data(
            refunds=refunds, notices=notices, **kwargs
        )
        return context

    def _shown(self, amount: int) -> str:
        return shown(amount, self.object.currency)


class RefundForm(forms.Form):
    """``key``: made with the form, so that a form sent twice is one refund."""

    amount = forms.DecimalField(
        label=gettext_lazy("Amount"), min_value=Decimal("0.01"), decimal_places=2, max_digits=12
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)
    key = forms.UUIDField(widget=forms.HiddenInput)


class RefundPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """Sends back a part of what was paid for an order, or all of it."""

    permission_required = "refund"
    model = Payment
    template_name = "payments/admin/refund.html"
    form_class = RefundForm
    header_icon = "history"
    page_title = gettext_lazy("Refund")
    payment: Payment

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.payment = get_object_or_404(Payment, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.payment.order_number

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": url_of("list"), "label": _("Payments")},
            {"url": url_of("inspect", self.payment), "label": self.payment.order_number},
            {"url": "", "label": _("Refund")},
        ]

    def get_initial(self) -> dict[str, Any]:
        left = Decimal(left_of(self.payment.order_number)) / MINOR
        return {"amount": left.quantize(Decimal("0.01")), "key": uuid4()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        left = shown(left_of(self.payment.order_number), self.payment.currency)
        return super().get_context_data(
            payment=self.payment, left=left, back=url_of("inspect", self.payment), **kwargs
        )

    def form_valid(self, form: RefundForm) -> HttpResponse:
        cleaned = form.cleaned_data
        amount = int(cleaned["amount"] * MINOR)
        try:
            self._refund(amount, cleaned["reason"], cleaned["key"])
        except PaymentRefusal as refusal:
            form.add_error("amount", str(refusal))
            return self.form_invalid(form)
        sent = shown(amount, self.payment.currency)
        messages.success(self.request, _("%(amount)s is on its way back.") % {"amount": sent})
        return redirect(url_of("inspect", self.payment))

    def _refund(self, amount: int, reason: str, key: UUID) -> None:
        if not isinstance(self.request.user, User):
            raise PermissionDenied
        refund(
            self.payment.order_number,
            amount=amount,
            reason=reason,
            key=f"admin:{key}",
            by=self.request.user,
            now=timezone.now(),
        )
