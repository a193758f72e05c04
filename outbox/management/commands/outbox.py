"""See what the outbox holds, and try again what was given up."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Count, Q
from django.utils import timezone

from outbox.actions import retry_dead
from outbox.models import Message


class Command(BaseCommand):
    help = "Show the outbox by topic, and what was given up; --retry TOPIC tries again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--retry", metavar="TOPIC", help="Try what was given up again.")

    def handle(self, *args: Any, **options: Any) -> None:
        if topic := options["retry"]:
            count = retry_dead(now=timezone.now(), topic=topic)
            self.stdout.write(f"{count} messages of {topic} will be tried again.")
            return
        topics = Message.objects.values("topic").annotate(
            waiting=Count("id", filter=Q(done_at=None, dead_at=None)),
            dead=Count("id", filter=Q(dead_at__isnull=False)),
            done=Count("id", filter=Q(done_at__isnull=False)),
        )
        for row in topics.order_by("topic"):
            self.stdout.write(
                "{topic}: {waiting} waiting, {dead} given up, {done} done".format(**row)
            )
        for message in Message.objects.dead().order_by("dead_at"):
            self.stdout.write(
                f"given up {message.dead_at:%Y-%m-%d %H:%M} {message}: {message.last_error}"
            )
