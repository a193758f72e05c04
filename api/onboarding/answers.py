"""What people are told of applications."""

from rest_framework import serializers

from api.work.answers import CaseDetail
from workflows.engine.models import Case
from workflows.onboarding.models import Application


class ApplicationItem(serializers.ModelSerializer[Application]):
    """An application in a list."""

    class Meta:
        model = Application
        fields = ("number", "status", "areas", "created_at", "status_at")


class ApplicationDetail(CaseDetail):
    """An application: where it stands, what was answered, and the actions that one may take."""

    status = serializers.CharField(source="stage")
    created_at = serializers.DateTimeField(source="started_at")

    class Meta:
        model = Case
        fields = (
            "number", "status", "stage_label", "version", "data", "actions", "created_at",
            "finished_at", "result",
        )  # fmt: skip
