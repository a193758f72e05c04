"""``manage.py rotate_master_key``: wrap every key under the first of SEALED_MASTER_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.sealed.actions import rotate_master_key
from accounts.sealed.keyring import master_keys


class Command(BaseCommand):
    help = "Wraps every key and secret under the current master key; the old one may go then."

    def handle(self, *args: Any, **options: Any) -> None:
        count = rotate_master_key()
        self.stdout.write(f"{count} keys now under {master_keys().current_id}.")
