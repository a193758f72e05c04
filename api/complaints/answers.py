"""What people are told of complaints."""

from rest_framework import serializers

from api.work.answers import Asked, CaseDetail
from workflows.complaints.models import Complaint
from workflows.complaints.queries import stage_label
from workflows.engine.models import Case


class ComplaintItem(Asked):
    """A complaint in a list."""

    order = serializers.CharField(source="order.number")
    stage_label = serializers.SerializerMethodField()

    class Meta:
        model = Complaint
        fields = ("number", "order", "status", "stage_label", "created_at", "status_at")

    def get_stage_label(self, complaint: Complaint) -> str:
        return stage_label(complaint.status, self.language)


class ComplaintDetail(CaseDetail):
    """A complaint: where it stands, what was said, and the actions that one may take."""

    order = serializers.CharField(source="subject.order.number")
    status = serializers.CharField(source="stage")
    created_at = serializers.DateTimeField(source="started_at")

    class Meta:
        model = Case
        fields = (
            "number", "order", "status", "stage_label", "version", "data", "actions", "created_at",
            "finished_at", "result",
        )  # fmt: skip
