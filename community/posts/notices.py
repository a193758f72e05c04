"""What authors are told of their posts and comments."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.notices.actions import notify
from accounts.notices.templates import NamedNotice
from community.posts.models import Moderated
from community.posts.states import PostStatus

PLACEHOLDERS = frozenset({"opening", "reason"})

NOTICES = (
    NamedNotice(
        key="post.published",
        label=_("To the author: the post is published"),
        placeholders=PLACEHOLDERS,
        subject={"en": "Your post is published", "zh-hans": "您的帖子已发布"},
        body={
            "en": "Everybody can read it now: {opening}",
            "zh-hans": "现在所有人都能看到：{opening}",
        },
    ),
    NamedNotice(
        key="post.refused",
        label=_("To the author: the post is refused"),
        placeholders=PLACEHOLDERS,
        subject={"en": "Your post is not published", "zh-hans": "您的帖子未通过审核"},
        body={
            "en": "{opening} The reason: {reason} You may change it and try again.",
            "zh-hans": "{opening} 原因：{reason} 您可以修改后再次提交。",
        },
    ),
    NamedNotice(
        key="post.hidden",
        label=_("To the author: the post is hidden"),
        placeholders=PLACEHOLDERS,
        subject={"en": "Your post has been hidden", "zh-hans": "您的帖子已被隐藏"},
        body={"en": "{opening} The reason: {reason}", "zh-hans": "{opening} 原因：{reason}"},
    ),
    NamedNotice(
        key="comment.published",
        label=_("To the author: the comment is published"),
        placeholders=PLACEHOLDERS,
        subject={"en": "Your comment is published", "zh-hans": "您的评论已发布"},
        body={
            "en": "Everybody can read it now: {opening}",
            "zh-hans": "现在所有人都能看到：{opening}",
        },
    ),
    NamedNotice(
        key="comment.refused",
        label=_("To the author: the comment is refused"),
        placeholders=PLACEHOLDERS,
        subject={"en": "Your comment is not published", "zh-hans": "您的评论未通过审核"},
        body={"en": "{opening} The reason: {reason}", "zh-hans": "{opening} 原因：{reason}"},
    ),
    NamedNotice(
        key="comment.hidden",
        label=_("To the author: the comment is hidden"),
        placeholders=PLACEHOLDERS,
        subject={"en": "Your comment has been hidden", "zh-hans": "您的评论已被隐藏"},
        body={"en": "{opening} The reason: {reason}", "zh-hans": "{opening} 原因：{reason}"},
    ),
)


def tell_author(item: Moderated, status: PostStatus, *, now: datetime) -> None:
    """Tell what a moderator made of it, each time; ``now`` is that occasion."""
    kind = str(item._meta.model_name)
    notify(
        item.author,
        key=f"{kind}:{item.uuid}:{status}:{now.isoformat()}",
        now=now,
        template=f"{kind}.{status}",
        context={"opening": item.opening, "reason": item.status_reason},
        hints={kind: str(item.uuid)},
    )
