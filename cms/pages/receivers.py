"""What must be true before a published page becomes a document."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, post_page_move

from cms.pages import actions
from cms.pages.models import BasePage, StandardsPage


def on_publish(instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, StandardsPage):
        actions.keep_version(instance, now=timezone.now())
    if isinstance(instance, BasePage) and instance.live and not instance.is_translation:
        actions.carry_facts(instance)


def on_restriction_change(instance: PageViewRestriction, **kwargs: Any) -> None:
    on_reach_change(instance.page)


def on_reach_change(instance: Page, **kwargs: Any) -> None:
    """Who may read a page has changed, perhaps: what they read now is a wording."""
    reached = instance.get_descendants(inclusive=True).live()
    for page in StandardsPage.objects.filter(pk__in=reached.values("pk")):
        actions.keep_version(page, now=timezone.now())


def connect() -> None:
    """Listen before delivery does: receivers are called in the order in which they connect."""
    page_published.connect(on_publish, dispatch_uid="pages.publish")
    post_page_move.connect(on_reach_change, dispatch_uid="pages.move")
    for signal in (post_save, post_delete):
        signal.connect(on_restriction_change, PageViewRestriction, dispatch_uid="pages.private")
