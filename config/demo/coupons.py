"""Coupons of every kind and state, and who of the cast has claimed them."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.users.models import User
from catalog.services.models import Category, PackagePage, ServicePage
from catalog.services.models.prices import CURRENCY
from cms.delivery.locales import default_locale
from config.demo.catalogue import midnight
from config.demo.texts import data, words
from promotions.coupons.actions import claim_coupon, issue_personal_coupon, save_coupon
from promotions.coupons.models import Coupon, CouponCategory, CouponPackage, CouponService

PLAIN = ("code", "kind", "value", "cap", "minimum", "combines", "total_limit", "per_user_limit")


def load_coupons(people: dict[str, User], *, now: datetime) -> None:
    """The coupons, whatever of them is missing added, each with its claims."""
    for texts in data("coupons")["coupon"]:
        if not Coupon.objects.filter(code=texts["code"]).exists():
            _coupon(texts, people, now)
    for texts in data("coupons")["personal"]:
        issue_personal_coupon(
            people[texts["to"]],
            amount=texts["value"],
            currency=CURRENCY,
            name=words(texts["name"]),
            key=texts["key"],
            by=people["operator"],
            now=now - timedelta(days=texts["days_ago"]),
        )


@transaction.atomic
def _coupon(texts: dict[str, Any], people: dict[str, User], now: datetime) -> None:
    coupon = Coupon(
        name=words(texts["name"]),
        starts_at=_days(now, texts.get("from")),
        ends_at=_days(now, texts.get("to")),
        **{name: texts[name] for name in PLAIN if name in texts},
    )
    coupon.categories = [
        CouponCategory(category=Category.objects.get(key=key))
        for key in texts.get("categories", [])
    ]
    coupon.services = [
        CouponService(service=_page(ServicePage, key)) for key in texts.get("services", [])
    ]
    coupon.packages = [
        CouponPackage(package=_page(PackagePage, key)) for key in texts.get("packages", [])
    ]
    save_coupon(coupon)
    for username, days_ago in texts["claims"]:
        claim_coupon(coupon.code, by=people[username], now=now - timedelta(days=days_ago))


def _page(model: type[ServicePage | PackagePage], key: str) -> Any:
    return model.objects.get(slug=key, locale__language_code=default_locale())


def _days(now: datetime, days: int | None) -> datetime | None:
    return None if days is None else midnight(now, days)
