"""What happened to a case, as the admin tells it."""

from typing import Any

from .. import queries
from ..models import Case
from ..states import TimelineEvent


def told(case: Case, language: str) -> list[dict[str, Any]]:
    """The entries of the timeline with ``event_label`` and ``what``: the step or stage meant."""
    return [
        {
            **entry,
            "event_label": TimelineEvent(entry["event"]).label,
            "what": _what(case, entry, language),
        }
        for entry in queries.timeline(case, language)
    ]


def _what(case: Case, entry: dict[str, Any], language: str) -> str:
    if entry["event"] == TimelineEvent.STAGE_CHANGED:
        return queries.stage_label(case, entry["data"]["to"], language)
    return str(entry["label"]) if entry["step"] else ""
