"""Where a page goes back to: the page that sent somebody there, if it is one of ours."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def came_from(request: HttpRequest, otherwise: str) -> str:
    sent = request.GET.get("next", "")
    # Written out: a path that begins with two slashes or a backslash is a host to browsers.
    if sent.startswith("/") and url_has_allowed_host_and_scheme(sent, allowed_hosts=None):
        return sent
    return otherwise


def and_back(url: str, here: str) -> str:
    """``url``, which comes back ``here``."""
    return f"{url}?{urlencode({'next': here})}"
