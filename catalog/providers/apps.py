from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    name = "catalog.providers"
    label = "providers"
    verbose_name = "Providers"
