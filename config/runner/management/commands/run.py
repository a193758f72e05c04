"""Everything on one machine: set-up, server, worker and timers, ended together."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.runner import programs, startup
from config.runner.greeting import greeting
from config.runner.ports import PortTaken, port_number, refuse_taken
from config.runner.supervisor import GivenUp, Supervisor


class Command(BaseCommand):
    help = (
        "Make ready and run the web server, the worker and the timers until Ctrl-C. "
        "PORT and HOST in the environment say where (8000 and 127.0.0.1)."
    )
    # The database may not be there yet; the server's own start checks the rest.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="Load the demo data first.")

    def handle(self, *args: Any, **options: Any) -> None:
        host = os.environ.get("HOST") or "127.0.0.1"
        try:
            port = port_number(os.environ.get("PORT") or "8000")
            refuse_taken(port, host=host)
            startup.make_ready(demo=options["demo"], tell=self._say)
            self._supervise(host, port, demo=options["demo"])
        except KeyboardInterrupt:
            self._say("Stopped.")
        except (PortTaken, ValueError, startup.NoDatabase, GivenUp) as refusal:
            raise CommandError(str(refusal)) from refusal

    def _supervise(self, host: str, port: int, *, demo: bool) -> None:
        here = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104
        supervisor = Supervisor(
            programs.web(host=host, port=port),
            (programs.worker(redis=bool(settings.REDIS_URL)), programs.timers()),
            ready_url=f"http://{here}:{port}/readyz",
            tell=self._say,
        )
        supervisor.run(when_ready=lambda: self._say(greeting(settings.BASE_URL, demo=demo)))
        self._say("Stopped.")

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        # Read by a pipe as often as by a person.
        self.stdout.flush()
