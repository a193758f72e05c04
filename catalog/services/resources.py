"""Categories and services as rows of a file, written as the admin writes them.

A service that is imported is a draft: a new page that nobody sees yet, or a new revision of one,
to be looked at and published like any other. So what a file says of a service is compared with
the newest draft, and that is what an export holds.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy

from catalog.services.actions import save_category
from catalog.services.columns import known_categories, source_column, words_columns, words_from
from catalog.services.drafts import draft_service, redraft_service
from catalog.services.models import Category, ServicePage
from catalog.services.models.prices import Unit
from cms.delivery.locales import default_locale
from cms.exchange.columns import Column
from cms.exchange.kinds import Choice, Key, Many, One, Text, Whole, YesNo
from cms.exchange.rows import Rows


def parent_key(category: Category) -> str:
    parent = category.get_parent()
    return parent.key if parent is not None else ""


class CategoryRows(Rows):
    """In the order of the tree: a category stands below those above it. Pictures stay."""

    aliases = {name: source_column(name) for name in ("name", "description")}

    class Meta:
        model = Category
        import_id_fields = ("key",)

    @classmethod
    def columns(cls) -> list[Column]:
        return [
            Column(
                "key",
                lambda row: row.key,
                Key(),
                required=True,
                help_text=gettext_lazy("The category is known by it; a new key makes a new one."),
            ),
            Column(
                "parent",
                parent_key,
                One(known_categories),
                help_text=gettext_lazy("The key of the category that it stands in, if any."),
            ),
            *words_columns("name", gettext_lazy("Its name in this language."), required=True),
            *words_columns("description", gettext_lazy("Its description in this language.")),
            Column("icon", lambda row: row.icon, Key(), help_text=gettext_lazy("An icon's name.")),
            Column(
                "position",
                lambda row: row.position,
                Whole(),
                required=True,
                help_text=gettext_lazy("Smaller numbers stand first."),
            ),
        ]

    @classmethod
    def get_queryset(cls) -> QuerySet[Category]:
        tree: QuerySet[Category] = Category.objects.order_by("path")
        return tree

    def blank(self) -> Category:
        return Category()

    def write(self, instance: Category, values: Mapping[str, Any]) -> Model:
        instance.key, instance.icon = values["key"], values["icon"]
        instance.position = values["position"]
        instance.name = words_from(values, "name")
        instance.description = words_from(values, "description")
        parent = Category.objects.get(key=values["parent"]) if values["parent"] else None
        return save_category(instance, parent=parent)


class ServiceRows(Rows):
    """Facts, title and summary in the source language; what translations and options say stays."""

    aliases = {"slug": "key"}

    class Meta:
        model = ServicePage
        import_id_fields = ("key",)

    @classmethod
    def columns(cls) -> list[Column]:
        return [
            Column(
                "key",
                lambda page: page.key,
                Key(),
                required=True,
                help_text=gettext_lazy("The service is known by it; a new key makes a new draft."),
            ),
            Column(
                "title",
                lambda page: page.title,
                Text(255),
                required=True,
                help_text=gettext_lazy("In English; other languages are translated as pages."),
            ),
            Column(
                "summary",
                lambda page: page.summary,
                Text(300),
                help_text=gettext_lazy("Shown in lists."),
            ),
            Column(
                "category",
                lambda page: page.category.key if page.category else "",
                One(known_categories),
                required=True,
                help_text=gettext_lazy("The key of its category."),
            ),
            Column(
                "price",
                lambda page: page.price,
                Whole(),
                required=True,
                help_text=gettext_lazy("In minor units: 12900 is 129.00."),
            ),
            Column(
                "currency",
                lambda page: page.currency,
                Key(str.upper),
                required=True,
                help_text=gettext_lazy("Three capitals, such as CNY."),
            ),
            Column("unit", lambda page: page.unit, Choice(Unit.values), required=True),
            Column(
                "duration",
                lambda page: page.duration,
                Whole(),
                required=True,
                help_text=gettext_lazy("How long one visit takes, in minutes."),
            ),
            Column(
                "tags",
                lambda page: [tag.name for tag in page.tags.all()],
                Many(),
                help_text=gettext_lazy("Several are separated by commas."),
            ),
            Column("published", lambda page: page.live, YesNo(), readonly=True),
        ]

    @classmethod
    def get_queryset(cls) -> QuerySet[ServicePage]:
        return (
            ServicePage.objects.filter(locale__language_code=default_locale())
            .select_related("latest_revision")
            .order_by("slug")
        )

    def iter_queryset(self, queryset: QuerySet[ServicePage]) -> Iterable[ServicePage]:
        for page in super().iter_queryset(queryset):
            yield page.get_latest_revision_as_object()

    def find(self, key: str) -> ServicePage | None:
        page = self.get_queryset().filter(slug=key).first()
        return page.get_latest_revision_as_object() if page is not None else None

    def blank(self) -> ServicePage:
        return ServicePage()

    def write(self, instance: ServicePage, values: Mapping[str, Any]) -> Model:
        category = Category.objects.get(key=values["category"])
        facts = {name: values[name] for name in ("title", "summary", "price", "currency")}
        facts |= {"unit": values["unit"], "duration": values["duration"], "category": category}
        if instance.pk is None:
            return draft_service(values["key"], facts=facts, tags=values["tags"], by=self.by)
        return redraft_service(instance, facts=facts, tags=values["tags"], by=self.by)
