from django.apps import AppConfig


class UploadsConfig(AppConfig):
    name = "accounts.uploads"
    label = "uploads"
    verbose_name = "Uploads"
