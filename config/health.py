"""``/healthz``: the process answers. ``/readyz``: it can do its work."""

from collections.abc import Callable

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse

# The code of a process does not change, so migrations once found applied stay applied; reading
# them all is too much for a question that is asked every second.
_migrated: set[str] = set()


class HealthMiddleware:
    """Answers before everything else: balancers ask by address, which no host list holds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return JsonResponse({"status": "ok"})
        if request.path == "/readyz":
            missing = what_is_missing()
            body = {"status": "unavailable" if missing else "ok", "missing": missing}
            return JsonResponse(body, status=503 if missing else 200)
        return self.get_response(request)


def what_is_missing() -> list[str]:
    """Of "database" and "migrations", what keeps this process from working."""
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if DEFAULT_DB_ALIAS not in _migrated:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                return ["migrations"]
            _migrated.add(DEFAULT_DB_ALIAS)
    except (DatabaseError, InterfaceError):
        # The next question deserves a fresh connection.
        connection.close()
        return ["database"]
    return []
