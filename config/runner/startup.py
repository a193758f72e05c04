"""What is made ready before the server starts: one list of commands, each harmless to repeat."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.management import call_command, get_commands
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import OperationalError

from config.runner import static


@dataclass(frozen=True)
class Step:
    says: str
    command: tuple[str, ...]
    demo: bool = False


# Roles are synced by migrate itself (post_migrate).
STEPS = (
    Step("Database", ("migrate", "--no-input", "--verbosity", "0")),
    Step("Processes", ("processes", "--verbosity", "0", "import", "--defaults")),
    Step("API document", ("openapi", "--publish")),
    Step("Documents", ("documents", "languages")),
    Step("Settings of documents", ("documents", "settings")),
    Step("Demo data", ("load_demo", "--verbosity", "0"), demo=True),
)


class NoDatabase(Exception):
    """Its text says which database does not answer and what to do."""


def make_ready(*, demo: bool, tell: Callable[[str], object]) -> None:
    """Run every step; raises ``NoDatabase`` before any of them."""
    reach_database()
    available = get_commands()
    for step in STEPS:
        # An installation may leave an app out, config.demo above all.
        if (demo or not step.demo) and step.command[0] in available:
            tell(f"{step.says} …")
            call_command(*step.command)
    if static.stale():
        tell("Static files …")
        static.collect()
    # From here on this process only watches its children.
    connections.close_all()


def reach_database() -> None:
    """Raises ``NoDatabase`` with a sentence instead of a driver's traceback."""
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        connection.ensure_connection()
    except OperationalError as error:
        named = connection.settings_dict
        reason = " ".join(str(error).split())
        raise NoDatabase(
            f"The database {named['NAME']} at {named['HOST'] or 'this machine'} does not answer: "
            f"{reason}. Check DATABASE_URL; a database that is missing is made with: "
            f"createdb {named['NAME']}"
        ) from error
