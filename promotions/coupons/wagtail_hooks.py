"""Coupons in Wagtail's admin: found by filters and search, their counters read-only."""

from typing import Any, ClassVar

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from cms.exchange.listing import ExchangeListing
from cms.pages.reading import ReadingList
from promotions.coupons.forms import CouponForm
from promotions.coupons.models import Coupon
from promotions.coupons.models.coupons import CouponQuerySet
from promotions.coupons.states import CouponState


class CouponFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=CouponState, method="filter_state"
    )
    personal = django_filters.BooleanFilter(
        label=_("Personal"), field_name="personal_to", lookup_expr="isnull", exclude=True
    )

    class Meta:
        model = Coupon
        fields: ClassVar[list[str]] = ["kind", "combines"]

    def filter_state(self, coupons: CouponQuerySet, _name: str, value: str) -> CouponQuerySet:
        return coupons.in_state(CouponState(value), timezone.now())


class CountersPanel(HelpPanel):
    """How many were claimed and redeemed: nobody types these in."""

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.instance.pk)

        @property
        def redeemed(self) -> int:
            return int(self.instance.claims.exclude(redeemed_at=None).count())


class RefusingMixin:
    """What the action refuses at the last moment stands in the form, not in an error page."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except ValidationError as refused:
            form.add_error(None, refused)
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined,no-any-return]
        return response


class CouponIndex(ExchangeListing, ReadingList):
    nouns = ("coupons",)


class CouponCreate(RefusingMixin, CreateView):
    pass


class CouponEdit(RefusingMixin, EditView):
    pass


class CouponPolicy(ModelPermissionPolicy):
    """A coupon ends; nobody deletes one, whatever else they may."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))


def claimed_of(coupon: Coupon) -> str:
    limit = "∞" if coupon.total_limit is None else coupon.total_limit
    return f"{coupon.claimed} / {limit}"


def state_of(coupon: Coupon) -> Any:
    return coupon.state(timezone.now()).label


class CouponViewSet(SnippetViewSet):
    """Coupons, the newest first."""

    model = Coupon
    icon = "tag"
    menu_label = _("Coupons")
    menu_name = "coupons"
    menu_order = 230
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = CouponIndex
    add_view_class = CouponCreate
    edit_view_class = CouponEdit
    list_display: ClassVar[list[Any]] = [
        "__str__",
        Column("worth", label=_("Worth")),
        Column("state", label=_("State"), accessor=state_of, classname="w-whitespace-nowrap"),
        Column("starts_at", label=_("Starts"), sort_key="starts_at"),
        Column("ends_at", label=_("Ends"), sort_key="ends_at"),
        Column("claimed", label=_("Claimed"), accessor=claimed_of, sort_key="claimed"),
        Column("redeemed", label=_("Redeemed"), sort_key="redeemed"),
    ]
    list_per_page = 50
    # A plain look at a few columns: no index has to follow for it.
    search_backend_name = None
    search_fields: ClassVar[list[str]] = [
        "code", "name__en", "name__zh-hans", "personal_to__username",
    ]  # fmt: skip
    filterset_class = CouponFilterSet
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("code"), FieldPanel("personal_to")]),
            FieldPanel("name"),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [
                            FieldPanel("kind"),
                            FieldPanel(
                                "value",
                                help_text=_(
                                    "An amount such as 20.00, or whole per cent from 1 to 100."
                                ),
                            ),
                            FieldPanel("cap", help_text=_("The most that per cent take off.")),
                        ]
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel(
                                "minimum",
                                help_text=_("How much must be ordered of what it is good for."),
                            ),
                            FieldPanel("currency"),
                        ]
                    ),
                    FieldPanel("combines"),
                ],
                heading=_("Worth"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                    FieldRowPanel([FieldPanel("total_limit"), FieldPanel("per_user_limit")]),
                    CountersPanel(template="coupons/counters.html"),
                ],
                heading=_("When and how often"),
            ),
            InlinePanel(
                "categories",
                heading=_("Good for categories"),
                label=_("Category"),
                help_text=_("With all below them. Without any of these three: for everything."),
            ),
            InlinePanel("services", heading=_("Good for services"), label=_("Service")),
            InlinePanel("packages", heading=_("Good for packages"), label=_("Package")),
        ],
        base_form_class=CouponForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Coupon]:
        return Coupon.objects.with_redeemed()


register_permission_policy(Coupon, CouponPolicy(Coupon))
register_snippet(CouponViewSet)
