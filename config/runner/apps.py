from django.apps import AppConfig


class RunnerConfig(AppConfig):
    name = "config.runner"
    label = "runner"
    verbose_name = "Runner"
