"""Payments, refunds, and what gateways told about them."""

from .notices import GatewayNotice
from .payments import Payment
from .refunds import Refund

__all__ = ["GatewayNotice", "Payment", "Refund"]
