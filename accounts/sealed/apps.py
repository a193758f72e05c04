from django.apps import AppConfig

from accounts.sealed.keyring import index_key, master_keys


class SealedConfig(AppConfig):
    name = "accounts.sealed"
    label = "sealed"
    verbose_name = "Sealed values"

    def ready(self) -> None:
        # A wrong key stops the start, not the first person's application.
        master_keys()
        index_key()
