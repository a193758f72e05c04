"""Categories, services, packages and promotions of the demonstration."""

from datetime import datetime, timedelta
from typing import Any

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
from cms.media.models import Picture
from cms.pages.models import HomePage
from config.demo.pages import is_there, published
from config.demo.pictures import picture
from config.demo.site import section
from config.demo.texts import data, words
from promotions.campaigns.models import PromotedService, PromotionPage

# Pictures of a category that its services share; each is drawn and scaled once.
SCENES = 3


def load_catalogue(home: HomePage, *, now: datetime) -> None:
    """The catalogue, whatever of it is missing added."""
    for position, category in enumerate(data("categories")["category"]):
        _category(category, position)
    services, packages = section(home, "services"), section(home, "packages")
    for number, service in enumerate(data("services")["service"]):
        _service(services, service, number)
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
        picture=picture(f"{texts['key']}-0", description=words(texts["name"])),
    )
    save_category(category, parent=parent)


def _service(parent: Page, texts: dict[str, Any], number: int) -> None:
    if is_there(ServicePage, texts["key"]):
        return
    category = Category.objects.get(key=texts["category"])
    page = ServicePage(
        title=texts["title"][0],
        slug=texts["key"],
        category=category,
        price=texts["price"],
        unit=texts["unit"],
        duration=texts["duration"],
        **_service_words(texts, 0),
    )
    page.options = [
        ServiceOption(key=key, kind=kind, price=price, label=label)
        for key, kind, price, label, _chinese in texts["options"]
    ]
    page.gallery = [ServiceImage(image=_scene(category, number + step)) for step in range(2)]
    page.tags.add(*texts["tags"])
    chinese = {"title": texts["title"][1], **_service_words(texts, 1)}
    labels = [{"label": option[-1]} for option in texts["options"]]
    published(page, parent=parent, chinese=chinese, rows={"options": labels})


def _service_words(texts: dict[str, Any], at: int) -> dict[str, Any]:
    return {
        "summary": texts["summary"][at],
        "included": [("item", pair[at]) for pair in texts["included"]],
        "tools": [("item", pair[at]) for pair in texts["tools"]],
        "body": [("text", f"<p>{texts['summary'][at]}</p>")],
    }


def _scene(category: Category, number: int) -> Picture:
    return picture(f"{category.key}-{number % SCENES}", description=category.name)


def _package(parent: Page, texts: dict[str, Any]) -> None:
    if is_there(PackagePage, texts["key"]):
        return
    page = PackagePage(
        title=texts["title"][0],
        slug=texts["key"],
        price=texts["price"],
        summary=texts["summary"][0],
        picture=picture(texts["key"], description=words(texts["title"])),
    )
    page.items = [
        PackageItem(service=ServicePage.objects.get(slug=key, locale=parent.locale), quantity=many)
        for key, many in texts["services"]
    ]
    chinese = {"title": texts["title"][1], "summary": texts["summary"][1]}
    published(page, parent=parent, chinese=chinese)


def _promotion(parent: Page, texts: dict[str, Any], now: datetime) -> None:
    if is_there(PromotionPage, texts["slug"]):
        return
    page = PromotionPage(
        title=texts["title"][0],
        slug=texts["slug"],
        summary=texts["intro"][0],
        starts_at=now + timedelta(days=texts["starts_in_days"]),
        ends_at=now + timedelta(days=texts["ends_in_days"]),
        picture=picture(texts["slug"], description=words(texts["title"])),
        body=[("text", f"<p>{texts['intro'][0]}</p>")],
    )
    page.services = [
        PromotedService(service=ServicePage.objects.get(slug=key, locale=parent.locale))
        for key in texts["services"]
    ]
    chinese = {
        "title": texts["title"][1],
        "summary": texts["intro"][1],
        "body": [("text", f"<p>{texts['intro'][1]}</p>")],
    }
    published(page, parent=parent, chinese=chinese)
