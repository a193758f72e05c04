"""Walking a draft: what a case would do, and nothing done."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.conventions.access import caller
from api.conventions.bodies import Body
from api.conventions.operations import operation
from api.conventions.views import View
from api.processes.definitions import READING
from workflows.engine.definition import duration
from workflows.engine.simulation import simulate_draft
from workflows.engine.walker import Answer, walk_json

MOST_ANSWERS = 500


class Span(serializers.CharField):
    """A duration in ISO 8601, such as ``PT48H``, without months and years."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            return duration(super().to_internal_value(data))
        except ValueError:
            raise serializers.ValidationError(
                _("Give a duration such as “PT48H”."), code="invalid"
            ) from None


class AnswerBody(Body):
    step = serializers.CharField(
        max_length=50, allow_blank=True, help_text="Empty for a case action, and to pass time."
    )
    outcome = serializers.CharField(
        max_length=100,
        required=False,
        default="",
        allow_blank=True,
        help_text="An outcome, the result of a subprocess, “@deadline”, or “@error:code”.",
    )
    data = serializers.DictField(required=False, default=dict)
    after = Span(
        required=False,
        default=None,
        allow_null=True,
        max_length=30,
        help_text="So much time passes before.",
    )
    by = serializers.CharField(
        max_length=150,
        required=False,
        default="",
        allow_blank=True,
        help_text="Whose vote it is; without it the vote decides an approval.",
    )
    row = serializers.IntegerField(
        required=False,
        default=None,
        allow_null=True,
        min_value=0,
        max_value=10_000,
        help_text="Which row of a table; without it the first that waits.",
    )


class SimulationBody(Body):
    """Variables of the subject by their names, and answers to the steps in their order."""

    subject = serializers.DictField(required=False, default=dict)
    answers = serializers.ListField(
        child=AnswerBody(), required=False, default=list, max_length=MOST_ANSWERS
    )
    case = serializers.CharField(
        required=False,
        default="",
        allow_blank=True,
        max_length=12,
        help_text="The number of a past case whose values are taken.",
    )


class WouldItem(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(
        choices=[
            "action", "notice", "save", "stage", "deadline", "jump", "vote", "webhook", "subprocess"
        ]
    )  # fmt: skip
    text = serializers.CharField()
    sample = serializers.BooleanField(help_text="A value in it is made up.")


class WalkedItem(serializers.Serializer[Any]):
    step = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    way = serializers.ListField(child=serializers.CharField(), help_text="Ids of steps.")
    outcome = serializers.CharField()
    at = serializers.DateTimeField()
    effects = WouldItem(many=True)
    error = serializers.CharField(help_text="The code of its failure, or empty.")


class ChoiceItem(serializers.Serializer[Any]):
    key = serializers.CharField()
    label = serializers.CharField()


class WaitingItem(serializers.Serializer[Any]):
    step = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    outcomes = ChoiceItem(many=True)
    form = serializers.DictField(allow_null=True)
    effects = WouldItem(many=True)
    due_at = serializers.DateTimeField(allow_null=True)
    row = serializers.IntegerField(allow_null=True)
    failed = serializers.BooleanField()


class RefusedItem(serializers.Serializer[Any]):
    code = serializers.CharField()
    message = serializers.CharField()
    step = serializers.CharField()
    answer = serializers.IntegerField(allow_null=True, help_text="Its number, from 0.")
    errors = serializers.ListField(child=serializers.DictField())


class WalkAnswer(serializers.Serializer[Any]):
    steps = WalkedItem(many=True)
    waiting = WaitingItem(many=True)
    state = serializers.ChoiceField(choices=["waiting", "ended", "failed"])
    stage = serializers.CharField()
    result = serializers.CharField()
    data = serializers.DictField()
    now = serializers.DateTimeField(help_text="The clock of the walk.")
    error = RefusedItem(allow_null=True)


class DraftSimulation(View):
    @operation(
        "Walk through the draft, without any effect",
        access=READING,
        scope="processes",
        body=SimulationBody,
        answers={200: WalkAnswer},
        keyed=False,
    )
    def post(self, request: Request, key: str) -> Response:
        walked = simulate_draft(
            key,
            by=caller(request),
            subject=self.body["subject"],
            answers=[Answer(**answer) for answer in self.body["answers"]],
            case=self.body["case"],
            now=timezone.now(),
        )
        return Response(walk_json(walked))
