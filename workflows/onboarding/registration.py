"""What onboarding tells the apps below it; run once, when the models are there."""

from datetime import timedelta

from accounts.users import roles
from outbox import periodic
from workflows.engine import vocabulary

from . import handlers  # noqa: F401 - registers itself
from .certificates import suspend_expired
from .vocabulary import ONBOARDING, RENEWAL

WHO_SEES_ALL = (roles.OPERATOR, roles.REVIEWER, roles.SUPPORT)


def register() -> None:
    vocabulary.register(ONBOARDING)
    vocabulary.register(RENEWAL)
    periodic.register("suspend_expired_certificates", timedelta(hours=1), suspend_expired)
    for role in WHO_SEES_ALL:
        roles.grant(role, "onboarding.view_application", "onboarding.view_renewal")
