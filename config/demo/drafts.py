"""What editors have in hand: an article that waits for a moderator, one that is scheduled, and a
service whose next price is not published yet."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from wagtail.models import Page

from accounts.users.models import User
from catalog.services.models import ServicePage
from cms.delivery.locales import default_locale
from cms.pages.models import ArticlePage, HomePage
from config.demo.pages import drafted, is_there
from config.demo.site import article_page, section
from config.demo.texts import data

DEARER, BY = "massage", 1000


def load_drafts(home: HomePage, people: dict[str, User], *, now: datetime) -> None:
    """The drafts that are missing."""
    advice = section(home, "articles")
    for texts in data("pages")["draft"]:
        if not is_there(ArticlePage, texts["slug"]):
            _draft(advice, texts, people, now)
    _dearer(ServicePage.objects.get(slug=DEARER, locale__language_code=default_locale()), people)


@transaction.atomic
def _draft(parent: Page, texts: dict[str, Any], people: dict[str, User], now: datetime) -> None:
    page, chinese = (article_page(texts, at) for at in range(2))
    if texts["state"] == "scheduled":
        page.go_live_at = chinese.go_live_at = now + timedelta(days=texts["in_days"])
    drafted(page, chinese, parent=parent, by=people["editor"])
    for each in (chinese, page):
        if texts["state"] == "scheduled":
            each.get_latest_revision().publish(user=people["moderator"])
        else:
            each.get_workflow().start(each, people["editor"])


def _dearer(service: ServicePage, people: dict[str, User]) -> None:
    if service.has_unpublished_changes or service.revisions.count() > 1:
        return
    service.price = (service.price or 0) + BY
    service.save_revision(user=people["editor"])
