"""A provider as staff read them: the profile, and what higher apps know besides."""

from typing import Any

from django.utils.translation import get_language, gettext
from wagtail.admin.ui.components import Component

from catalog.providers.models import Provider
from catalog.providers.queries import services_within
from catalog.providers.screens import Part, parts
from catalog.services.words import words_in
from cms.pages.reading import ReadingPage


class PartComponent(Component):
    """One of the parts, which its template draws."""

    def __init__(self, part: Part, provider: Provider) -> None:
        self.name, self.heading, self.template_name = part.name, part.heading, part.template
        self.context = dict(part.context(provider))

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return self.context


class ProviderPage(ReadingPage):
    """Nothing is changed here, and no home, phone or identity is shown."""

    template_name = "providers/admin/inspect.html"
    object: Provider

    def get_page_title(self) -> str:
        return gettext("Provider")

    def get_field_label(self, field_name: str, field: Any) -> str:
        # Django has no words for rows that point here.
        label = gettext("Areas") if field_name == "areas" else None
        return label or str(super().get_field_label(field_name, field))

    def get_status_reason_display_value(self) -> str:
        return self.object.status_reason or "–"

    def get_bio_display_value(self) -> str:
        return words_in(self.object.bio, get_language() or "") or "–"

    def get_areas_display_value(self) -> str:
        return ", ".join(str(area) for area in self.object.areas.all()) or "–"

    def get_skills_display_value(self) -> str:
        skills = self.object.skills.order_by("path")
        return ", ".join(str(skill) for skill in skills) or "–"

    def get_rating_mean_display_value(self) -> str:
        rating = self.object.rating
        return "–" if rating.mean is None else f"{rating.mean} ({rating.count})"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(
            services=services_within(self.object.skills.all(), get_language() or ""),
            certificates=self.object.certificates.all(),
            parts=[
                PartComponent(part, self.object)
                for part in parts()
                if self.request.user.has_perm(part.permission)
            ],
            **kwargs,
        )
        return context
