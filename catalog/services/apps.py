from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.users import roles


class ServicesConfig(AppConfig):
    name = "catalog.services"
    label = "services"
    verbose_name = "Services"

    def ready(self) -> None:
        # They reach models, which are not loaded when this module is.
        from taggit.models import Tag  # noqa: PLC0415

        from catalog.services import listings, versions  # noqa: PLC0415
        from catalog.services.documents import categories, packages, services  # noqa: PLC0415
        from catalog.services.findable import register_findable  # noqa: PLC0415
        from catalog.services.models import Category  # noqa: PLC0415
        from cms.delivery import registry  # noqa: PLC0415

        for module in (categories, services, packages):
            registry.register(module.DOCUMENTS)
        registry.stand_beside(listings.BESIDE)
        registry.stand_beside(versions.BESIDE)
        registry.watch(Category)
        registry.watch(Tag)
        register_findable()
        for role in (roles.EDITOR, roles.MODERATOR, roles.OPERATOR):
            roles.grant(
                role,
                "services.view_category",
                "services.add_category",
                "services.change_category",
            )
        roles.grant(roles.MODERATOR, "services.delete_category")
        for role in (roles.EDITOR, roles.MODERATOR, roles.OPERATOR, roles.SUPPORT, roles.FINANCE):
            roles.grant(role, "services.view_serviceversion")
        self._exchange()

    def _exchange(self) -> None:
        from catalog.services.resources import CategoryRows, ServiceRows  # noqa: PLC0415
        from cms.exchange.registry import Exchange, register  # noqa: PLC0415

        listing = "wagtailsnippets_services_category:list"
        register(
            Exchange("categories", _("categories"), CategoryRows, "services.%s_category", listing)
        )
        register(
            Exchange(
                "services", _("services"), ServiceRows, "services.%s_servicepage", "services:index"
            )
        )
        for role in (roles.MODERATOR, roles.OPERATOR):
            roles.grant(role, "services.import_category", "services.export_category")
        # Those who write pages: a service that is imported is a draft.
        for role in (roles.EDITOR, roles.MODERATOR):
            roles.grant(role, "services.import_servicepage", "services.export_servicepage")
