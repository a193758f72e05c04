"""Small processes for the tests of the running half."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone
from viewflow.workflow.models import Task

from accounts.users.models import User
from workflows.engine.actions import complete_task, start_case
from workflows.engine.definition import parse
from workflows.engine.drafts import check_definition, save_draft
from workflows.engine.models import Case, Deadline, Definition, TimelineEntry, Version, WorkItem
from workflows.engine.problems import has_errors
from workflows.engine.publication import publish_draft
from workflows.engine.sweep import sweep

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def text(words: str) -> dict[str, str]:
    return {"en": words}


def step(step_id: str, kind: str, **values: Any) -> dict[str, Any]:
    return {"id": step_id, "kind": kind, "title": text(step_id.title()), **values}


def start(to: str, **values: Any) -> dict[str, Any]:
    return step("begin", "start", next=to, who={"roles": ["customer"]}, **values)


def task(step_id: str, outcomes: Mapping[str, str], **values: Any) -> dict[str, Any]:
    """A task of reviewers; ``outcomes`` maps keys to where they lead."""
    values.setdefault("who", {"roles": ["reviewer"]})
    ways = [{"key": key, "label": text(key), "to": to} for key, to in outcomes.items()]
    return step(step_id, "task", outcomes=ways, **values)


def end(step_id: str = "done", **values: Any) -> dict[str, Any]:
    return step(step_id, "end", **values)


def process(*steps: dict[str, Any], key: str = "sample", **values: Any) -> dict[str, Any]:
    values.setdefault("kind", "plain")
    return {"key": key, "title": text("Sample"), "steps": list(steps), **values}


def publish(definition: dict[str, Any], *, now: datetime = NOW) -> Version:
    """Save and publish; a second time as the next version."""
    key = definition["key"]
    row = Definition.objects.filter(key=key).first()
    etag = row.etag if row else ""
    problems = check_definition(parse(definition))
    assert not has_errors(problems), problems
    save_draft(key, definition=definition, note="", etag=etag, by=None, now=now)
    return publish_draft(key, by=None, note="", now=now)


def begin(
    definition: dict[str, Any],
    *,
    by: User,
    data: Mapping[str, object] | None = None,
    now: datetime = NOW,
) -> Case:
    """Publish a process and start a case of it."""
    publish(definition, now=now)
    return start_case(definition["key"], by=by, data=data or {}, now=now)


def finish(case: Case, step_id: str, by: User, outcome: str = "", **data: object) -> Case:
    """Complete a step, by its first outcome unless another is given; answers the case anew."""
    work = item(case, step_id)
    outcome = outcome or next(iter(work.task.flow_task.ways))
    complete_task(work.uuid, by=by, outcome=outcome, data=data, now=NOW)
    return Case.objects.get(pk=case.pk)


def item(case: Case, step_id: str) -> WorkItem:
    """The open work item of a step."""
    return WorkItem.objects.open().detailed().get(case=case, step=step_id)


def open_steps(case: Case) -> list[str]:
    """Where the case waits for people."""
    return sorted(case.work_items.open().values_list("step", flat=True))


def be_late(case: Case) -> None:
    """Let the time of every open step of ``case`` be over, and the timers see it."""
    past = timezone.now() - timedelta(minutes=1)
    Deadline.objects.filter(case=case, closed_at=None).update(due_at=past)
    timers = Task.objects.filter(process=case.process_id, flow_task_type="TIMER")
    timers.filter(status="SCHEDULED").update(scheduled=past)
    sweep(timezone.now())


def told(case: Case) -> list[tuple[str, str]]:
    """The timeline as pairs of event and step."""
    return list(TimelineEntry.objects.filter(case=case).values_list("event", "step"))
