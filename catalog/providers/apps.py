from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.users import audit, rights, roles

ACTIONS = {
    "doorstep.provider.activate": (_("Activate provider"), _("Activated")),
    "doorstep.provider.suspend": (_("Suspend provider"), _("Suspended")),
    "doorstep.provider.reinstate": (_("Reinstate provider"), _("Reinstated")),
    "doorstep.provider.certify": (_("Record certificate"), _("Certificate recorded")),
    "doorstep.provider.edit": (_("Edit own profile"), _("Own profile edited")),
}


class ProvidersConfig(AppConfig):
    name = "catalog.providers"
    label = "providers"
    verbose_name = "Providers"

    def ready(self) -> None:
        # They reach models, which are not loaded when this module is.
        from catalog.providers import documents, followers, uploads  # noqa: F401, PLC0415
        from catalog.providers.findable import register_findable  # noqa: PLC0415
        from catalog.providers.resources import ProviderRows  # noqa: PLC0415
        from catalog.providers.rights import erase_profile, exported  # noqa: PLC0415
        from cms.delivery import registry  # noqa: PLC0415
        from cms.exchange.registry import Exchange, register  # noqa: PLC0415

        registry.register(documents.DOCUMENTS)
        rights.register("provider", export=exported, erase=erase_profile)
        followers.register()
        register_findable()
        for action, (label, message) in ACTIONS.items():
            audit.register(action, label, message)
        for role in (roles.OPERATOR, roles.REVIEWER, roles.SUPPORT):
            roles.grant(role, "providers.view_provider")
        roles.grant(roles.OPERATOR, "providers.change_provider")
        register(
            Exchange(
                "providers",
                _("providers"),
                ProviderRows,
                "providers.%s_provider",
                "wagtailsnippets_providers_provider:list",
            )
        )
        roles.grant(roles.OPERATOR, "providers.import_provider", "providers.export_provider")
