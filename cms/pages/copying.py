"""Copies of pages: a page that is named by its slug is copied alone, under a name of its own.

What is below a copied section would be copied with its slugs, and two pages cannot bear one.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.registry import ActionRegistry
from wagtail.admin.forms.pages import CopyForm as WagtailCopyForm
from wagtail.models import Page


class CopyForm(WagtailCopyForm):
    """The admin's form; what the copy could not be saved with stands at its field."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if slug := cleaned.get("new_slug"):
            try:
                self.page.specific_class.check_key(slug, own=None)
            except ValidationError as error:
                self.add_error("new_slug", error)
        if cleaned.get("copy_subpages"):
            try:
                refuse_keyed_below(self.page)
            except ValidationError as error:
                self.add_error("copy_subpages", error)
        return cleaned


class CopyOnePage(CopyPageAction):
    """Wagtail's action as machines use it."""

    def check(self, skip_permission_checks: bool = False) -> None:
        super().check(skip_permission_checks)
        if self.recursive:
            refuse_keyed_below(self.page)


class AliasOnePage(CreatePageAliasAction):
    """Wagtail's action as machines use it."""

    def check(self, skip_permission_checks: bool = False) -> None:
        super().check(skip_permission_checks)
        if self.recursive:
            refuse_keyed_below(self.page)


def refuse_keyed_below(page: Page) -> None:
    """Raises ``ValidationError`` where a page below is named by its slug."""
    below = page.get_descendants().select_related("content_type")
    keyed = [each for each in below if getattr(each.specific_class, "keyed_by_slug", False)]
    if keyed:
        raise ValidationError(
            _("Pages such as “%(title)s” are known by their slugs: copy them one by one."),
            code="keyed_pages_below",
            params={"title": keyed[0].title},
        )


def register_actions(registry: ActionRegistry) -> None:
    registry.register(Page, CopyOnePage)
    registry.register(Page, AliasOnePage)
