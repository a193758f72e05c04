"""Where a provider stands, and the allowed moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProviderStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")


MOVES: dict[ProviderStatus, frozenset[ProviderStatus]] = {
    ProviderStatus.ACTIVE: frozenset({ProviderStatus.SUSPENDED}),
    ProviderStatus.SUSPENDED: frozenset({ProviderStatus.ACTIVE}),
}


class ProviderKind(models.TextChoices):
    PERSON = "person", _("A person")
    COMPANY = "company", _("A company")


class Gender(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    UNSTATED = "unstated", _("Not stated")


# The kinds that onboarding knows. A process may keep others, which are shown by their keys.
CERTIFICATES = {
    "health": _("Health certificate"),
    "vocational": _("Vocational certificate"),
}
