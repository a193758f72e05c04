"""Whether the database refused because somebody else was in the way.

Nothing is wrong with such a request: it was rolled back whole, and the same one may well succeed
a moment later.
"""

import sqlite3

from django.db import OperationalError

# lock_not_available, deadlock_detected, serialization_failure: PostgreSQL, appendix A.
SQLSTATES = {"55P03", "40P01", "40001"}
# The low byte is the kind; the others say where it happened.
SQLITE_CODES = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def is_contention(error: OperationalError) -> bool:
    """A lock that did not come in time, a deadlock, or a database that is locked."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in SQLITE_CODES
    return getattr(cause, "sqlstate", None) in SQLSTATES
