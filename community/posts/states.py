"""Where a post or a comment stands: nothing is public before a moderator has seen it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PostStatus(models.TextChoices):
    PENDING = "pending", _("Waiting")
    PUBLISHED = "published", _("Published")
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
