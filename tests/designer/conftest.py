"""The draft that most tests of the step list begin with."""

import pytest

from accounts.users.models import User
from tests.designer.drafts import drafted
from tests.designer.sampler import SAMPLER


@pytest.fixture
def home(cast: dict[str, User]) -> str:
    return drafted(SAMPLER, cast["operator"])
