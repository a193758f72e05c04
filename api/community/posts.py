"""Posts: read by anyone once a moderator has published them, written by whoever is signed in."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.users.models import User
from api.conventions.access import ANYONE, SIGNED_IN, caller, in_scope
from api.conventions.bodies import Body
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import CursorQuery, cursor_page, named_page
from api.conventions.parameters import Flag, Keys
from api.conventions.views import View
from community.posts.actions import delete_post, edit_post, like_post, unlike_post, write_post
from community.posts.bodies import LikeBody, PostBody, post_body
from community.posts.models import LONGEST_POST, Post, PostQuerySet

SCOPE = "community"
LONGEST_TOPIC = 50
MOST_IMAGES = 9


class PostsQuery(CursorQuery):
    topic = serializers.SlugField(
        required=False, max_length=LONGEST_TOPIC, help_text=_("A topic, as posts name it.")
    )
    mine = Flag(default=False, help_text=_("One's own alone, wherever they stand."))
    id = Keys(serializers.UUIDField, source="keys")


class Images(serializers.ListField):
    """Ids of uploads."""

    def __init__(self, **options: Any) -> None:
        text = _("Uploads of one's own; the public sees them without their metadata.")
        options |= {"child": serializers.UUIDField(), "max_length": MOST_IMAGES}
        super().__init__(help_text=text, **options)


class PostWriting(Body):
    text = serializers.CharField(max_length=LONGEST_POST)
    topic = serializers.SlugField(max_length=LONGEST_TOPIC, allow_blank=True, default="")
    images = Images(default=list)


class PostChange(Body):
    """What is not given stays; ``images`` takes the place of all images."""

    text = serializers.CharField(max_length=LONGEST_POST, required=False)
    topic = serializers.SlugField(max_length=LONGEST_TOPIC, allow_blank=True, required=False)
    images = Images(required=False)


def reader_of(request: Request) -> User | None:
    """Who reads; ``None`` is anyone, as is a token that is good for other things."""
    if not request.user.is_authenticated or not in_scope(request, SCOPE):
        return None
    return request.user


class Posts(View):
    @operation(
        "List posts, newest first",
        access=ANYONE,
        query=PostsQuery,
        answers={200: Page(PostBody)},
    )
    def get(self, request: Request) -> Response:
        if self.parameters["mine"]:
            SIGNED_IN.check(request, SCOPE)
        reader = reader_of(request)

        def render(posts: Iterable[Post]) -> list[dict[str, Any]]:
            return [post_body(one, reader).model_dump(mode="json") for one in posts]

        if keys := self.parameters.get("keys"):
            visible = Post.objects.visible_to(reader).detailed(reader)
            return Response(named_page(keys, visible, render))
        page = cursor_page(
            request,
            self.parameters,
            self._rows(reader),
            render,
            # What waits has not been published yet.
            ordering=("-created_at" if self.parameters["mine"] else "-published_at", "-id"),
        )
        return Response(page)

    def _rows(self, reader: User | None) -> PostQuerySet:
        own = self.parameters["mine"]
        rows = Post.objects.filter(author=reader) if own else Post.objects.published()
        if "topic" in self.parameters:
            rows = rows.filter(topic=self.parameters["topic"])
        return rows.detailed(reader)

    @operation(
        "Write a post, which waits for a moderator",
        access=SIGNED_IN,
        scope=SCOPE,
        body=PostWriting,
        answers={201: PostBody},
    )
    def post(self, request: Request) -> Response:
        post = write_post(**self.body, by=caller(request), now=timezone.now())
        return _answer(request, post.uuid, status=201)


class OnePost(View):
    @operation("Read a post", access=ANYONE, answers={200: PostBody})
    def get(self, request: Request, post_id: UUID) -> Response:
        return _answer(request, post_id)

    @operation(
        "Change one's own post, which then waits for a moderator again",
        access=SIGNED_IN,
        scope=SCOPE,
        body=PostChange,
        answers={200: PostBody},
    )
    def patch(self, request: Request, post_id: UUID) -> Response:
        edit_post(post_id, changes=self.body, by=caller(request), now=timezone.now())
        return _answer(request, post_id)

    @operation("Delete one's own post", access=SIGNED_IN, scope=SCOPE, answers={204: None})
    def delete(self, request: Request, post_id: UUID) -> Response:
        delete_post(post_id, by=caller(request))
        return Response(status=204)


class PostLike(View):
    @operation("Like a post", access=SIGNED_IN, scope=SCOPE, answers={200: LikeBody})
    def put(self, request: Request, post_id: UUID) -> Response:
        like_post(post_id, by=caller(request), now=timezone.now())
        return _likes(request, post_id)

    @operation("Take one's like back", access=SIGNED_IN, scope=SCOPE, answers={200: LikeBody})
    def delete(self, request: Request, post_id: UUID) -> Response:
        unlike_post(post_id, by=caller(request))
        return _likes(request, post_id)


def _found(request: Request, post_id: UUID) -> Post:
    reader = reader_of(request)
    rows = Post.objects.visible_to(reader).detailed(reader)
    post: Post = get_object_or_404(rows, uuid=post_id)
    return post


def _answer(request: Request, post_id: UUID, *, status: int = 200) -> Response:
    body = post_body(_found(request, post_id), reader_of(request))
    return Response(body.model_dump(mode="json"), status=status)


def _likes(request: Request, post_id: UUID) -> Response:
    post = _found(request, post_id)
    return Response(LikeBody(liked=post.liked, likes=post.likes_counted).model_dump())
