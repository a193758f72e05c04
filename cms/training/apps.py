from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "cms.training"
    label = "training"
    verbose_name = "Training"

    def ready(self) -> None:
        # It reaches models, which are not loaded when this module is.
        from cms.training.documents import register_courses  # noqa: PLC0415

        register_courses()
