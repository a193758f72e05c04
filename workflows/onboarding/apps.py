from datetime import timedelta

from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    name = "workflows.onboarding"
    label = "onboarding"
    verbose_name = "Onboarding"

    def ready(self) -> None:
        # Models are there only now.
        from accounts.users import roles
        from outbox import periodic
        from workflows.engine import vocabulary as engine

        from . import handlers  # noqa: F401 - registers
        from .certificates import suspend_expired
        from .vocabulary import ONBOARDING, RENEWAL

        engine.register(ONBOARDING)
        engine.register(RENEWAL)
        periodic.register("suspend_expired_certificates", timedelta(hours=1), suspend_expired)
        for role in (roles.ADMIN, roles.OPERATOR, roles.REVIEWER, roles.SUPPORT):
            roles.grant(role, "onboarding.view_application", "onboarding.view_renewal")
