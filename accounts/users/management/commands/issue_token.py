"""A bearer token for anyone, from the shell: prints the token and nothing else."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.users import audit
from accounts.users.models import User
from accounts.users.tokens import SCOPES, issue_token


class Command(BaseCommand):
    help = "Print a new API token for USERNAME. It is shown this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USERNAME")
        parser.add_argument(
            "--scope",
            action="append",
            default=[],
            metavar="SCOPE",
            help=f"One of {', '.join(SCOPES)}; repeatable. Without any: the whole API.",
        )
        parser.add_argument("--days", type=int, help="Days until it expires. Without: never.")

    def handle(self, *args: Any, **options: Any) -> None:
        username, days = options["username"], options["days"]
        if days is not None and days < 1:
            raise CommandError("--days counts whole days, from 1.")
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active person with the username {username!r}.")
        expires_at = timezone.now() + timedelta(days=days) if days else None
        try:
            plaintext = issue_token(
                user, name="issue_token", scopes=options["scope"], expires_at=expires_at
            )
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        audit.record(user, "doorstep.token.issue", by=None, data={"scopes": options["scope"]})
        self.stdout.write(plaintext)
