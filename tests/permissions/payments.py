"""Where gateways tell: open to everybody, since the signature alone says who it is."""

from collections.abc import Mapping
from typing import Any

from tests.payments.bank import signed, told
from tests.permissions.rows import Row

PATH = "/api/v1/payments/{gateway}/notify/"


def notice(values: Mapping[str, Any]) -> tuple[bytes, Mapping[str, str]]:
    sent = signed(told(values["payment"]))
    return sent.body, sent.headers


ROWS = [
    Row("POST", PATH, {}, rest=204, signed=notice),
    Row("POST", PATH, {}, rest=401, body={"result": "paid"}, note="unsigned"),
]
