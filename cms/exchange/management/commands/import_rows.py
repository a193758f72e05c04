"""``manage.py import_rows coupons coupons.csv``: all or none, unless ``--skip-wrong``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.exchange import registry
from cms.exchange.actions import import_rows, preview_import
from cms.exchange.plans import Plan, RowKind
from cms.exchange.refusals import TableRefused


class Command(BaseCommand):
    help = "Import the rows of a CSV file or an Excel workbook."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("noun", choices=registry.nouns())
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what it would do.")
        parser.add_argument(
            "--skip-wrong",
            action="store_true",
            help="Import the right rows of a file that has wrong ones too.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        exchange, path = registry.get(options["noun"]), options["file"]
        sent = {"file_name": path.name, "by": None, "now": timezone.now()}
        try:
            content = path.read_bytes()
            plan = preview_import(exchange, content, **sent)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error}") from error
        except TableRefused as refused:
            raise CommandError(refused.message) from refused
        wrong = self._tell(plan, quiet=not options["verbosity"])
        if options["dry_run"]:
            return
        if wrong and not options["skip_wrong"]:
            raise CommandError(f"{wrong} rows are wrong: nothing was imported (--skip-wrong).")
        import_rows(exchange, content, **sent)

    def _tell(self, plan: Plan, *, quiet: bool) -> int:
        """Print what happens to which row; how many are wrong."""
        for row in plan.rows:
            for error in row.errors:
                self.stderr.write(f"row {row.number}: {error}")
            for column, cell in zip(plan.columns, row.cells, strict=True):
                for error in cell.errors:
                    self.stderr.write(f"row {row.number}, {column}: {error}")
        if not quiet:
            counts = ", ".join(f"{count} {kind}" for kind, count in plan.counts.items())
            self.stdout.write(counts)
        return plan.counts[RowKind.WRONG]
