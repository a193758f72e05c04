"""The rows that the runs need, and the runs."""

from django.contrib.auth.models import Group
from django.utils.timezone import now

from accounts.users.models import User
from benchmarks.measuring import Runs
from benchmarks.process import CONTENT, KEY, WORKER, HandWritten
from benchmarks.runs import Bare, Recorded
from workflows.engine.drafts import save_draft
from workflows.engine.flows import flow_of
from workflows.engine.publication import publish_draft

BY_HAND, COMPILED, RECORDED = "by hand", "compiled", "recorded"


def prepare() -> Runs:
    """Publish the process; the three ways to run it, by name."""
    worker = User.objects.create(username=WORKER, display_name=WORKER)
    customers, _created = Group.objects.get_or_create(name="customer")
    worker.groups.add(customers)
    save_draft(KEY, definition=CONTENT, note="", etag="", by=worker, now=now())
    compiled = flow_of(publish_draft(KEY, by=worker, note="", now=now()))
    return {
        BY_HAND: lambda: Bare(HandWritten, worker),
        COMPILED: lambda: Bare(compiled, worker),
        RECORDED: lambda: Recorded(worker),
    }
