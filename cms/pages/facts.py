"""Facts once, words per locale.

Facts (slugs, prices, durations, which answers are right) live on the page in the default locale,
the *source*. A translation carries copies that follow the source: they are read-only in the
editor, and whatever comes from elsewhere (an old revision, an API) is overwritten.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.models import Page

from cms.delivery.locales import default_locale
from cms.delivery.registry import live_versions
from cms.pages.addresses import ADDRESS_TAKEN, stands_elsewhere

# A mixin at run time: it has no columns of its own.
if TYPE_CHECKING:
    from wagtail.models import Page as PageMixin
else:
    PageMixin = object


class FactsForm(WagtailAdminPageForm):
    """The editor's form: on a translation it has no fields for facts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.instance
        if not page.is_translation:
            return
        for name in page.fact_fields:
            self.fields.pop(name, None)
        for relation, names in page.fact_children.items():
            if formset := self.formsets.get(relation):
                # The source says which rows there are; a translation only words them.
                formset.max_num = formset.min_num = len(formset.forms)
                for form in formset.forms:
                    for name in names:
                        form.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        slug = str(cleaned.get("slug") or "")
        asked = bool(slug and self.parent_page and slug != self.initial.get("slug"))
        if asked and stands_elsewhere(slug, self.parent_page, own=self.instance.translation_key):
            self.add_error("slug", ValidationError(str(ADDRESS_TAKEN), code="address_taken"))
        return cleaned


class TitlePanel(TitleFieldPanel):
    """The title, which proposes a slug where there is a box for it."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_attrs(self) -> dict[str, str]:
            attrs: dict[str, str] = super().get_attrs()
            if attrs["data-w-sync-target-value"]:
                return attrs
            # A translation has no box for the slug, and Wagtail's script fails without one.
            return {name: value for name, value in attrs.items() if name == "placeholder"}


class FactPanel(FieldPanel):
    """A field that only the source page may change; its translations show it."""

    def format_value_for_display(self, value: Any) -> str:
        if isinstance(value, bool):
            return str(_("Yes") if value else _("No"))
        return str(super().format_value_for_display(value)) if value not in (None, "") else "–"

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.form is not None and self.bound_field is None:
                self.read_only = True
                field = self.panel.db_field
                self.heading = self.panel.heading or capfirst(field.verbose_name)
                self.help_text = self.panel.help_text or capfirst(field.help_text)


class FactsMixin(PageMixin):
    """Of a page whose ``fact_fields`` live on the page in the default locale.

    ``fact_children`` names child relations whose rows the source decides, with the fields of
    each row that are facts; the child model is translatable, and rows belong together by their
    translation key. Pages of facts alone in every locale, such as services, set
    ``born_in_default_locale`` and are made only there, then translated.
    """

    fact_fields: ClassVar[tuple[str, ...]] = ("slug",)
    fact_children: ClassVar[dict[str, tuple[str, ...]]] = {}
    born_in_default_locale: ClassVar[bool] = False
    base_form_class = FactsForm

    # Set where the versions of a page were read together, so that none need look for the others:
    # its source, and all by language code (``live_versions``).
    read_with: Self | None = None
    read_together: Mapping[str, Self] | None = None

    @property
    def source(self) -> Self:
        """The page that holds the facts: this one, where none is in the default locale."""
        if self.read_with is not None:
            return self.read_with
        # A page that was never saved has no locale yet.
        if self.locale_id is None or self.locale.language_code == default_locale():
            return self
        found = (
            type(self)
            ._default_manager.filter(
                translation_key=self.translation_key,
                locale__language_code=default_locale(),
            )
            .first()
        )
        return found or self

    @property
    def is_translation(self) -> bool:
        return self.source is not self

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        right_tree = parent.locale.language_code == default_locale()
        return (right_tree or not cls.born_in_default_locale) and bool(
            super().can_create_at(parent)
        )

    def with_content_json(self, content: dict[str, Any]) -> Self:
        # A revision of a translation remembers facts that have changed since.
        page: Self = super().with_content_json(content)
        page.take_facts(page.source)
        return page

    def clean(self) -> None:
        self.take_facts(self.source)
        super().clean()

    @property
    def facts(self) -> tuple[object, ...]:
        """What the page and its translations have in common, to be compared."""
        return (
            *(getattr(self, self._meta.get_field(name).attname) for name in self.fact_fields),
            *(
                (row.translation_key, *(getattr(row, name) for name in self._columns(row, names)))
                for relation, names in self.fact_children.items()
                for row in getattr(self, relation).all()
            ),
        )

    @staticmethod
    def _columns(row: models.Model, names: tuple[str, ...]) -> list[str]:
        fields = {field.name: field.attname for field in row._meta.concrete_fields}
        return [fields[name] for name in names]

    def take_facts(self, source: Self) -> None:
        """Overwrite the facts with those of ``source``, in memory."""
        if source is self:
            return
        for name in self.fact_fields:
            setattr(self, name, getattr(source, name))
        for relation, names in self.fact_children.items():
            self._take_rows(source, relation, names)

    def _take_rows(self, source: Self, relation: str, names: tuple[str, ...]) -> None:
        own = {row.translation_key: row for row in getattr(self, relation).all()}
        rows = []
        for order, fact in enumerate(getattr(source, relation).all()):
            row = own.get(fact.translation_key) or self._copy_row(fact)
            for name in names:
                setattr(row, name, getattr(fact, name))
            row.sort_order = order
            rows.append(row)
        setattr(self, relation, rows)

    def _copy_row(self, fact: models.Model) -> Any:
        columns = {
            field.attname: getattr(fact, field.attname)
            for field in fact._meta.concrete_fields
            if not field.primary_key and field.related_model is not type(self)
        }
        row: Any = type(fact)(**columns)
        row.locale_id = self.locale_id
        return row


def live_with_facts(pages: Sequence[Any]) -> list[dict[str, Any]]:
    """The versions of pages that are nothing without their facts: of a live source alone."""
    found = []
    for versions in live_versions(pages):
        source = versions.get(default_locale())
        for version in versions.values():
            version.read_with = source
        found.append(versions if source is not None else {})
    return found


def versions_of(page: Any) -> Mapping[str, Any]:
    """The same of one page, which may know them from being read together with others."""
    if page.read_together is None:
        give_versions([page])
    versions: Mapping[str, Any] = page.read_together
    return versions


def give_versions(pages: Sequence[Any]) -> None:
    """Have each know its live versions, also one that is no version of its own, such as a draft."""
    if pages:
        for page, versions in zip(pages, live_with_facts(pages), strict=True):
            page.read_together = versions
