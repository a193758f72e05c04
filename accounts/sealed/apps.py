from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.sealed.keyring import index_key, master_keys
from accounts.users import audit


class SealedConfig(AppConfig):
    name = "accounts.sealed"
    label = "sealed"
    verbose_name = "Sealed values"

    def ready(self) -> None:
        # A wrong key stops the start, not the first person's application.
        master_keys()
        index_key()
        audit.register(
            "doorstep.sealed_value.unseal", _("Read sealed value"), _("Sealed value read")
        )
        audit.register(
            "doorstep.sealed_key.destroy", _("Destroy key"), _("Key destroyed: nothing to read")
        )
