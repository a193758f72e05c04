"""Where a post or a comment stands: nothing is public before a moderator has seen it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PostStatus(models.TextChoices):
    PENDING = "pending", _("Waiting")
    # Elsewhere the word stands over a date.
    PUBLISHED = "published", pgettext_lazy("status", "Published")
    REFUSED = "refused", _("Refused")
    HIDDEN = "hidden", _("Hidden")


# By moderators. Whatever its author edits waits again.
MOVES: dict[PostStatus, frozenset[PostStatus]] = {
    PostStatus.PENDING: frozenset({PostStatus.PUBLISHED, PostStatus.REFUSED}),
    PostStatus.PUBLISHED: frozenset({PostStatus.HIDDEN}),
    PostStatus.REFUSED: frozenset(),
    PostStatus.HIDDEN: frozenset({PostStatus.PUBLISHED}),
}
# What the author is told why.
WITH_REASON = frozenset({PostStatus.REFUSED, PostStatus.HIDDEN})
