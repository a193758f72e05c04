from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "cms.training"
    label = "training"
    verbose_name = "Training"

    def ready(self) -> None:
        # They reach models, which are not loaded when this module is.
        from cms.training.documents import register_courses  # noqa: PLC0415
        from cms.training.findable import register_findable  # noqa: PLC0415

        register_courses()
        register_findable()
