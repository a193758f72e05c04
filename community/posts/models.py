"""Posts, comments on them, and who likes them. Plain rows: ADR 2."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from cms.media.models import Picture
from community.moderation.reasons import LONGEST_REASON
from community.posts.states import WITH_REASON, PostStatus

LONGEST_POST, LONGEST_COMMENT = 5000, 1000


class ModeratedQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        return self.filter(status=PostStatus.PUBLISHED)

    def visible_to(self, user: User | None) -> Self:
        """What is published, and one's own wherever it stands."""
        own = Q(author_id=user.pk) if user is not None else Q()
        return self.filter(Q(status=PostStatus.PUBLISHED) | own)


class PostQuerySet(ModeratedQuerySet):
    def detailed(self, user: User | None) -> Self:
        """With all that is shown of posts to ``user``, in as many queries however many there are.

        ``likes`` and ``comments_published`` are counted from the rows: there is no counter that
        could be wrong.
        """
        likes = Like.objects.filter(post=OuterRef("pk")).order_by()
        comments = Comment.objects.published().filter(post=OuterRef("pk")).order_by()
        mine = likes.filter(user=user) if user is not None else likes.none()
        return (
            self.select_related("author")
            .prefetch_related("images__picture__renditions")
            .annotate(
                likes_counted=_counted(likes),
                comments_published=_counted(comments),
                liked=Exists(mine),
            )
        )


def _counted(rows: models.QuerySet[Any]) -> Coalesce:
    """How many of ``rows`` a post has."""
    return Coalesce(Subquery(rows.values("post").annotate(n=Count("pk")).values("n")), 0)


class Moderated(models.Model):
    """What somebody wrote, and what moderators made of it.

    ``edition`` counts the author's edits: a moderator publishes the one that was read.
    """

    uuid = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )
    text = models.TextField(_("text"))
    edition = models.PositiveIntegerField(_("edition"), default=1)
    status = models.CharField(
        _("status"), max_length=10, choices=PostStatus, default=PostStatus.PENDING
    )
    status_reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    status_since = models.DateTimeField(_("since"))
    created_at = models.DateTimeField(_("created at"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=WITH_REASON) | ~Q(status_reason=""),
                name="a_%(class)s_is_refused_or_hidden_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status=PostStatus.PUBLISHED) | Q(published_at__isnull=False),
                name="a_%(class)s_that_is_public_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return self._opening()

    def _opening(self) -> str:
        """The first words, on one line."""
        return Truncator(" ".join(self.text.split())).chars(60)

    # How the admin's lists name the column.
    _opening.short_description = _("text")  # type: ignore[attr-defined]
    opening = property(_opening)

    @property
    def headline(self) -> str:
        """Whose words they are, over the text."""
        return str(self.author)

    @property
    def pictures(self) -> list[Picture]:
        """What stands beside the text."""
        return []


class Post(Moderated):
    # Of rows that ``detailed`` has read.
    likes_counted: int
    comments_published: int
    liked: bool

    topic = models.SlugField(_("topic"), max_length=50, blank=True, db_index=False)

    objects = PostQuerySet.as_manager()

    class Meta(Moderated.Meta):
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        default_permissions = ("view",)
        permissions = [("moderate_post", "Can publish, refuse and hide posts")]
        indexes = [
            models.Index(fields=["status", "-published_at", "-id"], name="posts_newest_first"),
            models.Index(fields=["topic", "status", "-published_at"], name="posts_of_a_topic"),
            models.Index(fields=["author", "-created_at", "-id"], name="posts_of_an_author"),
        ]

    @property
    def pictures(self) -> list[Picture]:
        return [row.picture for row in self.images.all()]


class PostImage(models.Model):
    """A public picture, and the upload of the author's that it was made of."""

    post = models.ForeignKey(
        Post, verbose_name=_("post"), on_delete=models.CASCADE, related_name="images"
    )
    picture = models.ForeignKey(
        "media.Picture", verbose_name=_("picture"), on_delete=models.CASCADE, related_name="+"
    )
    upload = models.UUIDField(_("upload"), unique=True)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("image of a post")
        verbose_name_plural = _("images of posts")
        default_permissions = ()
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.post} {self.position}"


class Comment(Moderated):
    post = models.ForeignKey(
        Post, verbose_name=_("post"), on_delete=models.CASCADE, related_name="comments"
    )

    objects = ModeratedQuerySet.as_manager()

    class Meta(Moderated.Meta):
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        default_permissions = ("view",)
        permissions = [("moderate_comment", "Can publish, refuse and hide comments")]
        indexes = [
            models.Index(fields=["post", "status", "created_at"], name="comments_of_a_post"),
            models.Index(fields=["status", "-created_at"], name="comments_newest_first"),
        ]


class Like(models.Model):
    post = models.ForeignKey(
        Post,
        verbose_name=_("post"),
        on_delete=models.CASCADE,
        related_name="likes",
        db_index=False,
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="likes",
    )
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("like")
        verbose_name_plural = _("likes")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["post", "user"], name="a_person_likes_a_post_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.post}"
