from django.apps import AppConfig

from accounts.users import roles


class ServicesConfig(AppConfig):
    name = "catalog.services"
    label = "services"
    verbose_name = "Services"

    def ready(self) -> None:
        # They reach models, which are not loaded when this module is.
        from catalog.services.documents import categories, packages, services  # noqa: PLC0415
        from catalog.services.models import Category  # noqa: PLC0415
        from cms.delivery import registry  # noqa: PLC0415

        for module in (categories, services, packages):
            registry.register(module.DOCUMENTS)
        registry.watch(Category)
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
