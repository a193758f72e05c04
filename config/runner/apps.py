from django.apps import AppConfig


class RunnerConfig(AppConfig):
    name = "config.runner"
    label = "runner"
    verbose_name = "Runner"

    def ready(self) -> None:
        # It reaches models, which are not loaded when this module is.
        from config.runner import connections, jobs  # noqa: PLC0415

        jobs.register()
        connections.connect()
