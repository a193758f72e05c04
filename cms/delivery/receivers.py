"""Wagtail's and Django's public signals, each handed to one action.

Wagtail publishes in many places (the editor, a workflow, ``publish_scheduled``, its API); its
signals are the one door that all of them pass.
"""

from typing import Any

from django.db import models
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)

from cms.delivery import actions
from cms.delivery.references import publish_later, rebuild_later
from cms.delivery.registry import registry, types_of


def on_page_change(instance: Page, **kwargs: Any) -> None:
    if not actions.publish(instance):
        # A page without a document, such as a private one, may be shown by others: linked to, say.
        rebuild_later(instance)


def on_draft_change(instance: models.Model, **kwargs: Any) -> None:
    # Pages send these too, beside their own signals, which also come from aliases.
    if not isinstance(instance, Page):
        actions.publish(instance)


def on_new_page(instance: Page, created: bool, **kwargs: Any) -> None:
    # Wagtail announces no alias, and what belongs to this one is not saved yet.
    if created and instance.alias_of_id is not None:
        publish_later(instance)


def on_tree_change(instance: Page, **kwargs: Any) -> None:
    actions.publish_subtree(instance)


def on_restriction_change(instance: PageViewRestriction, origin: Any = None, **kwargs: Any) -> None:
    # What is deleted: the restriction by itself, or a page with all that hangs on it. The page is
    # still there then, and would be public for a moment.
    model = origin.model if isinstance(origin, models.QuerySet) else type(origin)
    if not issubclass(model, Page):
        actions.publish_subtree(instance.page)


def on_site_change(instance: Site, **kwargs: Any) -> None:
    # The root of a site decides which addresses the pages have.
    actions.publish_all_pages(reason=str(instance))


def on_save(instance: models.Model, **kwargs: Any) -> None:
    # A change of its own document has told its neighbours already.
    if not kwargs.get("raw") and not actions.publish(instance):
        rebuild_later(instance)


def before_delete(instance: models.Model, **kwargs: Any) -> None:
    # While the reference index still knows who shows it.
    rebuild_later(instance)


def on_delete(instance: models.Model, **kwargs: Any) -> None:
    actions.publish(instance)


def on_page_delete(instance: Page, **kwargs: Any) -> None:
    # Its own alone. The row that menus are made of, which goes after this one, would show it: a
    # private page is no longer known for one, since its restrictions may have gone first.
    for each in types_of(instance):
        actions.publish_document(each.collection, instance)


def connect() -> None:
    """Listen for the life of the process; after this nothing more may be registered."""
    for signal in (page_published, page_unpublished):
        signal.connect(on_page_change, dispatch_uid="delivery.page")
    for signal in (published, unpublished):
        signal.connect(on_draft_change, dispatch_uid="delivery.draft")
    for signal in (post_page_move, page_slug_changed):
        signal.connect(on_tree_change, dispatch_uid="delivery.tree")
    for signal in (post_save, post_delete):
        signal.connect(on_restriction_change, PageViewRestriction, dispatch_uid="delivery.private")
    for signal in (post_save, post_delete):
        signal.connect(on_site_change, Site, dispatch_uid="delivery.site")
    for model in registry.watched:
        post_save.connect(on_save, model, dispatch_uid="delivery.save")
    for each in registry.types.values():
        if issubclass(each.model, Page):
            post_save.connect(on_new_page, each.model, dispatch_uid="delivery.new_page")
    for model in registry.watched | {each.model for each in registry.types.values()}:
        pre_delete.connect(before_delete, model, dispatch_uid="delivery.before_delete")
        deleted = on_page_delete if issubclass(model, Page) else on_delete
        post_delete.connect(deleted, model, dispatch_uid="delivery.delete")
    # What follows a page, such as menus, once the last row of it is gone.
    post_delete.connect(on_delete, Page, dispatch_uid="delivery.delete_page")
    registry.closed = True
