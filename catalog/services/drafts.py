"""Drafts of services by other means than the page's editor. Nothing here publishes."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from accounts.users.models import User
from catalog.services.models import ServicePage
from cms.delivery.locales import default_locale


@transaction.atomic
def draft_service(
    key: str, *, facts: Mapping[str, Any], tags: Iterable[str], by: User | None
) -> ServicePage:
    """A new page that nobody sees yet, where the other services stand.

    Without ``by`` nobody's permission is asked. Raises ``ValidationError``.
    """
    parent = place_of_services()
    if by is not None and not parent.permissions_for_user(by).can_add_subpage():
        raise ValidationError(_("You may not add pages where the services stand."))
    page = ServicePage(slug=key, live=False, has_unpublished_changes=True, owner=by, **facts)
    page.tags.set(tags)
    _check(page, facts)
    parent.add_child(instance=page)
    page.save_revision(user=by, log_action="wagtail.create", clean=False)
    return page


@transaction.atomic
def redraft_service(
    page: ServicePage, *, facts: Mapping[str, Any], tags: Iterable[str], by: User | None
) -> ServicePage:
    """A new revision of ``page``, which is its newest draft; what is public stays as it is.

    Without ``by`` nobody's permission is asked. Raises ``ValidationError``.
    """
    if by is not None and not page.permissions_for_user(by).can_edit():
        raise ValidationError(_("You may not change this page."))
    if page.locked and page.locked_by_id != getattr(by, "pk", None):
        raise ValidationError(_("Somebody has locked this page."))
    for name, value in facts.items():
        setattr(page, name, value)
    page.tags.set(tags)
    _check(page, facts)
    page.save_revision(user=by, log_action=True)
    return page


def _check(page: ServicePage, facts: Mapping[str, Any]) -> None:
    """As the editor's form does; Wagtail itself lets a draft be anything that can be stored."""
    others = {field.name for field in page._meta.fields} - {*facts, "slug"}
    page.clean_fields(exclude=others)
    page.validate_constraints(exclude=others)


def place_of_services() -> Page:
    """The page below which the newest service stands; the site's home while there is none."""
    newest = (
        ServicePage.objects.filter(locale__language_code=default_locale()).order_by("-pk").first()
    )
    if newest is not None:
        return newest.get_parent().specific
    return Site.objects.get(is_default_site=True).root_page.specific
