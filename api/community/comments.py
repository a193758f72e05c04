"""Comments on posts, read once a moderator has published them."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.community.posts import SCOPE, reader_of
from api.conventions.access import ANYONE, SIGNED_IN, caller
from api.conventions.bodies import Body
from api.conventions.openapi import Page
from api.conventions.operations import operation
from api.conventions.paging import CursorQuery, cursor_page
from api.conventions.views import View
from community.posts.actions import write_comment
from community.posts.bodies import CommentBody, comment_body
from community.posts.models import LONGEST_COMMENT, Comment, Post


class CommentWriting(Body):
    text = serializers.CharField(max_length=LONGEST_COMMENT)


class Comments(View):
    @operation(
        "List the comments on a post, oldest first, with one's own that wait",
        access=ANYONE,
        query=CursorQuery,
        answers={200: Page(CommentBody)},
    )
    def get(self, request: Request, post_id: UUID) -> Response:
        reader = reader_of(request)
        post = get_object_or_404(Post.objects.visible_to(reader), uuid=post_id)
        page = cursor_page(
            request,
            self.parameters,
            Comment.objects.visible_to(reader).filter(post=post).select_related("author"),
            lambda rows: [comment_body(one, reader).model_dump(mode="json") for one in rows],
            ordering=("created_at", "id"),
        )
        return Response(page)

    @operation(
        "Comment on a post; the comment waits for a moderator",
        access=SIGNED_IN,
        scope=SCOPE,
        body=CommentWriting,
        answers={201: CommentBody},
    )
    def post(self, request: Request, post_id: UUID) -> Response:
        me = caller(request)
        comment = write_comment(post_id, text=self.body["text"], by=me, now=timezone.now())
        return Response(comment_body(comment, me).model_dump(mode="json"), status=201)
