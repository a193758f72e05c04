"""A provider's own profile."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.catalog.own_provider import own_provider
from api.conventions.access import SIGNED_IN, caller
from api.conventions.bodies import Body
from api.conventions.operations import operation
from api.conventions.views import View
from catalog.providers.actions import update_own_profile
from catalog.providers.models import Provider
from catalog.providers.own_profile import OwnProfileBody, own_profile


class ProfileChange(Body):
    bio = serializers.DictField(
        child=serializers.CharField(max_length=2000, allow_blank=True),
        required=False,
        help_text=_("A text per language; it takes the place of all texts."),
    )
    photo = serializers.UUIDField(
        required=False, help_text=_("An upload of one's own: a JPEG, PNG or WebP picture.")
    )


class OwnProfile(View):
    @operation(
        "Read one's own provider profile",
        access=SIGNED_IN,
        scope="profile",
        answers={200: OwnProfileBody},
        refusals=(404,),
    )
    def get(self, request: Request) -> Response:
        return _answer(own_provider(request))

    @operation(
        "Change one's own provider profile",
        access=SIGNED_IN,
        scope="profile",
        body=ProfileChange,
        answers={200: OwnProfileBody},
        refusals=(404,),
    )
    def patch(self, request: Request) -> Response:
        changed = update_own_profile(
            own_provider(request), **self.body, by=caller(request), now=timezone.now()
        )
        return _answer(changed)


def _answer(provider: Provider) -> Response:
    body: dict[str, Any] = own_profile(provider).model_dump(mode="json")
    return Response(body)
