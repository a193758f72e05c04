"""Definitions in and out of files, and their check."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from workflows.engine import files
from workflows.engine.drafts import check_draft
from workflows.engine.models import Definition
from workflows.engine.problems import Problem, has_errors
from workflows.engine.refusals import InvalidDefinition, NotFound


class Command(BaseCommand):
    help = "Export, import or check the definitions of processes."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        export = verbs.add_parser("export", help="write the newest version as JSON")
        export.add_argument("key")
        export.add_argument("file", nargs="?", type=Path)
        export.add_argument("--draft", action="store_true", help="the draft instead")
        bring = verbs.add_parser("import", help="publish definitions that are new")
        bring.add_argument("file", nargs="*", type=Path)
        bring.add_argument("--defaults", action="store_true", help="those that come with Doorstep")
        check = verbs.add_parser("check", help="check files, or the drafts of processes")
        check.add_argument(
            "name", nargs="*", help="a file ending in .json, or the key of a process"
        )
        check.add_argument("--defaults", action="store_true", help="those that come with Doorstep")

    def handle(self, *, verb: str, **options: Any) -> None:
        try:
            getattr(self, f"_{verb}")(**options)
        except InvalidDefinition as error:
            self._show("", error.problems)
            raise CommandError(str(error)) from error
        except NotFound as error:
            raise CommandError(str(error)) from error

    def _export(self, *, key: str, file: Path | None, draft: bool, **_: Any) -> None:
        text = files.export_definition(key, draft=draft)
        if file is None:
            self.stdout.write(text, ending="")
        else:
            file.write_text(text, encoding="utf-8")

    def _import(self, *, file: list[Path], defaults: bool, **_: Any) -> None:
        now = timezone.now()
        done = files.import_defaults(by=None, now=now) if defaults else []
        done += [files.import_definition(files.read_file(path), by=None, now=now) for path in file]
        for imported in done:
            self.stdout.write(f"{imported.key}: {imported.outcome}")

    def _check(self, *, name: list[str], defaults: bool, **_: Any) -> None:
        names = [*name, *(str(path) for path in (files.default_files() if defaults else ()))]
        if not names:
            names = list(Definition.objects.values_list("key", flat=True))
        failed = False
        for one in names:
            path = Path(one)
            problems = files.check_file(path) if path.suffix == ".json" else check_draft(one)
            self._show(one, problems)
            failed = failed or has_errors(problems)
        if failed:
            raise CommandError("There are problems that must be solved first.")

    def _show(self, name: str, problems: list[Problem]) -> None:
        if name and not problems:
            self.stdout.write(f"{name}: no problems")
        for problem in problems:
            self.stdout.write(f"{name}: {problem.severity} {problem.code}: {problem.message}")
