"""A small catalogue, and files as people make them."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.users.models import User
from catalog.providers.actions import activate_provider
from catalog.providers.models import Provider
from catalog.providers.profiles import ProviderProfile
from catalog.scheduling.schedules import ANY, Schedule, replace_schedule
from catalog.scheduling.slots import Hours
from catalog.services.models import Category, PackageItem, PackagePage
from cms.exchange import registry
from cms.exchange.actions import export_rows, import_rows, preview_import
from cms.exchange.plans import Plan
from cms.pages.actions import publish_page
from promotions.coupons.actions import claim_coupon
from promotions.coupons.models import CouponCategory, CouponPackage, CouponService
from tests.catalog.conftest import categories, chinese, home, service, settle
from tests.promotions.conftest import coupon

__all__ = ["categories", "chinese", "coupon", "home", "service", "settle"]

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
Cells = list[list[Any]]


def as_csv(rows: Cells, encoding: str = "utf-8", **options: Any) -> bytes:
    text = StringIO()
    csv.writer(text, **options).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows: Cells) -> bytes:
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def cells_of(content: bytes) -> Cells:
    """What a spreadsheet shows of a file, each row as a list."""
    if content.startswith(b"PK"):
        sheet = load_workbook(BytesIO(content)).active
        return [list(row) for row in sheet.iter_rows(values_only=True)]
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def exported(noun: str, form: str = "csv") -> bytes:
    return export_rows(registry.get(noun), form=form, by=None, now=NOW).content


def preview(noun: str, content: bytes, by: User | None = None) -> Plan:
    return preview_import(registry.get(noun), content, file_name="f", by=by, now=NOW)


def imported(noun: str, content: bytes, by: User | None = None) -> Plan:
    return import_rows(registry.get(noun), content, file_name="f", by=by, now=NOW)


def edited(noun: str, *changes: dict[str, Any], form: str = "csv") -> bytes:
    """An export with ``changes`` made to its rows in turn; further ones are added as rows."""
    headers, *rows = cells_of(exported(noun, form))
    found = [dict(zip(headers, row, strict=True)) for row in rows]
    found += [dict.fromkeys(headers, "") for _new in changes[len(found) :]]
    for row, change in zip(found, changes, strict=False):
        assert set(change) <= set(headers)
        row.update(change)
    write = as_xlsx if form == "xlsx" else as_csv
    return write([headers, *([row[name] for name in headers] for row in found)])


def wrong(plan: Plan) -> list[tuple[int, str, str]]:
    """Row, column (empty for the row as a whole) and sentence of all that is wrong."""
    return [
        error
        for row in plan.rows
        for error in [
            *((row.number, "", text) for text in row.errors),
            *(
                (row.number, name, text)
                for name, cell in zip(plan.columns, row.cells, strict=True)
                for text in cell.errors
            ),
        ]
    ]


def changed(plan: Plan) -> dict[int, dict[str, tuple[str, str]]]:
    """By row that changes anything: the cells before and after."""
    return {
        row.number: {
            name: (cell.before, cell.after)
            for name, cell in zip(plan.columns, row.cells, strict=True)
            if cell.is_changed
        }
        for row in plan.rows
        if row.kind in ("new", "changed")
    }


@pytest.fixture
def provider(cast: dict[str, User], categories: dict[str, Category]) -> Provider:
    profile = ProviderProfile(
        "person", "Aunt Li", bio={"en": "Careful.\r\nQuiet.", "zh-hans": "细致"},
        skills=("deep", "care"), areas=("shanghai", "chengdu"), experience_years=7,
        gender="female",
    )  # fmt: skip
    return activate_provider(cast["provider"], profile=profile, by=None, now=NOW)


@pytest.fixture
def schedule(provider: Provider, cast: dict[str, User]) -> Provider:
    hours = [(0, Hours(time(9), time(12))), (0, Hours(time(13), time(18, 30)))]
    hours += [(5, Hours(time(20), time(0)))]
    dated = [(date(2026, 12, 24), Hours(time(9), time(12))), (date(2026, 12, 25), None)]
    plan = Schedule("Asia/Shanghai", hours, dated)
    replace_schedule(provider, schedule=plan, expected=ANY, by=cast["operator"])
    return provider


@pytest.fixture
def coupons(
    coupon: Callable[..., Any],
    service: Callable[..., Any],
    home: Any,
    categories: dict[str, Category],
    cast: dict[str, User],
) -> None:
    """One of each kind: plain and claimed, with a cap and a window, and for a few things."""
    coupon("PLAIN", value=2000, total_limit=10)
    claim_coupon("PLAIN", by=cast["customer"], now=NOW)
    coupon("SHARE", kind="percent", value=15, cap=3000, minimum=500, starts_at=NOW,
           per_user_limit=3, combines=True, personal_to=cast["customer"])  # fmt: skip
    page = service("steam")
    package = PackagePage(title="Both", slug="both", price=1)
    package.items = [PackageItem(service=page, quantity=1)]
    publish_page(package, parent=home)
    coupon(
        "REACH",
        categories=[CouponCategory(category=categories[key]) for key in ("deep", "care")],
        services=[CouponService(service=page)],
        packages=[CouponPackage(package=package)],
    )


def import_url(noun: str) -> str:
    return reverse("exchange_import", args=[noun])
