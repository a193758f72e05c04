"""The permission table, part by part."""

from tests.permissions import (
    accounts,
    behaviour,
    community,
    content,
    onboarding,
    orders,
    payments,
    processes,
    promotions,
    reference,
    scheduling,
    work,
)
from tests.permissions.rows import Row

ROWS: list[Row] = [
    *reference.ROWS,
    *accounts.ROWS,
    *content.ROWS,
    *community.ROWS,
    *scheduling.ROWS,
    *promotions.ROWS,
    *processes.ROWS,
    *work.ROWS,
    *onboarding.ROWS,
    *payments.ROWS,
    *orders.ROWS,
    *behaviour.ROWS,
]
