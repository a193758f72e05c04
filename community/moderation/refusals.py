"""Why a verb on what people write is refused; the API answers with the status and code."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CommunityRefusal(Exception):
    """``errors`` are ``{"loc": [...], "type": str, "msg": str}``."""

    status = 409
    code = "not_available"
    detail: str | Promise = _("This is not possible now.")

    def __init__(self, errors: Sequence[Mapping[str, object]] = ()) -> None:
        super().__init__(str(self.detail))
        self.errors = errors


class NotFound(CommunityRefusal):
    """What is not there, or not for this person."""

    status = 404
    code = "not_found"
    detail = _("There is no such thing, or not for you.")


class NotAllowed(CommunityRefusal):
    status = 403
    code = "permission_denied"
    detail = _("This is not yours to do.")


class NotAvailable(CommunityRefusal):
    """Where it stands now, it cannot go there."""


class ChangedMeanwhile(CommunityRefusal):
    """What was looked at is not what stands there any more."""

    code = "changed"
    detail = _("Its author has changed it since you looked. Look again.")


class ReasonMissing(CommunityRefusal):
    status = 422
    code = "reason_missing"
    detail = _("Say why: the author reads it.")
