"""Pages that others know by key: frontends, versions, quotes."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from catalog.services.keys import validate_key
from cms.pages.facts import FactsForm
from cms.pages.models import BasePage


class TaggedFactsForm(FactsForm):
    """The editor's form; tags are facts too, but live in rows and not in a column."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_translation:
            self.fields.pop("tags", None)


class KeyedPage(BasePage):
    """A page of the catalogue: born in the default locale, its slug the key in the API.

    The key is fixed once the page has been published: addresses, versions and quotes hold it.
    """

    keyed_by_slug = True
    born_in_default_locale = True
    base_form_class = TaggedFactsForm
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    @property
    def key(self) -> str:
        return str(self.slug)

    @classmethod
    def check_key(cls, slug: str, *, own: uuid.UUID | None) -> None:
        super().check_key(slug, own=own)
        validate_key(slug)

    def clean(self) -> None:
        super().clean()
        if self.first_published_at is not None and self.source is self:
            self._refuse_another_key()

    def _refuse_another_key(self) -> None:
        standing = Page.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        # A copy bears the date of its original before it is in the tree, and may choose.
        if standing not in (None, self.slug):
            raise ValidationError(
                {
                    "slug": ValidationError(
                        _("The key “%(key)s” is known to others since it was published."),
                        code="key_is_fixed",
                        params={"key": standing},
                    )
                }
            )

    @property
    def facts(self) -> tuple[object, ...]:
        return (*super().facts, *self._tag_names())

    def take_facts(self, source: Self) -> None:
        super().take_facts(source)
        if source is not self and hasattr(self, "tags"):
            self.tags.set(source._tag_names())

    def _tag_names(self) -> list[str]:
        return sorted(tag.name for tag in self.tags.all()) if hasattr(self, "tags") else []
