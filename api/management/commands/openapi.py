"""``manage.py openapi [--check]``: write the snapshot of the OpenAPI document, or compare it."""

from difflib import unified_diff
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from api.reference.document import document_text

SNAPSHOT = Path(settings.BASE_DIR) / "tests" / "openapi.json"
SHOWN = 60


class Command(BaseCommand):
    help = "Write tests/openapi.json; with --check, fail if it differs from the code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        text = document_text()
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
