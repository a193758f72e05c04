"""The community of the demonstration: posts in every state, with comments and likes."""

from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.uploads.actions import store_upload
from accounts.users.models import User
from accounts.users.roles import CUSTOMER
from community.posts.actions import like_post, write_comment, write_post
from community.posts.models import Moderated, Post
from community.posts.moderation import hide, publish, refuse
from config.demo.people import newcomer
from config.demo.pictures import drawn
from config.demo.texts import data

HOUR = timedelta(hours=1)


def load_posts(people: dict[str, User], *, now: datetime) -> None:
    """The posts of posts.toml, whichever is missing added."""
    customers = {
        username: newcomer(username, name, role=CUSTOMER)
        for username, name in data("reviews")["customers"]
    }
    for number, text in enumerate(data("posts")["post"]):
        author = (people | customers)[text["by"]]
        if not Post.objects.filter(author=author, text=text["text"]).exists():
            _post(text, number, author, people, customers, now)


@transaction.atomic
def _post(
    text: dict[str, Any],
    number: int,
    author: User,
    people: dict[str, User],
    customers: dict[str, User],
    now: datetime,
) -> None:
    # Each at another hour of its day.
    at = now - timedelta(days=text["days_ago"]) - number * HOUR
    post = write_post(
        text=text["text"],
        topic=text.get("topic", ""),
        images=_images(author, text, number, at),
        by=author,
        now=at,
    )
    moderator, status = people["moderator"], text.get("status", "published")
    if status in ("published", "hidden"):
        _judge(post, "published", "", by=moderator, now=at + HOUR)
        for username, *comment in text["comments"]:
            _comment(post, (people | customers)[username], comment, by=moderator, now=at + 2 * HOUR)
        for liking in list(customers.values())[: text.get("likes", 0)]:
            like_post(post.uuid, by=liking, now=at + 3 * HOUR)
    if status in ("refused", "hidden"):
        _judge(post, status, text["reason"], by=moderator, now=at + 4 * HOUR)


def _images(author: User, text: dict[str, Any], number: int, at: datetime) -> list[Any]:
    if "picture" not in text:
        return []
    content = drawn(text["picture"], number)
    return [store_upload(ContentFile(content, "picture.jpg"), by=author, now=at).pk]


def _comment(post: Post, author: User, texts: list[str], *, by: User, now: datetime) -> None:
    text, *judged = texts
    comment = write_comment(post.uuid, text=text, by=author, now=now)
    status, reason = [*(judged or ["published"]), ""][:2]
    _judge(comment, status, reason, by=by, now=now + HOUR)


def _judge(item: Moderated, status: str, reason: str, *, by: User, now: datetime) -> None:
    if status == "published":
        publish(item, edition=1, by=by, now=now)
    elif status == "refused":
        refuse(item, reason=reason, by=by, now=now)
    elif status == "hidden":
        hide(item, reason=reason, by=by, now=now)
