"""``manage.py openapi [--check | --publish]``: the OpenAPI document as snapshot and as a file."""

import gzip
from difflib import unified_diff
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from api.reference.document import document_text

SNAPSHOT = Path(settings.BASE_DIR) / "tests" / "openapi.json"
SHOWN = 60


def publish(text: str) -> None:
    """Where WhiteNoise finds it before Django is asked, with a gzipped twin as static files have.

    The names are put in place at once: a server that starts meanwhile reads the old or the new.
    """
    place = Path(settings.WHITENOISE_ROOT) / reverse("openapi").lstrip("/")
    place.parent.mkdir(parents=True, exist_ok=True)
    for path, content in (
        (place, text.encode()),
        (place.with_name(f"{place.name}.gz"), gzip.compress(text.encode(), mtime=0)),
    ):
        draft = path.with_name(f".{path.name}")
        draft.write_bytes(content)
        draft.replace(path)


class Command(BaseCommand):
    help = (
        "Write tests/openapi.json; with --check, fail if it differs from the code; with --publish, "
        "write the file that the server sends at /api/v1/openapi.json."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--check", action="store_true", help="compare, write nothing")
        how.add_argument("--publish", action="store_true", help="write the file that is served")

    def handle(self, *args: Any, **options: Any) -> None:
        text = document_text()
        if options["publish"]:
            publish(text)
            return
        if not options["check"]:
            SNAPSHOT.write_text(text, encoding="utf-8")
            return
        kept = SNAPSHOT.read_text(encoding="utf-8") if SNAPSHOT.exists() else ""
        if kept == text:
            return
        lines = unified_diff(kept.splitlines(), text.splitlines(), "snapshot", "code", lineterm="")
        for line in islice(lines, SHOWN):
            self.stdout.write(line)
        raise CommandError("The API changed. If that is meant, run: manage.py openapi")
