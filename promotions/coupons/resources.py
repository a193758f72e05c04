"""Coupons as rows of a file."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy

from accounts.users.models import User
from catalog.services.columns import known_categories, source_column, words_columns, words_from
from catalog.services.models import Category, PackagePage, ServicePage
from cms.delivery.locales import default_locale
from cms.exchange.columns import Column
from cms.exchange.kinds import Choice, Key, Many, Moment, One, Whole, YesNo
from cms.exchange.rows import Rows
from promotions.coupons.actions import save_coupon
from promotions.coupons.models import Coupon, CouponCategory, CouponPackage, CouponService
from promotions.coupons.states import CouponKind

PLAIN = (
    "code", "kind", "value", "cap", "minimum", "currency", "combines", "starts_at", "ends_at",
    "total_limit", "per_user_limit",
)  # fmt: skip
SEVERAL = gettext_lazy("Keys, separated by commas; all three empty: good for everything.")


def known_people(names: Collection[str]) -> Iterable[str]:
    return list(User.objects.filter(username__in=names).values_list("username", flat=True))


def pages_called(model: Any, keys: Collection[str]) -> QuerySet[Any]:
    found: QuerySet[Any] = model.objects.filter(
        slug__in=keys, locale__language_code=default_locale()
    )
    return found


def known_services(keys: Collection[str]) -> Iterable[str]:
    return list(pages_called(ServicePage, keys).values_list("slug", flat=True))


def known_packages(keys: Collection[str]) -> Iterable[str]:
    return list(pages_called(PackagePage, keys).values_list("slug", flat=True))


class CouponRows(Rows):
    aliases = {"name": source_column("name")}

    class Meta:
        model = Coupon
        import_id_fields = ("code",)

    @classmethod
    def columns(cls) -> list[Column]:
        return [
            Column(
                "code",
                lambda row: row.code,
                Key(str.upper),
                required=True,
                help_text=gettext_lazy("The coupon is known by it; a new code makes a new one."),
            ),
            *words_columns("name", gettext_lazy("Its name in this language."), required=True),
            *cls._worth(),
            *cls._window(),
            *cls._reach(),
            Column("claimed", lambda row: row.claimed, Whole(), readonly=True),
        ]

    @classmethod
    def _worth(cls) -> list[Column]:
        units = gettext_lazy("In minor units: 2000 is 20.00.")
        return [
            Column("kind", lambda row: row.kind, Choice(CouponKind.values), required=True),
            Column(
                "value",
                lambda row: row.value,
                Whole(),
                required=True,
                help_text=gettext_lazy("Minor units, or per cent from 1 to 100."),
            ),
            Column("cap", lambda row: row.cap, Whole(), help_text=units),
            Column("minimum", lambda row: row.minimum, Whole(), required=True, help_text=units),
            Column(
                "currency",
                lambda row: row.currency,
                Key(str.upper),
                required=True,
                help_text=gettext_lazy("Three capitals, such as CNY."),
            ),
            Column(
                "combines",
                lambda row: row.combines,
                YesNo(),
                help_text=gettext_lazy(
                    "May be used together with other coupons; of those that may not, one."
                ),
            ),
        ]

    @classmethod
    def _window(cls) -> list[Column]:
        moment = gettext_lazy("Such as 2026-12-01 08:00; empty: without end.")
        return [
            Column("starts_at", lambda row: row.starts_at, Moment(), help_text=moment),
            Column("ends_at", lambda row: row.ends_at, Moment(), help_text=moment),
            Column(
                "total_limit",
                lambda row: row.total_limit,
                Whole(),
                help_text=gettext_lazy("How often it may be claimed; empty: without end."),
            ),
            Column(
                "per_user_limit",
                lambda row: row.per_user_limit,
                Whole(),
                required=True,
                help_text=gettext_lazy("How often one person may claim it."),
            ),
        ]

    @classmethod
    def _reach(cls) -> list[Column]:
        return [
            Column(
                "personal_to",
                lambda row: row.personal_to.username if row.personal_to else "",
                One(known_people),
                help_text=gettext_lazy("The login of the one who may claim it."),
            ),
            Column(
                "categories",
                lambda row: [each.category.key for each in row.categories.all()],
                Many(known_categories),
                help_text=SEVERAL,
            ),
            Column(
                "services",
                lambda row: [each.service.key for each in row.services.all()],
                Many(known_services),
                help_text=SEVERAL,
            ),
            Column(
                "packages",
                lambda row: [each.package.key for each in row.packages.all()],
                Many(known_packages),
                help_text=SEVERAL,
            ),
        ]

    @classmethod
    def get_queryset(cls) -> QuerySet[Coupon]:
        return Coupon.objects.with_reach().select_related("personal_to").order_by("code")

    def blank(self) -> Coupon:
        return Coupon()

    def write(self, instance: Coupon, values: Mapping[str, Any]) -> Model:
        # Read again, without what was fetched to be shown: its rows are replaced below.
        coupon = instance if instance.pk is None else Coupon.objects.get(pk=instance.pk)
        for name in PLAIN:
            setattr(coupon, name, values[name])
        coupon.name = words_from(values, "name")
        named = User.objects.filter(username=values["personal_to"]).first()
        coupon.personal_to = named if values["personal_to"] else None
        coupon.categories = [
            CouponCategory(category=row)
            for row in Category.objects.filter(key__in=values["categories"])
        ]
        coupon.services = [
            CouponService(service=row) for row in pages_called(ServicePage, values["services"])
        ]
        coupon.packages = [
            CouponPackage(package=row) for row in pages_called(PackagePage, values["packages"])
        ]
        return save_coupon(coupon)
