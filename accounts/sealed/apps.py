from django.apps import AppConfig


class SealedConfig(AppConfig):
    name = "accounts.sealed"
    label = "sealed"
    verbose_name = "Sealed values"
