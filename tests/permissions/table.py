"""The permission table, part by part."""

from tests.permissions import accounts, community, content, onboarding, processes, reference, work
from tests.permissions.rows import Row

ROWS: list[Row] = [
    *reference.ROWS,
    *accounts.ROWS,
    *content.ROWS,
    *community.ROWS,
    *processes.ROWS,
    *work.ROWS,
    *onboarding.ROWS,
]
