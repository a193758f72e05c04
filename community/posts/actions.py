"""What people do with posts; what moderators do is in ``moderation``."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from wagtail.models import ReferenceIndex

from accounts.uploads.actions import delete_uploads
from accounts.uploads.models import Upload
from accounts.users.models import User
from cms.delivery.actions import withdraw_document
from cms.media.pictures import pictures_from_uploads
from community.moderation.refusals import NotAllowed, NotFound
from community.posts.documents import COLLECTION
from community.posts.models import Comment, Like, Post, PostImage
from community.posts.states import PostStatus

# In the library of pictures.
IMAGE_TITLE = "Post"


@transaction.atomic
def write_post(*, text: str, topic: str, images: Sequence[UUID], by: User, now: datetime) -> Post:
    """A post that waits for a moderator; ``images`` are uploads of ``by``.

    Raises ``UploadsUnavailable`` and ``NotAPicture``.
    """
    post = Post.objects.create(author=by, text=text, topic=topic, status_since=now, created_at=now)
    _show_images(post, images, by=by, now=now)
    return post


@transaction.atomic
def edit_post(post_id: UUID, *, changes: Mapping[str, Any], by: User, now: datetime) -> Post:
    """Change ``text``, ``topic`` and ``images`` (all of them), whichever is given.

    A changed post waits for a moderator again, wherever it stood. Raises ``NotFound``,
    ``NotAllowed`` for anybody but the author, ``UploadsUnavailable`` and ``NotAPicture``.
    """
    post = _own(post_id, by=by)
    words = {name: changes[name] for name in ("text", "topic") if name in changes}
    changed = any(getattr(post, name) != value for name, value in words.items())
    for name, value in words.items():
        setattr(post, name, value)
    if "images" in changes:
        changed |= _show_images(post, changes["images"], by=by, now=now)
    if changed:
        post.edition += 1
        post.status, post.status_reason, post.status_since = PostStatus.PENDING, "", now
        post.published_at = None
        post.save()
        withdraw_document(COLLECTION, str(post.uuid))
    return post


@transaction.atomic
def delete_post(post_id: UUID, *, by: User) -> None:
    """Delete a post with its pictures, their files, its comments and likes.

    Raises ``NotFound``, and ``NotAllowed`` for anybody but the author.
    """
    post = _own(post_id, by=by)
    _drop_images(list(post.images.select_related("picture")))
    post.delete()


@transaction.atomic
def write_comment(post_id: UUID, *, text: str, by: User, now: datetime) -> Comment:
    """A comment that waits for a moderator. Raises ``NotFound`` unless the post is published."""
    post = _published(post_id)
    return Comment.objects.create(post=post, author=by, text=text, status_since=now, created_at=now)


@transaction.atomic
def like_post(post_id: UUID, *, by: User, now: datetime) -> None:
    """Like a published post, once however often. Raises ``NotFound``."""
    # Two likes of one person at once: the constraint lets one in, the other finds it.
    Like.objects.get_or_create(post=_published(post_id), user=by, defaults={"created_at": now})


@transaction.atomic
def unlike_post(post_id: UUID, *, by: User) -> None:
    """Take one's like back; without one nothing happens. Raises ``NotFound``."""
    Like.objects.filter(post=_published(post_id), user=by).delete()


def _published(post_id: UUID) -> Post:
    # Shared with others who comment or like; its author's deletion waits, or has happened.
    rows = Post.objects.published().select_for_update(no_key=True)
    post: Post | None = rows.filter(uuid=post_id).first()
    if post is None:
        raise NotFound
    return post


def _own(post_id: UUID, *, by: User) -> Post:
    post: Post | None = Post.objects.visible_to(by).select_for_update().filter(uuid=post_id).first()
    if post is None:
        raise NotFound
    if post.author_id != by.pk:
        raise NotAllowed
    return post


def _show_images(post: Post, uploads: Sequence[UUID], *, by: User, now: datetime) -> bool:
    """Have the post show these and no others, in this order; was that a change?"""
    wanted = list(dict.fromkeys(uploads))
    standing = {row.upload: row for row in post.images.select_related("picture")}
    if list(standing) == wanted:
        return False
    _drop_images([row for upload, row in standing.items() if upload not in wanted])
    new = {at: upload for at, upload in enumerate(wanted) if upload not in standing}
    pictures = pictures_from_uploads(
        new, to=f"post:{post.uuid}", title=IMAGE_TITLE, place="images", by=by, now=now
    )
    for position, upload in enumerate(wanted):
        if upload in standing:
            post.images.filter(upload=upload).update(position=position)
    PostImage.objects.bulk_create(
        PostImage(post=post, picture=picture, upload=new[position], position=position)
        for position, picture in pictures.items()
    )
    return True


def _drop_images(rows: Sequence[PostImage]) -> None:
    """Delete pictures, uploads and the files of both."""
    uploads = [row.upload for row in rows]
    for row in rows:
        row.delete()
        # An editor may have taken it from the library for a page.
        if not ReferenceIndex.get_references_to(row.picture).exists():
            row.picture.delete()
    delete_uploads(Upload.objects.filter(pk__in=uploads))
