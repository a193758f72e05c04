"""Providers as rows of a file: what operators may correct, and nothing of identity or home."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.providers.actions import correct_provider
from catalog.providers.models import Provider
from catalog.providers.states import Gender, ProviderKind
from catalog.services.columns import known_categories, source_column, words_columns, words_from
from catalog.services.models import Category
from cms.exchange.columns import Column
from cms.exchange.kinds import Choice, Key, Many, Text, Whole
from cms.exchange.rows import Rows

FACTS = ("public_name", "kind", "experience_years", "gender")


class KnownProviders(Rows):
    """Rows of providers that are there: nobody becomes one by a file."""

    @classmethod
    def id_column(cls) -> Column:
        return Column(
            "id",
            lambda provider: str(provider.public_id),
            Key(str.lower),
            required=True,
            help_text=gettext_lazy("Who it is: the provider's public id."),
        )

    @classmethod
    def get_queryset(cls) -> QuerySet[Provider]:
        return Provider.objects.prefetch_related("skills", "areas")

    def find(self, key: str) -> Provider | None:
        try:
            public_id = UUID(key)
        except ValueError:
            return None
        return self.get_queryset().filter(public_id=public_id).first()

    def blank(self) -> Provider:
        sentence = _("There is no provider with this id. Providers come from onboarding.")
        raise ValidationError({"id": sentence})


class ProviderRows(KnownProviders):
    aliases = {"bio": source_column("bio"), "region": "areas"}

    class Meta:
        model = Provider
        import_id_fields = ("id",)

    @classmethod
    def columns(cls) -> list[Column]:
        return [
            cls.id_column(),
            Column(
                "public_name",
                lambda row: row.public_name,
                Text(80),
                required=True,
                help_text=gettext_lazy("The name that the public sees."),
            ),
            Column("kind", lambda row: row.kind, Choice(ProviderKind.values), required=True),
            Column(
                "experience_years",
                lambda row: row.experience_years,
                Whole(),
                required=True,
                help_text=gettext_lazy("Years of experience."),
            ),
            Column("gender", lambda row: row.gender, Choice(Gender.values), required=True),
            *words_columns("bio", gettext_lazy("What is said about the provider.")),
            Column(
                "skills",
                lambda row: [skill.key for skill in row.skills.all()],
                Many(known_categories),
                help_text=gettext_lazy("Keys of categories, separated by commas."),
            ),
            Column(
                "areas",
                lambda row: [area.region for area in row.areas.all()],
                Many(),
                help_text=gettext_lazy("Keys of regions, separated by commas."),
            ),
            Column("status", lambda row: row.status, Key(), readonly=True),
        ]

    def write(self, instance: Provider, values: Mapping[str, Any]) -> Model:
        facts = {name: values[name] for name in FACTS}
        return correct_provider(
            instance,
            facts=facts | {"bio": words_from(values, "bio")},
            skills=list(Category.objects.filter(key__in=values["skills"])),
            areas=values["areas"],
        )
