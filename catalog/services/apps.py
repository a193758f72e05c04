from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "catalog.services"
    label = "services"
    verbose_name = "Services"
