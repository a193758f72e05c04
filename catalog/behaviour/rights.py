"""What a person may take along of what is kept here. Erasure comes with their consents'."""

from typing import Any

from accounts.users.models import User
from catalog.behaviour.models import Mark, Trace


def exported(user: User) -> dict[str, Any]:
    """Favourites, hidden objects, views and searches, newest first."""
    marks = Mark.objects.filter(user=user).order_by("-at", "-pk")
    traces = Trace.objects.filter(user=user).order_by("-at", "-pk")
    return {
        "marks": list(marks.values("kind", "collection", "key", "at")),
        "history": list(traces.values("collection", "key", "at")),
    }
