"""Definitions with what a list of them tells."""

from datetime import datetime

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery

from workflows.engine.models import Definition, Rollout


def listed(now: datetime) -> QuerySet[Definition]:
    """Definitions with ``current_version`` (a number, of the newest rollout) and ``running_cases``.

    One query. A rollout that is limited to a share or a scope counts too: ``rollouts/`` tells.
    """
    started = Rollout.objects.filter(definition=OuterRef("pk"), starts_at__lte=now)
    newest = started.order_by("-starts_at", "-pk").values("version__number")[:1]
    return Definition.objects.annotate(
        current_version=Subquery(newest, output_field=IntegerField()),
        running_cases=Count("cases", filter=Q(cases__finished_at=None)),
    ).order_by("key")
