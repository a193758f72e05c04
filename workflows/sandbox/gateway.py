"""The platform's side of the sandbox: what it, as a merchant, sends and understands."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field, ValidationError

from workflows.payments import apiv3
from workflows.payments.gateways import NoticeFacts, Refused
from workflows.payments.models import Payment, Refund
from workflows.payments.refusals import NoticeUnreadable
from workflows.payments.states import Event

from . import actions, keys
from .notices import ORIGINAL_TYPE
from .refusals import SandboxError
from .states import TradeState

ModelT = TypeVar("ModelT", bound=BaseModel)

KEY = "sandbox"
NOTIFY_PATH = f"/api/v1/payments/{KEY}/notify/"
EVENTS = {TradeState.SUCCESS.value: Event.PAID, TradeState.PAYERROR.value: Event.FAILED}


class Notice(BaseModel):
    """The body of a notice, as far as we need it."""

    id: str = Field(pattern=r"^[\x21-\x7e]{1,36}$")
    event_type: str
    resource: dict[str, Any]


class Amount(BaseModel):
    total: int = Field(ge=0)
    currency: str


class Transaction(BaseModel):
    """What is encrypted in a notice about a payment."""

    mchid: str
    out_trade_no: str
    transaction_id: str = Field(max_length=64)
    trade_state: str
    amount: Amount


class SandboxGateway:
    """A ``workflows.payments.gateways.Gateway``."""

    key = KEY
    label = _("Sandbox")
    merchant = "1900000109"
    signed_headers = apiv3.HEADERS

    def open(self, payment: Payment) -> dict[str, Any]:
        """Answers ``{"url"}``: the page with Pay and Fail, for whoever holds its address."""
        actions.open_trade(
            payment.uuid.hex,
            mchid=self.merchant,
            description=payment.title,
            notify_url=settings.BASE_URL + NOTIFY_PATH,
            total=payment.amount,
            currency=payment.currency,
            now=payment.created_at,
        )
        return {"url": f"{settings.BASE_URL}/sandbox/payments/{payment.uuid}/"}

    def read_notice(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> NoticeFacts:
        apiv3.verify(headers, body, keys=keys.public_keys(), now=now)
        notice = _read(Notice, body)
        plain = apiv3.decrypt(notice.resource, key=keys.api_key())
        if notice.resource.get("original_type") != ORIGINAL_TYPE:
            return NoticeFacts(notice.id, Event.OTHER, "", None, 0, "", "")
        told = _read(Transaction, plain)
        return NoticeFacts(
            notice_id=notice.id,
            event=EVENTS.get(told.trade_state, Event.OTHER),
            merchant=told.mchid,
            payment=_uuid(told.out_trade_no),
            amount=told.amount.total,
            currency=told.amount.currency,
            reference=told.transaction_id,
        )

    def refund(self, refund: Refund) -> str:
        try:
            given = actions.refund_trade(
                refund.payment.uuid.hex,
                out_refund_no=refund.uuid.hex,
                amount=refund.amount,
                now=timezone.now(),
            )
        except SandboxError as error:
            raise Refused(error.code) from error
        return given.refund_id

    def close(self, payment: Payment) -> None:
        try:
            actions.close_trade(payment.uuid.hex, now=timezone.now())
        except SandboxError as error:
            raise Refused(error.code) from error


def _read(model: type[ModelT], text: bytes) -> ModelT:
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise NoticeUnreadable from error


def _uuid(number: str) -> UUID | None:
    """The payment's id from our number for it; ``None`` if the number is not of ours."""
    return UUID(number) if re.fullmatch("[0-9a-f]{32}", number) else None


GATEWAY = SandboxGateway()
