"""Why a quote or an order is refused; the API answers with the status and code."""

from django.utils.translation import gettext_lazy as _

from workflows.engine.refusals import Conflict, NotAvailable, Refusal


class InvalidRequest(Refusal):
    """What was asked for cannot be quoted; ``errors`` says where and why."""

    status = 422
    default_code = "invalid_request"
    default_detail = _("This cannot be quoted.")


class QuoteExpired(Conflict):
    default_code = "quote_expired"
    default_detail = _("This quote has expired. Ask for a new one.")


class OfferChanged(Conflict):
    default_code = "offer_changed"
    default_detail = _("This service was published anew meanwhile. Read its offer again.")


class QuoteUsed(Conflict):
    default_code = "quote_used"
    default_detail = _("This quote was ordered already.")


class NothingDue(NotAvailable):
    default_code = "nothing_due"
    default_detail = _("There is nothing to pay for this order now.")
