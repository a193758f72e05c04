"""Where payment gateways tell what became of a payment."""

from django.core.exceptions import RequestDataTooBig
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from api.conventions.access import ANYONE
from api.conventions.operations import operation
from api.conventions.views import View
from workflows.payments.actions import receive_notice

# Notices have one or two kilobytes; this is far more than any, and little to read.
LONGEST_BODY = 64 * 1024


class Notices(View):
    """For payment gateways. What is signed is the body as it was sent, byte by byte; how, and by
    which headers, is the gateway's own way: for `sandbox` that of WeChat Pay API v3, with
    `Wechatpay-Serial`, `Wechatpay-Signature`, `Wechatpay-Timestamp` and `Wechatpay-Nonce`.

    A copy of a notice is answered as the first and has no further effect. An answer other than
    2xx means that nothing was kept: send it again later.
    """

    @operation(
        "Tell the outcome of a payment",
        access=ANYONE,
        answers={204: None},
        raw={"type": "object", "description": "The gateway's own format."},
        keyed=False,
    )
    def post(self, request: Request, gateway: str) -> Response:
        body = _body(request)
        receive_notice(gateway, headers=request.headers, body=body, now=timezone.now())
        return Response(status=204)


def _body(request: Request) -> bytes:
    """Raises ``RequestDataTooBig`` (413)."""
    # Its length as declared: the server hands on no more than that.
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_BODY:
        raise RequestDataTooBig
    return bytes(request._request.body)
