"""The permission table, part by part."""

from tests.permissions import accounts, processes, reference, work
from tests.permissions.rows import Row

ROWS: list[Row] = [*reference.ROWS, *accounts.ROWS, *processes.ROWS, *work.ROWS]
