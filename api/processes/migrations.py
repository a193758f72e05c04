"""Moving running cases to another version of their process."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.conventions.access import caller, holding
from api.conventions.bodies import Body
from api.conventions.operations import operation
from api.conventions.views import View
from api.processes.rollouts import LARGEST_NUMBER
from workflows.engine.migration import migrate_cases

MOST_CASES = 1000
ALL = "all"


@extend_schema_field(
    {
        "oneOf": [
            {"type": "string", "enum": [ALL]},
            {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MOST_CASES},
        ]
    }
)
class CasesField(serializers.ListField):
    """Numbers of cases, or “all” of those that run in the version left."""

    child = serializers.CharField(max_length=12)

    def to_internal_value(self, data: Any) -> Any:
        if data == ALL:
            return ALL
        if isinstance(data, str):
            raise serializers.ValidationError(_("Give case numbers, or “all”."), code="cases")
        return super().to_internal_value(data)


class MigrationBody(Body):
    to = serializers.IntegerField(min_value=1, max_value=LARGEST_NUMBER)
    cases = CasesField(min_length=1, max_length=MOST_CASES)
    mapping = serializers.DictField(child=serializers.CharField(), default=dict)
    dry_run = serializers.BooleanField(default=False)

    def get_fields(self) -> dict[str, Any]:
        # ``from`` is a word of Python's own.
        number = serializers.IntegerField(min_value=1, max_value=LARGEST_NUMBER, source="source")
        return {"from": number, **super().get_fields()}


class MigrationItem(serializers.Serializer[Any]):
    case = serializers.CharField()
    status = serializers.ChoiceField(choices=["moved", "refused", "would_move"])
    reason = serializers.CharField(allow_blank=True)


class MigrationAnswer(serializers.Serializer[Any]):
    items = MigrationItem(many=True)


class Migrations(View):
    @operation(
        "Move running cases to another version",
        access=holding("engine.manage_cases"),
        scope="processes",
        body=MigrationBody,
        answers={200: MigrationAnswer},
    )
    def post(self, request: Request, key: str) -> Response:
        wanted = self.body
        results = migrate_cases(
            key,
            source=wanted["source"],
            target=wanted["to"],
            cases=wanted["cases"],
            mapping=wanted["mapping"],
            dry_run=wanted["dry_run"],
            by=caller(request),
            now=timezone.now(),
        )
        return Response(MigrationAnswer({"items": results}).data)
