"""``manage.py export_rows coupons --format xlsx --output coupons.xlsx``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.exchange import registry
from cms.exchange.actions import export_rows
from cms.exchange.formats import FORMATS


class Command(BaseCommand):
    help = "Write all rows of a noun into a CSV file or an Excel workbook."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("noun", choices=registry.nouns())
        parser.add_argument("--format", choices=FORMATS, default="csv")
        parser.add_argument("--output", type=Path, help="A path; else it goes to standard output.")

    def handle(self, *args: Any, **options: Any) -> None:
        exchange = registry.get(options["noun"])
        file = export_rows(exchange, form=options["format"], by=None, now=timezone.now())
        if options["output"] is None:
            # Bytes: a workbook is no text, and a CSV file begins with a mark.
            self.stdout.flush()
            stream = getattr(self.stdout._out, "buffer", None)
            if stream is None:
                raise CommandError("Name a file with --output: this output takes text alone.")
            stream.write(file.content)
            return
        try:
            options["output"].write_bytes(file.content)
        except OSError as error:
            raise CommandError(f"{options['output']} cannot be written: {error}") from error
