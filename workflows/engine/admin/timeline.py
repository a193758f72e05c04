"""What happened to a case, as the admin tells it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.users.models import User

from .. import queries
from ..models import Case
from ..states import TimelineEvent
from ..wording import joined


def told(case: Case, language: str, user: User | None = None) -> list[dict[str, Any]]:
    """The entries of the timeline with ``event_label`` and ``what``: the step or stage meant.

    ``case_url`` is the page of the case that an entry is about, where ``user`` may see it.
    """
    entries = queries.timeline(case, language)
    pages = _pages({str(entry["data"].get("case", "")) for entry in entries} - {""}, user)
    return [
        {
            **entry,
            "case_url": pages.get(entry["data"].get("case"), ""),
            "event_label": TimelineEvent(entry["event"]).label,
            "what": _what(case, entry, language),
            # Why somebody called it off or went elsewhere; what a step that failed said.
            "note": entry["data"].get("reason") or entry["data"].get("message") or "",
        }
        for entry in entries
    ]


def _pages(numbers: set[str], user: User | None) -> dict[str, str]:
    if not numbers or user is None:
        return {}
    found = Case.objects.visible_to(user).filter(number__in=numbers)
    return {
        number: reverse("engine_case", args=[number])
        for number in found.values_list("number", flat=True)
    }


def _what(case: Case, entry: dict[str, Any], language: str) -> str:
    if entry["event"] == TimelineEvent.STAGE_CHANGED:
        return queries.stage_label(case, entry["data"]["to"], language)
    if number := entry["data"].get("case"):
        return _("%(step)s: case %(number)s") % {"step": entry["label"], "number": number}
    if rows := entry["data"].get("rows"):
        numbers = joined(map(str, rows))
        return ngettext("%(step)s: row %(rows)s", "%(step)s: rows %(rows)s", len(rows)) % {
            "step": entry["label"],
            "rows": numbers,
        }
    return str(entry["label"]) if entry["step"] else ""
