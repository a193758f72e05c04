from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "promotions.campaigns"
    label = "campaigns"
    verbose_name = "Promotions"

    def ready(self) -> None:
        # They reach models, which are not loaded when this module is.
        from cms.delivery import registry  # noqa: PLC0415
        from promotions.campaigns import documents  # noqa: PLC0415

        registry.register(documents.DOCUMENTS)
