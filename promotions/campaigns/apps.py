from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "promotions.campaigns"
    label = "campaigns"
    verbose_name = "Campaigns"
