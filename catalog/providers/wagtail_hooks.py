"""Providers in Wagtail's admin: found by filters and search, their status read-only."""

from typing import Any, ClassVar

import django_filters
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from catalog.providers.models import Provider, ProviderArea
from catalog.providers.pages import ProviderPage
from catalog.providers.screens import tabs
from cms.delivery.actions import publish
from cms.exchange.listing import ExchangeListing
from cms.pages.reading import ReadingList

# Columns that other verbs write, which this form only shows.
MOVED_ELSEWHERE = ["status", "status_reason", "status_since", "rating_count", "rating_mean"]


def known_regions() -> list[tuple[str, str]]:
    known = ProviderArea.objects.order_by("region").values_list("region", flat=True).distinct()
    return [(region, region) for region in known]


class ProviderFilterSet(WagtailFilterSet):
    region = django_filters.ChoiceFilter(
        field_name="areas__region", label=_("Area"), choices=known_regions
    )

    class Meta:
        model = Provider
        fields: ClassVar[list[str]] = ["status", "kind", "gender", "skills"]


class ProviderForm(WagtailAdminModelForm):
    """What operators may correct; the public documents follow."""

    @transaction.atomic
    def save(self, commit: bool = True) -> Provider:
        # As bookings, reviews and the verbs on the status do: what they write is not undone here.
        Provider.objects.select_for_update(no_key=True).get(pk=self.instance.pk)
        self.instance.refresh_from_db(fields=MOVED_ELSEWHERE)
        provider: Provider = super().save(commit)
        for tab in tabs():
            tab.check(provider)
        publish(provider)
        return provider


class ProviderEdit(EditView):
    def form_valid(self, form: ProviderForm) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except ValidationError as refused:
            form.add_error(None, refused)
            # It is not, now: Wagtail takes its message from here.
            self.is_valid(form)
            response = self.form_invalid(form)
        return response


class ProviderPolicy(ModelPermissionPolicy):
    """Nobody adds or deletes a provider here, whatever else they may."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in {"add", "delete"} and bool(super().user_has_permission(user, action))


class ProviderIndex(ExchangeListing, ReadingList):
    """Schedules are of providers, so they are found by the same filters."""

    nouns = ("providers", "schedules")


PROFILE = [
    MultiFieldPanel(
        [
            FieldPanel("status", read_only=True),
            FieldPanel("status_reason", read_only=True),
            FieldPanel("status_since", read_only=True),
        ],
        heading=_("Status"),
    ),
    FieldRowPanel([FieldPanel("public_name"), FieldPanel("kind")]),
    FieldRowPanel([FieldPanel("experience_years"), FieldPanel("gender")]),
    FieldPanel("bio"),
    FieldPanel("photo"),
    FieldPanel("skills"),
    InlinePanel("areas", heading=_("Areas"), label=_("Area")),
    InlinePanel("portfolio", heading=_("Work cases"), label=_("Work case")),
]


class ProviderViewSet(SnippetViewSet):
    """Providers come from onboarding; status moves by its verbs, never by this form."""

    model = Provider
    icon = "user"
    menu_label = _("Providers")
    menu_name = "providers"
    menu_order = 220
    add_to_admin_menu = True
    index_view_class = ProviderIndex
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = ProviderPage
    inspect_view_fields: ClassVar[list[str]] = [
        "public_name", "kind", "status", "status_reason", "status_since", "activated_at",
        "rating_mean", "experience_years", "gender", "timezone", "skills", "areas", "bio",
    ]  # fmt: skip
    list_display: ClassVar[list[str]] = [
        "public_name", "kind", "status", "experience_years", "rating_mean", "status_since",
    ]  # fmt: skip
    list_per_page = 50
    # A plain look at one column: no index has to follow for it.
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["public_name"]
    filterset_class = ProviderFilterSet
    edit_view_class = ProviderEdit
    edit_handler = TabbedInterface(
        [
            ObjectList(PROFILE, heading=_("Profile")),
            *(ObjectList(tab.panels, heading=tab.heading) for tab in tabs()),
        ],
        base_form_class=ProviderForm,
    )


register_permission_policy(Provider, ProviderPolicy(Provider))
register_snippet(ProviderViewSet)
