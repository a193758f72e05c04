"""What one consents to: ``me/consents/``."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.consents.actions import give_consent, withdraw_consent
from accounts.consents.purposes import purpose
from accounts.consents.queries import STATUSES, answers_of
from accounts.users.models import User
from api.conventions.access import SIGNED_IN, caller
from api.conventions.bodies import Body
from api.conventions.operations import operation
from api.conventions.views import View


class ConsentAnswer(serializers.Serializer[Any]):
    """``label`` and ``text`` hold every language. ``version`` is that of the text in force;
    ``answered_version`` and ``answered_at`` belong to what the person last said.
    """

    purpose = serializers.CharField(source="purpose.key")
    label = serializers.DictField(  # type: ignore[assignment] # the contract's word
        source="purpose.label", child=serializers.CharField()
    )
    text = serializers.DictField(source="purpose.text", child=serializers.CharField())
    version = serializers.IntegerField(source="purpose.version")
    status = serializers.ChoiceField(choices=STATUSES)
    answered_version = serializers.IntegerField(
        source="answer.version", default=None, allow_null=True
    )
    answered_at = serializers.DateTimeField(source="answer.at", default=None, allow_null=True)


class ConsentsAnswer(serializers.Serializer[Any]):
    items = ConsentAnswer(many=True)


class ConsentBody(Body):
    given = serializers.BooleanField()
    version = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        help_text=gettext_lazy("The version of the text that the person was shown, to give it."),
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["given"] and "version" not in attrs:
            text = _("Say which version of the text the person was shown.")
            raise serializers.ValidationError({"version": [text]}, code="required")
        return attrs


class Consents(View):
    @operation(
        "List what I may consent to, and what I said",
        access=SIGNED_IN,
        scope="profile",
        answers={200: ConsentsAnswer},
    )
    def get(self, request: Request) -> Response:
        return Response(ConsentsAnswer({"items": answers_of(caller(request))}).data)


class OneConsent(View):
    """Withdrawing stops recording at once and erases what was recorded under the consent."""

    @operation(
        "Give or withdraw a consent",
        access=SIGNED_IN,
        scope="profile",
        body=ConsentBody,
        answers={200: ConsentAnswer},
        refusals=(409,),
    )
    def put(self, request: Request, key: str) -> Response:
        try:
            purpose(key)
        except LookupError as error:
            raise Http404 from error
        user, now = caller(request), timezone.now()
        if self.body["given"]:
            give_consent(user, key, version=self.body["version"], now=now)
        else:
            withdraw_consent(user, key, by=user, now=now)
        return Response(_answer(user, key))


def _answer(user: User, key: str) -> Any:
    answered = next(each for each in answers_of(user) if each.purpose.key == key)
    return ConsentAnswer(answered).data
