"""What people are told of tasks and cases.

The context holds ``language`` and ``now``, and for details ``user``: what is told depends on who
asks.
"""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.users.models import User
from api.accounts.people import PersonAnswer
from workflows.engine import queries
from workflows.engine.models import Case, CaseEvent, WorkItem
from workflows.engine.visibility import visible_data, visible_task_data


class FormAnswer(serializers.Serializer[Any]):
    """A form: JSON Schema of its values, how to draw it, and the values there are."""

    schema = serializers.DictField()
    ui = serializers.DictField()
    data = serializers.DictField()


class FormShape(serializers.Serializer[Any]):
    """A form without its values."""

    schema = serializers.DictField()
    ui = serializers.DictField()


class OfferAnswer(serializers.Serializer[queries.OfferedAction]):
    action = serializers.CharField()
    label = serializers.CharField()
    form = FormAnswer()


class Asked(serializers.ModelSerializer[Any]):
    """Gives the context its names."""

    @property
    def language(self) -> str:
        return str(self.context["language"])

    @property
    def now(self) -> datetime:
        now: datetime = self.context["now"]
        return now

    @property
    def user(self) -> User:
        user: User = self.context["user"]
        return user


class TaskItem(Asked):
    """A task in a list."""

    id = serializers.UUIDField(source="uuid")
    process = serializers.CharField(source="case.definition.key")
    case = serializers.CharField(source="case.number")
    title = serializers.SerializerMethodField()
    stage = serializers.CharField(source="case.stage")
    owner = PersonAnswer(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    is_overdue = serializers.SerializerMethodField()

    class Meta:
        model = WorkItem
        fields: tuple[str, ...] = (
            "id", "process", "case", "step", "title", "kind", "stage", "owner",
            "opened_at", "due_at", "is_overdue",
        )  # fmt: skip

    def get_title(self, item: WorkItem) -> str:
        return queries.step_title(item.case.version, item.step, self.language)

    def get_is_overdue(self, item: WorkItem) -> bool:
        return item.is_open and item.due_at is not None and item.due_at <= self.now


class TaskDetail(TaskItem):
    """A task with its form, its values, and the outcomes that are offered."""

    closed_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.CharField(allow_blank=True)
    form = serializers.SerializerMethodField()
    data = serializers.SerializerMethodField()
    actions = serializers.SerializerMethodField()

    class Meta(TaskItem.Meta):
        fields = (*TaskItem.Meta.fields, "closed_at", "outcome", "form", "data", "actions")

    @extend_schema_field(FormShape)
    def get_form(self, item: WorkItem) -> dict[str, Any]:
        form = queries.form_for(item, self.user, self.language, now=self.now)
        return {"schema": form["schema"], "ui": form["ui"]}

    def get_data(self, item: WorkItem) -> dict[str, Any]:
        return visible_task_data(item, self.user)

    @extend_schema_field(OfferAnswer(many=True))
    def get_actions(self, item: WorkItem) -> list[dict[str, Any]]:
        offers = queries.offered_outcomes(item, self.user, language=self.language, now=self.now)
        return [OfferAnswer(offer).data for offer in offers]


class PersonalAnswer(serializers.Serializer[Any]):
    """One value that is held under seal."""

    value = serializers.CharField()


class CaseItem(Asked):
    """A case in a list."""

    process = serializers.CharField(source="definition.key")
    version = serializers.IntegerField(source="version.number")
    starter = PersonAnswer()

    class Meta:
        model = Case
        fields: tuple[str, ...] = (
            "number", "process", "version", "stage", "starter", "started_at", "finished_at",
            "result",
        )  # fmt: skip


class CaseDetail(CaseItem):
    """A case with the values that one may see and the actions that one may take."""

    stage_label = serializers.SerializerMethodField()
    steps = serializers.SerializerMethodField()
    data = serializers.SerializerMethodField()
    actions = serializers.SerializerMethodField()

    class Meta(CaseItem.Meta):
        fields = (*CaseItem.Meta.fields, "stage_label", "steps", "data", "actions")

    def get_stage_label(self, case: Case) -> str:
        return queries.stage_label(case, case.stage, self.language)

    def get_steps(self, case: Case) -> list[str]:
        return queries.present_steps(case)

    def get_data(self, case: Case) -> dict[str, Any]:
        return visible_data(case, self.user)

    @extend_schema_field(OfferAnswer(many=True))
    def get_actions(self, case: Case) -> list[dict[str, Any]]:
        offers = queries.offered_actions(case, self.user, language=self.language, now=self.now)
        return [OfferAnswer(offer).data for offer in offers]


class TimelineItem(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    step = serializers.CharField()
    label = serializers.CharField()
    actor = serializers.CharField(allow_null=True)
    event = serializers.CharField()
    data = serializers.DictField()
    version = serializers.IntegerField()


class TimelineAnswer(serializers.Serializer[Any]):
    items = TimelineItem(many=True)


class EventAnswer(serializers.ModelSerializer[CaseEvent]):
    taken_at = serializers.DateTimeField(allow_null=True)

    class Meta:
        model = CaseEvent
        fields = ("event", "key", "data", "received_at", "taken_at")
