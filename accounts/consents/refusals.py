"""Why something is not done for want of a consent, or a consent not taken."""

from django.utils.translation import gettext_lazy as _


class ConsentRefusal(Exception):
    """The present state does not allow it: 409."""

    status = 409
    code: str
    detail: object
    errors: tuple[dict[str, object], ...] = ()


class ConsentMissing(ConsentRefusal):
    code = "consent_missing"

    def __init__(self, purpose: str) -> None:
        super().__init__(purpose)
        self.detail = _("This needs your consent first: give it at me/consents/%(purpose)s/.") % {
            "purpose": purpose
        }


class TextChanged(ConsentRefusal):
    code = "text_changed"
    detail = _("The text has changed. Show the one in force, and ask again.")
