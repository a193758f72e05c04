"""Versions in force at the time of what the demonstration tells of."""

from datetime import datetime

from accounts.users.models import User
from workflows.engine.models import Definition
from workflows.engine.publication import Reach, add_rollout
from workflows.engine.versions import current_version


def in_force_since(process: str, first: datetime, *, by: User, now: datetime) -> None:
    """Have the process in force at ``first``, as it is now."""
    definition = Definition.objects.get(key=process)
    if definition.rollouts.filter(starts_at__lte=first).exists():
        return
    current = current_version(definition, now=now)
    if current is not None:
        add_rollout(
            process,
            version=current.number,
            to=Reach(first),
            note="For what the demonstration tells of.",
            by=by,
            now=now,
        )
