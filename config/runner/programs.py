"""What an installation runs: the web server, the worker and the timers."""

import sys

from django.conf import settings

from config.runner.children import Program


def web(*, host: str, port: int) -> Program:
    """One process: SQLite has one writer, and the local cache is not shared; threads serve here.

    Media goes through Django (``cms.media.views``): granian would serve private files too."""
    server = (sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws")
    return Program(
        "web",
        (
            *server,
            *("--host", host, "--port", str(port)),
            *("--workers", "1", "--blocking-threads", str(settings.WEB_THREADS)),
            # What comes beyond waits in the kernel's queue, and for none of our threads.
            *("--backpressure", str(settings.WEB_BACKPRESSURE)),
            *("--workers-kill-timeout", "5", "--log-level", "error"),
            "config.wsgi:application",
        ),
    )


def worker(*, redis: bool) -> Program:
    command: tuple[str, ...]
    if redis:
        command = (
            *("rqworker", "default", "--job-class", "django_tasks_rq.Job"),
            *("--with-scheduler", "--verbosity", "0"),
        )
    else:
        command = (
            *("db_worker", "--backend", "queue", "--queue-name", "*"),
            *("--interval", "0.5", "--no-startup-delay", "--no-reload", "--verbosity", "0"),
        )
    return Program("worker", (sys.executable, "manage.py", *command))


def timers() -> Program:
    return Program("timers", (sys.executable, "manage.py", "timers"))
