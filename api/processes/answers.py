"""What operators are told of definitions, versions and rollouts."""

from typing import Any

from rest_framework import serializers

from api.accounts.people import PersonAnswer
from workflows.engine.models import Definition, Rollout, Version


class DefinitionAnswer(serializers.ModelSerializer[Definition]):
    title = serializers.DictField(child=serializers.CharField())
    current_version = serializers.IntegerField(allow_null=True)
    running_cases = serializers.IntegerField()

    class Meta:
        model = Definition
        fields = ("key", "kind", "title", "current_version", "running_cases", "draft_saved_at")


class DraftAnswer(serializers.ModelSerializer[Definition]):
    definition = serializers.JSONField(source="draft")
    note = serializers.CharField(source="draft_note")
    base_version = serializers.IntegerField(source="draft_base.number", allow_null=True)
    etag = serializers.CharField()

    class Meta:
        model = Definition
        fields = ("definition", "note", "base_version", "etag")


class ProblemItem(serializers.Serializer[Any]):
    severity = serializers.ChoiceField(choices=["error", "warning"])
    step = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class CheckAnswer(serializers.Serializer[Any]):
    ok = serializers.BooleanField()
    problems = ProblemItem(many=True)


class VersionAnswer(serializers.ModelSerializer[Version]):
    number = serializers.IntegerField()
    author = PersonAnswer(allow_null=True)

    class Meta:
        model = Version
        fields: tuple[str, ...] = ("number", "content_hash", "note", "author", "published_at")


class VersionDetail(VersionAnswer):
    definition = serializers.JSONField(source="content")

    class Meta(VersionAnswer.Meta):
        fields = (*VersionAnswer.Meta.fields, "definition")


class RolloutAnswer(serializers.ModelSerializer[Rollout]):
    version = serializers.IntegerField(source="version.number")
    # Said here: what a column can hold differs between databases.
    share = serializers.IntegerField(min_value=1, max_value=100)
    author = PersonAnswer(allow_null=True)

    class Meta:
        model = Rollout
        fields = ("version", "starts_at", "share", "scope", "note", "author", "created_at")
