"""Reviews in Wagtail's admin: read, hidden for a reason, shown again."""

from typing import Any, ClassVar

import django_filters
from django.db.models import F, QuerySet
from django.template.defaultfilters import linebreaksbr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet

from catalog.providers.models import Provider
from community.moderation.decisions import Decision, Judgement
from community.moderation.screens import Facts, ModeratedList, ModeratedViewSet
from community.reviews.actions import hide_review, show_review
from community.reviews.models import Review
from community.reviews.ratings import HIGHEST, LOWEST, MARKS
from community.reviews.states import ReviewStatus


def _hide(review: Review, judged: Judgement) -> object:
    return hide_review(review.uuid, reason=judged.reason, by=judged.by, now=judged.now)


def _show(review: Review, judged: Judgement) -> object:
    return show_review(review.uuid, by=judged.by, now=judged.now)


DECISIONS = (
    Decision(
        key="hide",
        label=gettext_lazy("Hide…"),
        title=gettext_lazy("Hide reviews"),
        told=ngettext_lazy("%(count)d review hidden.", "%(count)d reviews hidden.", "count"),
        icon="no-view",
        possible=lambda review: review.status == ReviewStatus.VISIBLE,
        carry_out=_hide,
        needs_reason=True,
        serious=True,
    ),
    Decision(
        key="show",
        label=gettext_lazy("Show again"),
        title=gettext_lazy("Show reviews again"),
        told=ngettext_lazy(
            "%(count)d review shown again.", "%(count)d reviews shown again.", "count"
        ),
        icon="view",
        possible=lambda review: review.status == ReviewStatus.HIDDEN,
        carry_out=_show,
    ),
)


def may_see_author(review: Review, user: Any) -> bool:
    return not review.anonymous or bool(user.has_perm("reviews.see_author"))


def author_of(review: Review, user: Any) -> str:
    if not may_see_author(review, user):
        return _("Anonymous")
    name = str(review.invitation.customer)
    return _("%(name)s (anonymous)") % {"name": name} if review.anonymous else name


def known_services() -> list[tuple[str, str]]:
    known = Review.objects.order_by("service_key").values_list("service_key", flat=True)
    return [(key, key) for key in known.distinct()]


class ReviewFilterSet(WagtailFilterSet):
    stars = django_filters.ChoiceFilter(
        label=gettext_lazy("Stars"),
        choices=[(number, "★" * number) for number in range(HIGHEST, LOWEST - 1, -1)],
        method="with_stars",
    )
    service_key = django_filters.ChoiceFilter(label=gettext_lazy("Service"), choices=known_services)
    provider = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Provider"),
        queryset=Provider.objects.filter(reviews__isnull=False).distinct(),
    )
    written_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Written"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Review
        fields: ClassVar[list[str]] = [
            "status", "stars", "service_key", "provider", "written_at", "anonymous",
        ]  # fmt: skip

    def with_stars(self, rows: QuerySet[Review], _name: str, value: str) -> QuerySet[Review]:
        """Those whose mean rounds to so many stars."""
        middle = int(value) * MARKS
        rows = rows.annotate(total=F("attitude") + F("skill") + F("effect"))
        return rows.filter(total__range=(middle - 1, middle + 1))


class ReviewList(ModeratedList):
    @property
    def columns(self) -> list[Column]:
        user = self.request.user
        author = Column(
            "author", label=_("Author"), accessor=lambda review: author_of(review, user)
        )
        return [*super().columns, author, Column("get_status_display", label=_("Status"))]


class ReviewViewSet(ModeratedViewSet):
    """No search by author or order: it would tell moderators who wrote an anonymous one."""

    model = Review
    icon = "pick"
    menu_label = gettext_lazy("Reviews")
    menu_name = "reviews"
    menu_order = 10
    decisions = DECISIONS
    index_view_class = ReviewList
    list_display: ClassVar[list[Any]] = [
        "opening",
        Column("stars", label=gettext_lazy("Stars")),
        Column(
            "service_key",
            label=gettext_lazy("Service"),
            sort_key="service_key",
            accessor="service",
        ),
        Column("provider", label=gettext_lazy("Provider")),
        Column("written_on", label=gettext_lazy("Written")),
    ]
    ordering = "-place"
    search_fields: ClassVar[list[str]] = ["text", "reply", "provider__public_name", "service_key"]
    filterset_class = ReviewFilterSet

    def rows(self) -> QuerySet[Review]:
        return Review.objects.detailed()

    def describe(self, review: Review, user: Any) -> Facts:
        yield _("Service"), review.service
        yield _("Provider"), review.provider
        yield _("Author"), author_of(review, user)
        if may_see_author(review, user):
            yield _("Order"), review.invitation.order_number
        yield _("Written"), review.written_on
        yield _("Attitude"), review.attitude
        yield _("Skill"), review.skill
        yield _("Effect"), review.effect
        yield _("Text"), linebreaksbr(review.text) or "–"
        yield _("Status"), review.get_status_display()
        if review.status_reason:
            yield _("Reason"), review.status_reason
        if review.reply:
            yield _("Provider's reply"), linebreaksbr(review.reply)


ReviewViewSet.join(register_snippet)
