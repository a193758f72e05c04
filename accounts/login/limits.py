"""How many codes leave the house: per recipient, per address of the caller, and overall.

The numbers are ``ACCOUNT_RATE_LIMITS["send_code"]`` and ``["send_code_overall"]``; they count in
the cache, so every process shares them where the cache is Redis.
"""

from allauth.core import ratelimit
from django.http import HttpRequest


def spend_code(request: HttpRequest, recipient: str) -> None:
    """Count one code to ``recipient`` (a phone or an e-mail address).

    Raises ``RateLimited``. Call it for strangers too: a limit that only known people meet
    would tell who is known.
    """
    ratelimit.consume(request, action="send_code", key=recipient.lower(), raise_exception=True)
    ratelimit.consume(request, action="send_code_overall", key="all", raise_exception=True)
