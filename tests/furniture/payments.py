"""A payment that the customer was asked for at the sandbox."""

from django.utils import timezone

from tests.world import World, furnishes
from workflows.payments.actions import request_payment


@furnishes
def payment(world: World) -> None:
    asked = request_payment(
        "D-FURNISHED",
        amount=12800,
        currency="CNY",
        gateway="sandbox",
        title="Window cleaning",
        by=world.cast["customer"],
        now=timezone.now(),
    )
    world.values |= {"gateway": asked.gateway, "payment": asked}
