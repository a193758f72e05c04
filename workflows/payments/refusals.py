"""How payments say no; the API answers with the status and code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class PaymentRefusal(Exception):
    """``errors`` are ``{"loc": [...], "type": str, "msg": str}``."""

    status: ClassVar[int] = 409
    code: ClassVar[str] = "not_available"
    detail: ClassVar[StrOrPromise] = _("This is not possible for this payment now.")

    def __init__(self, errors: Sequence[Mapping[str, object]] = ()) -> None:
        super().__init__(str(self.detail))
        self.errors = list(errors)


class UnknownGateway(PaymentRefusal, LookupError):
    """No gateway of this key is registered."""

    status = 404
    code = "not_found"
    detail = _("There is no such payment gateway.")


class GatewayNotOffered(PaymentRefusal):
    """A payment asked for at a gateway that is not there."""

    status = 422
    code = "gateway_not_offered"
    detail = _("One cannot pay this way here.")


class AnotherRequested(PaymentRefusal):
    """Somebody asked for another payment for this order at the same moment."""

    code = "payment_requested"
    detail = _("Another payment for this order was just requested.")


class InvalidRefund(PaymentRefusal):
    """An amount that is none, or no reason."""

    status = 422
    code = "invalid_refund"
    detail = _("A refund has an amount and a reason.")


class RefundTooLarge(PaymentRefusal):
    """More than what was captured and not yet refunded. Nothing was written."""

    code = "refund_exceeds_captured"
    detail = _("This is more than what was paid and not refunded yet.")


class NoticeRefused(PaymentRefusal):
    """A notice that is not what it says it is: nothing is stored, the gateway may send it again."""

    status = 401
    code = "invalid_signature"
    detail = _("This notice is not signed as it should be.")


class NoticeStale(NoticeRefused):
    code = "stale_notice"
    detail = _("This notice was signed too long ago, or in the future.")


class NoticeUnreadable(NoticeRefused):
    """Signed by the gateway, and yet it cannot be decrypted or read."""

    status = 400
    code = "unreadable_notice"
    detail = _("This notice cannot be read.")
