"""What operators write definitions with: the schema of a definition, and the vocabularies."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.conventions.operations import operation
from api.conventions.parameters import Query
from api.conventions.views import View
from api.processes.definitions import READING
from workflows.engine.definition import definition_schema
from workflows.engine.vocabulary import vocabularies


class VocabularyQuery(Query):
    kind = serializers.SlugField(
        required=False,
        max_length=50,
        help_text=gettext_lazy("Only what this kind of process knows."),
    )


class Schema(View):
    @operation(
        "Read the JSON Schema of a definition",
        access=READING,
        scope="processes",
        answers={200: {"type": "object", "description": "A JSON Schema (2020-12)."}},
    )
    def get(self, request: Request) -> Response:
        return Response(definition_schema())


class NamedItem(serializers.Serializer[Any]):
    key = serializers.CharField()
    label = serializers.DictField(child=serializers.CharField())


class StageItem(NamedItem):
    waiting = serializers.BooleanField()
    final = serializers.BooleanField()


class VariableItem(serializers.Serializer[Any]):
    name = serializers.CharField()
    type = serializers.CharField()
    label = serializers.DictField(child=serializers.CharField())
    scope = serializers.BooleanField()


class EventItem(NamedItem):
    data = serializers.DictField(child=serializers.CharField())


class ActionItem(NamedItem):
    parameters = serializers.SerializerMethodField()
    result = serializers.DictField(child=serializers.CharField())
    precondition = serializers.DictField(child=serializers.CharField())

    @extend_schema_field({"type": "object"})
    def get_parameters(self, action: Any) -> dict[str, Any]:
        schema: dict[str, Any] = action.parameters.model_json_schema()
        return schema


class PersonalItem(NamedItem):
    derivations = serializers.SerializerMethodField()

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_derivations(self, personal: Any) -> dict[str, str]:
        return {key: derivation.type for key, derivation in personal.derivations.items()}


class VocabularyAnswer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    label = serializers.DictField(child=serializers.CharField())
    stages = StageItem(many=True)
    actors = NamedItem(many=True)
    variables = VariableItem(many=True)
    events = EventItem(many=True)
    actions = ActionItem(many=True)
    personal_types = PersonalItem(many=True)
    action_keys = serializers.DictField(child=serializers.DictField(child=serializers.CharField()))


class VocabulariesAnswer(serializers.Serializer[Any]):
    items = VocabularyAnswer(many=True)


class Vocabularies(View):
    @operation(
        "Read what definitions of a kind may name",
        access=READING,
        scope="processes",
        query=VocabularyQuery,
        answers={200: VocabulariesAnswer},
        refusals=(404,),
    )
    def get(self, request: Request) -> Response:
        kind = self.parameters.get("kind")
        found = [one for one in vocabularies() if kind in (None, one.kind)]
        if kind and not found:
            raise Http404
        return Response({"items": VocabularyAnswer(found, many=True).data})
