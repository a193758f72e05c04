"""Posts and comments in Wagtail's admin: read, published, refused, hidden, shown again."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.template.defaultfilters import linebreaksbr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.models import register_snippet

from community.moderation.decisions import Decision
from community.moderation.screens import Facts, ModeratedViewSet
from community.posts.models import Comment, Moderated, Post
from community.posts.moderation import hide, publish, refuse, show
from community.posts.states import PostStatus


def _decisions(
    *, titles: tuple[Any, Any, Any, Any], told: tuple[Any, Any, Any, Any]
) -> tuple[Decision, ...]:
    """The four decisions about posts or comments; the words are in the order of the buttons."""
    return (
        Decision(
            key="publish",
            label=gettext_lazy("Publish"),
            title=titles[0],
            told=told[0],
            icon="check",
            possible=lambda item: item.status == PostStatus.PENDING,
            carry_out=lambda item, judged: publish(
                item, edition=judged.edition, by=judged.by, now=judged.now
            ),
        ),
        Decision(
            key="refuse",
            label=gettext_lazy("Refuse…"),
            title=titles[1],
            told=told[1],
            icon="cross",
            possible=lambda item: item.status == PostStatus.PENDING,
            carry_out=lambda item, judged: refuse(
                item, reason=judged.reason, by=judged.by, now=judged.now
            ),
            needs_reason=True,
            serious=True,
        ),
        Decision(
            key="hide",
            label=gettext_lazy("Hide…"),
            title=titles[2],
            told=told[2],
            icon="no-view",
            possible=lambda item: item.status == PostStatus.PUBLISHED,
            carry_out=lambda item, judged: hide(
                item, reason=judged.reason, by=judged.by, now=judged.now
            ),
            needs_reason=True,
            serious=True,
        ),
        Decision(
            key="show",
            label=gettext_lazy("Show again"),
            title=titles[3],
            told=told[3],
            icon="view",
            possible=lambda item: item.status == PostStatus.HIDDEN,
            carry_out=lambda item, judged: show(item, by=judged.by, now=judged.now),
        ),
    )


def describe(item: Moderated) -> Facts:
    yield _("Author"), item.author
    yield _("Text"), linebreaksbr(item.text)
    yield _("Created"), item.created_at
    yield _("Status"), item.get_status_display()
    if item.status_reason:
        yield _("Reason"), item.status_reason
    if item.published_at is not None:
        yield pgettext("date", "Published"), item.published_at


def known_topics() -> list[tuple[str, str]]:
    known = Post.objects.exclude(topic="").order_by("topic").values_list("topic", flat=True)
    return [(topic, topic) for topic in known.distinct()]


class PostFilterSet(WagtailFilterSet):
    topic = django_filters.ChoiceFilter(label=gettext_lazy("Topic"), choices=known_topics)
    created_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Created"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Post
        fields: ClassVar[list[str]] = ["status", "topic", "created_at"]


class CommentFilterSet(WagtailFilterSet):
    created_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Created"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Comment
        fields: ClassVar[list[str]] = ["status", "created_at"]


class PostViewSet(ModeratedViewSet):
    model = Post
    icon = "openquote"
    menu_label = gettext_lazy("Posts")
    menu_name = "posts"
    menu_order = 20
    decisions = _decisions(
        titles=(
            gettext_lazy("Publish posts"),
            gettext_lazy("Refuse posts"),
            gettext_lazy("Hide posts"),
            gettext_lazy("Show posts again"),
        ),
        told=(
            ngettext_lazy("%(count)d post published.", "%(count)d posts published.", "count"),
            ngettext_lazy("%(count)d post refused.", "%(count)d posts refused.", "count"),
            ngettext_lazy("%(count)d post hidden.", "%(count)d posts hidden.", "count"),
            ngettext_lazy("%(count)d post shown again.", "%(count)d posts shown again.", "count"),
        ),
    )
    list_display: ClassVar[list[Any]] = [
        "opening",
        Column("author", label=gettext_lazy("Author")),
        "topic",
        Column("likes_counted", label=gettext_lazy("Likes")),
        DateColumn("created_at", label=gettext_lazy("Created"), sort_key="created_at"),
        "status",
    ]
    ordering = "-created_at"
    search_fields: ClassVar[list[str]] = ["text", "author__display_name", "topic"]
    filterset_class = PostFilterSet

    def rows(self) -> QuerySet[Post]:
        return Post.objects.detailed(None)

    def describe(self, post: Post, user: Any) -> Facts:
        yield from describe(post)
        yield _("Topic"), post.topic or "–"
        yield _("Likes"), post.likes.count()


class CommentViewSet(ModeratedViewSet):
    model = Comment
    icon = "comment"
    menu_label = gettext_lazy("Comments")
    menu_name = "comments"
    menu_order = 30
    decisions = _decisions(
        titles=(
            gettext_lazy("Publish comments"),
            gettext_lazy("Refuse comments"),
            gettext_lazy("Hide comments"),
            gettext_lazy("Show comments again"),
        ),
        told=(
            ngettext_lazy("%(count)d comment published.", "%(count)d comments published.", "count"),
            ngettext_lazy("%(count)d comment refused.", "%(count)d comments refused.", "count"),
            ngettext_lazy("%(count)d comment hidden.", "%(count)d comments hidden.", "count"),
            ngettext_lazy(
                "%(count)d comment shown again.", "%(count)d comments shown again.", "count"
            ),
        ),
    )
    list_display: ClassVar[list[Any]] = [
        "opening",
        Column("author", label=gettext_lazy("Author")),
        Column("post", label=gettext_lazy("Post")),
        DateColumn("created_at", label=gettext_lazy("Created"), sort_key="created_at"),
        "status",
    ]
    ordering = "-created_at"
    search_fields: ClassVar[list[str]] = ["text", "author__display_name", "post__text"]
    filterset_class = CommentFilterSet

    def rows(self) -> QuerySet[Comment]:
        return Comment.objects.select_related("author", "post")

    def describe(self, comment: Comment, user: Any) -> Facts:
        yield _("Post"), comment.post
        yield from describe(comment)


for viewset in (PostViewSet, CommentViewSet):
    viewset.join(register_snippet)
