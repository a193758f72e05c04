"""What people send when they work."""

from rest_framework import serializers

from accounts.users.models import User
from api.conventions.bodies import Body

KEY = 50
REASON = 500


class DataBody(Body):
    """Answers to a form."""

    data = serializers.DictField()


class CompleteBody(Body):
    outcome = serializers.CharField(max_length=KEY)
    data = serializers.DictField(required=False, default=dict)


class AssignBody(Body):
    to = serializers.SlugRelatedField(
        slug_field="uuid",
        queryset=User.objects.filter(is_active=True),
        help_text="The public id of a person.",
    )


class ReasonBody(Body):
    reason = serializers.CharField(max_length=REASON)


class JumpBody(ReasonBody):
    to = serializers.CharField(max_length=KEY)


class RetryBody(Body):
    step = serializers.CharField(max_length=KEY)


class EventBody(Body):
    event = serializers.CharField(max_length=KEY)
    data = serializers.DictField(required=False, default=dict)
    key = serializers.CharField(
        required=False,
        max_length=200,
        help_text="Makes the event count once; without it the Idempotency-Key does.",
    )
