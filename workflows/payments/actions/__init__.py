"""Verbs on payments. Each takes its rows' locks itself; orders lock case and order before."""

from .notices import handle_notice, receive_notice
from .refunds import refund, send_refund
from .requests import close_at_gateway, close_payments, request_payment

__all__ = [
    "close_at_gateway",
    "close_payments",
    "handle_notice",
    "receive_notice",
    "refund",
    "request_payment",
    "send_refund",
]
