"""``manage.py opensearch fill [--anew]``."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.search.opensearch import fill


class Command(BaseCommand):
    help = (
        "Send all that is found to the OpenSearch at OPENSEARCH_URL, which is asked from then on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["fill"])
        parser.add_argument(
            "--anew", action="store_true", help="Make the index again, such as for a new version."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.OPENSEARCH_URL:
            raise CommandError("Set OPENSEARCH_URL first.")
        self.stdout.write(f"{fill(anew=options['anew'])} entries sent")
