from django.apps import AppConfig


class UsersConfig(AppConfig):
    name = "accounts.users"
    label = "users"
    verbose_name = "People"
