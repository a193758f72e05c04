"""The permission table, part by part."""

from tests.permissions import accounts, reference
from tests.permissions.rows import Row

ROWS: list[Row] = [*reference.ROWS, *accounts.ROWS]
