import pytest
from django.utils import timezone

from accounts.users.models import User
from tests.furniture.processes import ERRAND
from workflows.engine.drafts import save_draft
from workflows.engine.models import Definition
from workflows.engine.publication import publish_draft


@pytest.fixture
def errand(cast: dict[str, User]) -> Definition:
    """The process “errand”, published once by the operator."""
    now, by = timezone.now(), cast["operator"]
    save_draft("errand", definition=ERRAND, note="", etag="", by=by, now=now)
    publish_draft("errand", by=by, note="First", now=now)
    return Definition.objects.get(key="errand")
