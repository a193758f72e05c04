"""Categories, services, packages and promotions of the demonstration."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from catalog.services.actions import save_category
from catalog.services.models import (
    Category,
    PackageItem,
    PackagePage,
    ServiceImage,
    ServiceOption,
    ServicePage,
)
from cms.delivery.locales import default_locale
from cms.media.models import Picture
from cms.pages.models import HomePage
from config.demo.pages import is_there, published
from config.demo.pictures import picture
from config.demo.site import section
from config.demo.texts import body, data, words
from promotions.campaigns.models import PromotedService, PromotionPage

HOW_IT_GOES = ("How a visit goes", "服务流程")


def load_catalogue(home: HomePage, *, now: datetime) -> None:
    """The catalogue, whatever of it is missing added."""
    for position, category in enumerate(data("categories")["category"]):
        _category(category, position)
    services, packages = section(home, "services"), section(home, "packages")
    for service in data("services")["service"]:
        _service(services, service)
    for package in data("packages")["package"]:
        _package(packages, package)
    promotions = section(home, "promotions")
    for promotion in data("pages")["promotion"]:
        _promotion(promotions, promotion, now)


def _category(texts: dict[str, Any], position: int) -> None:
    if Category.objects.filter(key=texts["key"]).exists():
        return
    parent = Category.objects.filter(key=texts.get("parent", "")).first()
    category = Category(
        key=texts["key"],
        name=words(texts["name"]),
        description=words(texts["description"]),
        icon=texts["icon"],
        position=position,
        picture=picture(texts["key"]),
    )
    save_category(category, parent=parent)


def _service(parent: Page, texts: dict[str, Any]) -> None:
    if is_there(ServicePage, texts["key"]):
        return
    category = Category.objects.get(key=texts["category"])
    scenes = [picture(category.key, number) for number in texts["scenes"]]
    english, chinese = (_service_page(texts, category, scenes, at) for at in range(2))
    published(english, chinese, parent=parent)


def _service_page(
    texts: dict[str, Any], category: Category, scenes: list[Picture], at: int
) -> ServicePage:
    page = ServicePage(
        title=texts["title"][at],
        slug=texts["key"],
        category=category,
        price=texts["price"],
        unit=texts["unit"],
        duration=texts["duration"],
        summary=texts["summary"][at],
        search_description=texts["summary"][at],
        included=_items(texts["included"], at),
        tools=_items(texts["tools"], at),
        body=_service_body(texts, at),
    )
    options = [
        ServiceOption(
            key=key,
            kind=kind,
            price=price,
            duration=minutes,
            # What costs nothing comes with the service.
            included=price == 0,
            label=labels[at],
        )
        for key, kind, price, minutes, *labels in texts["options"]
    ]
    page.options.set(options)
    page.gallery.set([ServiceImage(image=scene) for scene in scenes])
    page.tags.add(*texts["tags"])
    return page


def _service_body(texts: dict[str, Any], at: int) -> list[tuple[str, Any]]:
    [category] = [
        each for each in data("categories")["category"] if each["key"] == texts["category"]
    ]
    answers = [
        {"question": each[at], "answer": f"<p>{each[2 + at]}</p>"} for each in category["faq"]
    ]
    steps = {"style": "numbers", "entries": [step[at] for step in texts["steps"]]}
    return [
        ("text", f"<p>{texts['about'][at]}</p>"),
        ("heading", {"text": HOW_IT_GOES[at], "level": "2"}),
        ("list", steps),
        ("faq", answers),
    ]


def _items(pairs: list[list[str]], at: int) -> list[tuple[str, str]]:
    return [("item", pair[at]) for pair in pairs]


def _package(parent: Page, texts: dict[str, Any]) -> None:
    if not is_there(PackagePage, texts["key"]):
        published(*(_package_page(texts, at) for at in range(2)), parent=parent)


def _package_page(texts: dict[str, Any], at: int) -> PackagePage:
    page = PackagePage(
        title=texts["title"][at],
        slug=texts["key"],
        price=texts["price"],
        summary=texts["summary"][at],
        search_description=texts["summary"][at],
        picture=picture(*texts["picture"]),
        body=[("text", f"<p>{texts['about'][at]}</p>")],
    )
    items = [
        PackageItem(service=_service_called(key), quantity=quantity)
        for key, quantity in texts["services"]
    ]
    page.items.set(items)
    return page


def _promotion(parent: Page, texts: dict[str, Any], now: datetime) -> None:
    if not is_there(PromotionPage, texts["slug"]):
        published(*(_promotion_page(texts, now, at) for at in range(2)), parent=parent)


def _promotion_page(texts: dict[str, Any], now: datetime, at: int) -> PromotionPage:
    page = PromotionPage(
        title=texts["title"][at],
        slug=texts["slug"],
        summary=texts["intro"][at],
        starts_at=midnight(now, texts["starts_in_days"]),
        ends_at=midnight(now, texts["ends_in_days"]),
        picture=picture(*texts["picture"]),
        body=body(texts["body"], at),
    )
    page.services = [PromotedService(service=_service_called(key)) for key in texts["services"]]
    return page


def _service_called(key: str) -> ServicePage:
    return ServicePage.objects.get(slug=key, locale__language_code=default_locale())


def midnight(now: datetime, days: int) -> datetime:
    """The beginning of the day that is so many days from now."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=days)
