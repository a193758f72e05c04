"""A small town to book in: services, a package, and providers with hours, all by real actions."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.users.models import User
from catalog.providers.actions import activate_provider
from catalog.providers.models import Provider
from catalog.providers.profiles import ProviderProfile
from catalog.providers.states import ProviderKind
from catalog.scheduling.models import WeeklyHours
from catalog.services.models import Category, PackageItem, PackagePage, ServiceOption, ServicePage
from cms.pages.actions import ensure_site, publish_page
from promotions.coupons.actions import save_coupon
from promotions.coupons.models import Coupon
from promotions.coupons.states import CouponKind

SITE = {"en": "Doorstep", "zh-hans": "到家"}
HERE = {
    "lat": 31.2304,
    "lng": 121.4737,
    "region": "shanghai",
    "line": "Fuzhou Road 318, 12-03",
    "contact_name": "Li Na",
    "contact_phone": "+8613900001234",
}


def make_category(key: str, name: str, *, parent: Category | None = None) -> Category:
    from catalog.services.actions import save_category

    known = Category.objects.filter(key=key).first()
    return known or save_category(Category(key=key, name={"en": name}), parent=parent)


def make_service(
    key: str, *, category: Category, options: Iterable[Any] = (), **values: Any
) -> Any:
    """A published service of 100.00 and an hour, unless told otherwise."""
    page = ServicePage(
        slug=key,
        category=category,
        **{
            "title": key.replace("-", " ").title(),
            "price": 10_000,
            "duration": 60,
            **values,
        },
    )
    page.options = [ServiceOption(**option) for option in options]
    return publish_page(page, parent=ensure_site(titles=SITE))


def make_package(key: str, *, price: int, items: dict[str, int]) -> PackagePage:
    page = PackagePage(title=key.replace("-", " ").title(), slug=key, price=price)
    page.items = [
        PackageItem(service=ServicePage.objects.get(slug=slug), quantity=quantity)
        for slug, quantity in items.items()
    ]
    published: PackagePage = publish_page(page, parent=ensure_site(titles=SITE))
    return published


def make_provider(
    user: User,
    *skills: str,
    name: str = "",
    lat: str = "31.2304",
    lng: str = "121.4737",
    region: str = "shanghai",
) -> Provider:
    """An active provider who works from 8 to 20 on every day of the week."""
    provider = activate_provider(
        user,
        profile=ProviderProfile(
            kind=ProviderKind.PERSON,
            public_name=name or user.username.title(),
            skills=skills,
            areas=(region,),
            lat=Decimal(lat),
            lng=Decimal(lng),
        ),
        by=None,
        now=timezone.now(),
    )
    WeeklyHours.objects.bulk_create(
        WeeklyHours(provider=provider, weekday=day, starts=time(8), ends=time(20))
        for day in range(7)
    )
    return provider


def at(hour: int, *, days: int = 3) -> datetime:
    """So many days from now, at a full hour where the platform is."""
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def build_town(cast: dict[str, User]) -> dict[str, Provider]:
    """``window-clean`` with two options, ``oven-clean``, a package of both, a coupon of a tenth,
    and two providers: ``provider`` close by, ``rival`` ten kilometres away.
    """
    cleaning = make_category("cleaning", "Cleaning")
    make_service(
        "window-clean",
        category=cleaning,
        price=20_000,
        duration=120,
        options=[
            {"key": "balcony", "kind": "extra", "label": "Balcony", "price": 3_000, "duration": 30},
            {"key": "cloths", "kind": "accessory", "label": "Cloths", "included": True},
        ],
    )
    make_service("oven-clean", category=cleaning, price=15_000, duration=60)
    save_coupon(
        Coupon(code="SPRING", name={"en": "A tenth off"}, kind=CouponKind.PERCENT, value=10)
    )
    make_package("fresh-kitchen", price=30_000, items={"window-clean": 1, "oven-clean": 1})
    return {
        "provider": make_provider(cast["provider"], "cleaning"),
        "rival": make_provider(cast["rival"], "cleaning", lat="31.3204"),
    }
