"""A coupon for everybody, and one that is the customer's own and claimed already."""

from django.utils import timezone

from promotions.coupons.actions import issue_personal_coupon, save_coupon
from promotions.coupons.models import Coupon
from tests.world import World, furnishes


@furnishes
def coupons(world: World) -> None:
    save_coupon(Coupon(code="SPRING-20", name={"en": "Spring"}, value=2000, total_limit=100))
    save_coupon(
        Coupon(code="ONE-5", name={"en": "One"}, value=500, personal_to=world.cast["customer"])
    )
    issue_personal_coupon(
        world.cast["customer"],
        amount=1000,
        currency="CNY",
        name={"en": "Sorry"},
        key="tests",
        by=world.cast["operator"],
        now=timezone.now(),
    )
    world.values |= {"code": "SPRING-20", "personal_code": "ONE-5"}
