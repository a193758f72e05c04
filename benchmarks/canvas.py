"""``python -m benchmarks.canvas``: opening and dragging on the canvas, in Chromium.

On a server and a database of its own. Ends with an error where a bound is missed.
"""

import os
import shutil
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
# Playwright runs a loop in this thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
django.setup()

from django.conf import settings  # noqa: E402 - after the settings
from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.client import Client  # noqa: E402
from django.test.testcases import LiveServerThread  # noqa: E402
from django.utils.timezone import now  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from accounts.users.models import User  # noqa: E402
from benchmarks.drawing import (  # noqa: E402
    KEY,
    MOVE_WITHIN,
    OPEN_WITHIN,
    STEPS,
    Drawn,
    large,
    measure,
)
from config.runner import canvas  # noqa: E402
from workflows.engine.drafts import save_draft  # noqa: E402

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
LOGIN = "django.contrib.auth.backends.ModelBackend"


def main() -> int:
    canvas.make_ready(print)
    settings.ALLOWED_HOSTS = ["*"]
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    try:
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        drawn = _measured(f"http://127.0.0.1:{server.port}")
    finally:
        server.terminate()
        connection.creation.destroy_test_db(name, verbosity=0)
        shutil.rmtree(settings.VAR_DIR)
    print(f"{STEPS} steps on the canvas")
    print(f"  opened in                {drawn.opened:7.0f} ms")
    print(f"  script a move, median    {drawn.median:7.1f} ms")
    print(f"  script a move, p95       {drawn.p95:7.1f} ms")
    problems = _missed(drawn)
    print("\n".join(problems) if problems else "Every bound is kept.")
    return 1 if problems else 0


def _measured(url: str) -> Drawn:
    user = User.objects.create(username="operator", is_superuser=True, display_name="Operator")
    save_draft(KEY, definition=large(), note="", etag="", by=user, now=now())
    client = Client()
    client.force_login(user, LOGIN)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(base_url=url, viewport={"width": 1500, "height": 900})
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": url}])
        drawn = measure(context.new_page())
        browser.close()
    return drawn


def _missed(drawn: Drawn) -> list[str]:
    found = []
    if drawn.opened > OPEN_WITHIN:
        found.append(f"Opening took {drawn.opened:.0f} ms, not {OPEN_WITHIN}.")
    if drawn.p95 > MOVE_WITHIN:
        found.append(f"A move took {drawn.p95:.1f} ms of script at p95, not {MOVE_WITHIN}.")
    return found


if __name__ == "__main__":
    sys.exit(main())
