from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "cms.media"
    label = "media"
    verbose_name = "Media"

    def ready(self) -> None:
        # Here, because the models are ready only now.
        from cms.delivery.registry import watch  # noqa: PLC0415
        from cms.media.models import File, Picture  # noqa: PLC0415

        watch(Picture)
        watch(File)
