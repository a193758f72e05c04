from django.apps import AppConfig


class LoginConfig(AppConfig):
    name = "accounts.login"
    label = "login"
    verbose_name = "Login"
