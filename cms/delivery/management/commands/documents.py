"""``manage.py documents check|rebuild [collection …]``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.delivery.rebuilding import differences, document_types, rebuild


class Command(BaseCommand):
    help = "Compare the published documents with what they are made of, or write them again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["check", "rebuild"])
        parser.add_argument("collections", nargs="*", help="All, if none is named.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            types = document_types(options["collections"])
        except KeyError as error:
            raise CommandError(f"There is no collection {error}.") from error
        if options["verb"] == "rebuild":
            for each in types:
                self.stdout.write(f"{each.collection}: {rebuild(each)} changed")
            return
        found = [difference for each in types for difference in differences(each)]
        for difference in found:
            self.stdout.write(str(difference))
        if found:
            raise CommandError(f"{len(found)} documents are not as they should be.")
        self.stdout.write("All documents are as they should be.")
