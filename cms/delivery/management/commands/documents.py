"""``manage.py documents check|rebuild [--later] [collection …]``, ``progress``, ``languages``,
``settings``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.delivery.models import Rebuilding
from cms.delivery.rebuilding import (
    adapt_to_languages,
    adapt_to_settings,
    differences,
    document_types,
    rebuild,
    rebuild_all_later,
)
from cms.delivery.references import REBUILD, waiting_batch


class Command(BaseCommand):
    help = "Compare the published documents with what they are made of, or write them again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "verb", choices=["check", "rebuild", "progress", "languages", "settings"]
        )
        parser.add_argument("collections", nargs="*", help="All, if none is named.")
        parser.add_argument(
            "--later", action="store_true", help="Rebuild in the background; see progress."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "progress":
            self._tell_progress()
            return
        if options["verb"] == "languages":
            if count := adapt_to_languages():
                self.stdout.write(f"{count} objects to publish in other languages")
            return
        if options["verb"] == "settings":
            if count := adapt_to_settings():
                self.stdout.write(f"{count} objects to publish by other settings")
            return
        try:
            types = document_types(options["collections"])
        except KeyError as error:
            raise CommandError(f"There is no collection {error}.") from error
        if options["verb"] == "check":
            self._check(types)
        elif options["later"]:
            self.stdout.write(f"{rebuild_all_later(types, reason='by command')} objects to publish")
        else:
            for each in types:
                self.stdout.write(f"{each.collection}: {rebuild(each)} changed")

    def _check(self, types: list[Any]) -> None:
        found = [difference for each in types for difference in differences(each)]
        for difference in found:
            self.stdout.write(str(difference))
        if found:
            raise CommandError(f"{len(found)} documents are not as they should be.")
        self.stdout.write("All documents are as they should be.")

    def _tell_progress(self) -> None:
        jobs = Rebuilding.objects.order_by("-started_at").defer("objects_to_publish")[:20]
        for job in jobs:
            self.stdout.write(f"{job.started_at:%Y-%m-%d %H:%M:%S} {job}, {_how_it_stands(job)}")
        if not jobs:
            self.stdout.write("Nothing was rebuilt in the background.")


def _how_it_stands(job: Rebuilding) -> str:
    if job.finished_at:
        return f"finished {job.finished_at:%Y-%m-%d %H:%M:%S}"
    batch = waiting_batch(job)
    if batch is None or not batch.last_error:
        return "going on"
    if batch.dead_at is None:
        return f"going on, attempt {batch.attempts} failed: {batch.last_error}"
    return (
        f"failed {batch.dead_at:%Y-%m-%d %H:%M:%S}: {batch.last_error}. "
        f"Mend or unpublish it, then: manage.py outbox --retry {REBUILD}"
    )
