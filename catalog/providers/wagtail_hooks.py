"""Providers in Wagtail's admin: found by filters and search, their status read-only."""

from typing import Any, ClassVar

import django_filters
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from catalog.providers.models import Provider, ProviderArea
from cms.delivery.actions import publish
from cms.exchange.listing import ExchangeListing


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
        provider: Provider = super().save(commit)
        publish(provider)
        return provider


class ProviderPolicy(ModelPermissionPolicy):
    """Nobody adds or deletes a provider here, whatever else they may."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in {"add", "delete"} and bool(super().user_has_permission(user, action))


class ProviderIndex(ExchangeListing, IndexView):
    """Schedules are of providers, so they are found by the same filters."""

    nouns = ("providers", "schedules")


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
    inspect_view_fields: ClassVar[list[str]] = [
        "public_name", "kind", "status", "status_reason", "status_since", "activated_at",
        "experience_years", "gender",
    ]  # fmt: skip
    list_display: ClassVar[list[str]] = [
        "public_name", "kind", "status", "experience_years", "status_since",
    ]  # fmt: skip
    list_per_page = 50
    # A plain look at one column: no index has to follow for it.
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["public_name"]
    filterset_class = ProviderFilterSet
    edit_handler = ObjectList(
        [
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
        ],
        base_form_class=ProviderForm,
    )


register_permission_policy(Provider, ProviderPolicy(Provider))
register_snippet(ProviderViewSet)
