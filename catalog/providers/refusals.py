"""Why a verb on a provider is refused; the API answers with the status and code."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ProviderRefusal(Exception):
    """``errors`` are ``{"loc": [...], "type": str, "msg": str}``."""

    status = 409
    code = "not_available"
    detail: str | Promise = _("This is not possible for this provider now.")

    def __init__(self, errors: Sequence[Mapping[str, object]] = ()) -> None:
        super().__init__(str(self.detail))
        self.errors = errors


class ProviderSuspended(ProviderRefusal):
    code = "provider_suspended"
    detail = _("This provider is suspended: reinstate instead of activating again.")


class InvalidProfile(ProviderRefusal):
    status = 422
    code = "invalid_profile"
    detail = _("This profile does not make a provider.")
