"""Reads of complaints."""

from workflows.engine.models import Case
from workflows.engine.texts import localized
from workflows.orders.queries import provider_of as provider_of_order

from .models import Complaint
from .states import STAGES


def customer_of(complaint: Complaint) -> list[int]:
    return [complaint.customer_id]


def provider_of(complaint: Complaint) -> list[int]:
    return provider_of_order(complaint.order)


def case_of(complaint: Complaint) -> Case:
    """The case that moves the complaint, with what is told of it."""
    rows = Case.objects.select_related("version", "definition", "starter", "process")
    return rows.get(number=complaint.number)


def stage_label(status: str, language: str) -> str:
    """A stage in the reader's words."""
    labels = {stage.key: stage.label for stage in STAGES}
    return localized(labels[status], language)
