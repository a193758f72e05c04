"""What is read of posts and comments: by anyone, and somewhat more by their authors."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from accounts.users.models import User
from cms.media.documents import PhotoBody, photo_body
from community.moderation.authors import AuthorBody, author_body
from community.posts.models import Comment, Post


class PostBody(BaseModel):
    """``status`` is ``published`` for everybody but the author, who also reads the ``reason``.

    ``uploads`` are, for the author alone, those of the ``images`` in their order: a change of the
    images names those that stay by them. ``liked``: by the caller. ``comments`` are the published.
    """

    id: UUID
    author: AuthorBody | None
    topic: str
    text: str
    images: list[PhotoBody]
    likes: int
    liked: bool
    comments: int
    created_at: datetime
    published_at: datetime | None
    mine: bool
    status: str
    reason: str
    uploads: list[UUID]


class CommentBody(BaseModel):
    """``status`` is ``published`` for everybody but the author, who also reads the ``reason``."""

    id: UUID
    author: AuthorBody | None
    text: str
    created_at: datetime
    mine: bool
    status: str
    reason: str


class LikeBody(BaseModel):
    liked: bool
    likes: int


def post_body(post: Post, reader: User | None) -> PostBody:
    """``post`` is one of ``Post.objects.detailed(reader)``."""
    mine = reader is not None and post.author_id == reader.pk
    images = list(post.images.all())
    return PostBody(
        id=post.uuid,
        author=author_body(post.author),
        topic=post.topic,
        text=post.text,
        images=[photo_body(row.picture) for row in images],
        likes=post.likes_counted,
        liked=post.liked,
        comments=post.comments_published,
        created_at=post.created_at,
        published_at=post.published_at,
        mine=mine,
        status=post.status,
        reason=post.status_reason if mine else "",
        uploads=[row.upload for row in images] if mine else [],
    )


def comment_body(comment: Comment, reader: User | None) -> CommentBody:
    mine = reader is not None and comment.author_id == reader.pk
    return CommentBody(
        id=comment.uuid,
        author=author_body(comment.author),
        text=comment.text,
        created_at=comment.created_at,
        mine=mine,
        status=comment.status,
        reason=comment.status_reason if mine else "",
    )
