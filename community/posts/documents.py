"""What is searched of published posts. They are read by ``posts/``, with likes and the author."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from cms.delivery.locales import site_locales
from cms.delivery.registry import Content, DocumentType
from cms.search.lexemes import Findable
from community.posts.models import Post

COLLECTION = "posts"


class FoundPost(BaseModel):
    """A post among what is found: ``opening`` is its first words.

    It names nobody: whoever is erased is not to be erased here too.
    """

    id: UUID
    topic: str
    opening: str
    published_at: datetime


def published_versions(posts: Sequence[Post]) -> list[dict[str, Post]]:
    """The posts as stored, whatever the reader's language; nothing of one that is not public."""
    rows = Post.objects.published().in_bulk([post.pk for post in posts])
    found = [rows.get(post.pk) for post in posts]
    return [dict.fromkeys(site_locales(), each) if each else {} for each in found]


def build(post: Post, locale: str) -> Content:
    if post.published_at is None:
        raise ValueError(f"The post {post.uuid} is not public.")
    body = FoundPost(
        id=post.uuid, topic=post.topic, opening=post.opening, published_at=post.published_at
    )
    return Content(body=body, published_at=post.published_at)


def describe(post: Post, locale: str) -> Findable:
    tags = [post.topic] if post.topic else []
    return Findable(title=post.opening, keywords=tuple(tags), body=post.text, facets={"tag": tags})


DOCUMENTS = DocumentType(
    collection=COLLECTION,
    model=Post,
    build=build,
    key_of=lambda post: str(post.uuid),
    owner_of=lambda post: post.uuid,
    versions=published_versions,
)
