from django.apps import AppConfig

from accounts.users import roles


class ProvidersConfig(AppConfig):
    name = "catalog.providers"
    label = "providers"
    verbose_name = "Providers"

    def ready(self) -> None:
        # They reach models, which are not loaded when this module is.
        from catalog.providers import documents, followers, uploads  # noqa: F401, PLC0415
        from cms.delivery import registry  # noqa: PLC0415

        registry.register(documents.DOCUMENTS)
        followers.register()
        for role in (roles.OPERATOR, roles.REVIEWER, roles.SUPPORT):
            roles.grant(role, "providers.view_provider")
        roles.grant(roles.OPERATOR, "providers.change_provider")
