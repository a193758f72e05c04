"""What must be true before a published page becomes a document."""

from typing import Any

from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published

from cms.pages import actions
from cms.pages.models import BasePage, StandardsPage


def on_publish(instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, StandardsPage):
        actions.keep_version(instance, now=timezone.now())
    if isinstance(instance, BasePage) and instance.live and not instance.is_translation:
        actions.carry_facts(instance)


def connect() -> None:
    """Listen before delivery does: receivers are called in the order in which they connect."""
    page_published.connect(on_publish, dispatch_uid="pages.publish")
