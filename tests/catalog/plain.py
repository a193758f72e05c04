"""Services and packages, shown plainly: in the preview of a draft and at their addresses."""

from django.test import Client

from catalog.services.models import PackageItem, PackagePage, ServiceOption, ServicePage
from cms.pages.actions import publish_page


def test_a_service_with_its_prices(service, client: Client):
    page = service("steam", price=9900, unit="hour", duration=90, included=[("item", "Tiles")])
    page.options.set(
        [
            ServiceOption(key="oven", kind="extra", label="Oven", price=3000, duration=30),
            ServiceOption(key="cloths", kind="accessory", label="Cloths", included=True),
        ]
    )
    page.save_revision().publish()
    html = client.get("/steam/").content.decode()
    assert "Cleaning · <strong>99.00 CNY</strong> per hour · 90 minutes" in html
    assert "<li>Oven (+ 30.00 CNY, + 30 minutes)</li>" in html
    assert "<li>Cloths (included)</li>" in html
    assert "<li>Tiles</li>" in html


def test_a_package_with_its_services(service, home, client: Client):
    package = PackagePage(title="Spring", slug="spring", price=15000)
    package.items.set([PackageItem(service=service("steam", unit="item"), quantity=2)])
    publish_page(package, parent=home)
    html = client.get("/spring/").content.decode()
    assert "<strong>150.00 CNY</strong>" in html
    assert "<li>2 × Steam (per item)</li>" in html


def test_the_preview_of_a_draft_without_a_price_says_what_is_missing(home):
    draft = ServicePage(title="Steam", slug="steam", locale=home.locale)
    html = draft.make_preview_request().content.decode()
    assert "<h1>Steam</h1>" in html
    assert "There is nothing to show yet" in html
