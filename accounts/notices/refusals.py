"""Why a text did not leave."""

from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext_lazy as _


class DeliveryFailed(Exception):
    """The gateway did not take a text. The caller may ask again; nothing is repeated by itself."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "delivery_failed"
    detail: Any = _("The message could not be sent. Try again in a moment.")
    errors: tuple[dict[str, Any], ...] = ()
