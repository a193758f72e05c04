"""The page that a payer sees at the sandbox: Pay and Fail, for whoever holds its address."""

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from workflows.payments.amounts import shown

from .actions import fail_trade, pay_trade, trade_of
from .models import SandboxTrade
from .notices import deliver
from .refusals import SandboxError
from .states import PAID, PAYABLE

VERBS = {"paid": pay_trade, "failed": fail_trade}


# The address is the secret: no cookie adds to it, so there is nothing to forge.
@method_decorator([csrf_exempt, never_cache], name="dispatch")
class TradePage(View):
    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, payment: UUID) -> HttpResponse:
        return self._page(request, payment)

    def post(self, request: HttpRequest, payment: UUID) -> HttpResponse:
        """``{"result": "paid" | "failed"}``, as JSON or as a form."""
        trade = self._trade(payment)
        verb = VERBS.get(_result(request))
        if verb is None:
            return _no(400, "PARAM_ERROR")
        now = timezone.now()
        try:
            notice = verb(trade.out_trade_no, now=now)
        except SandboxError as error:
            if _is_json(request):
                return _no(409, error.code)
            return self._page(request, payment, status=409)
        # The books are committed: tell the merchant, and leave it to the outbox if it is not heard.
        heard = deliver(notice, now=now)
        if _is_json(request):
            return JsonResponse({"trade_state": notice.trade.state, "notified": heard})
        return redirect("sandbox:payment", payment)

    def _page(self, request: HttpRequest, payment: UUID, status: int = 200) -> HttpResponse:
        trade = self._trade(payment)
        context = {
            "trade": trade,
            "amount": shown(trade.total, trade.currency),
            "refunded": shown(trade.refunded, trade.currency) if trade.refunded else "",
            "is_payable": trade.state in PAYABLE,
            "is_paid": trade.state in PAID,
        }
        return render(request, "sandbox/payment.html", context, status=status)

    def _trade(self, payment: UUID) -> SandboxTrade:
        try:
            return trade_of(payment.hex)
        except SandboxError as error:
            raise Http404 from error


def _is_json(request: HttpRequest) -> bool:
    return request.content_type == "application/json"


def _result(request: HttpRequest) -> str:
    if not _is_json(request):
        return request.POST.get("result", "")
    try:
        sent: Any = json.loads(request.body)
    except (ValueError, RecursionError):
        return ""
    result = sent.get("result") if isinstance(sent, dict) else None
    return result if isinstance(result, str) else ""


def _no(status: int, code: str) -> HttpResponse:
    return JsonResponse({"code": code}, status=status)
