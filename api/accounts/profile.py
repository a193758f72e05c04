"""Oneself: ``me/``."""

from typing import Any

from django.conf import settings
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.users.actions import update_profile
from accounts.users.models import Team, User
from accounts.users.names import validate_name
from api.conventions.access import SIGNED_IN, caller
from api.conventions.bodies import Body
from api.conventions.operations import operation
from api.conventions.views import View


class TeamAnswer(serializers.ModelSerializer[Team]):
    class Meta:
        model = Team
        fields = ("slug", "name", "city")
        read_only_fields = fields


class ProfileAnswer(serializers.ModelSerializer[User]):
    id = serializers.UUIDField(source="uuid", read_only=True)
    roles = serializers.SlugRelatedField[Any](
        source="groups", slug_field="name", many=True, read_only=True
    )
    teams = TeamAnswer(many=True, read_only=True)

    class Meta:
        model = User
        fields = (
            "id",
            "username",
            "display_name",
            "language",
            "phone",
            "phone_verified",
            "email",
            "roles",
            "teams",
        )
        read_only_fields = fields


class ProfileBody(Body):
    display_name = serializers.CharField(
        max_length=80, allow_blank=True, required=False, validators=[validate_name]
    )
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)


class Profile(View):
    @operation("Read my profile", access=SIGNED_IN, scope="profile", answers={200: ProfileAnswer})
    def get(self, request: Request) -> Response:
        return Response(ProfileAnswer(caller(request)).data)

    @operation(
        "Change my profile",
        access=SIGNED_IN,
        scope="profile",
        body=ProfileBody,
        answers={200: ProfileAnswer},
    )
    def patch(self, request: Request) -> Response:
        user = update_profile(caller(request), changes=self.body)
        return Response(ProfileAnswer(user).data)
