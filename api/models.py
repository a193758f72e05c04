"""What the API itself remembers: the first answers to keyed requests."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IdempotentRequest(models.Model):
    """One Idempotency-Key of one caller, its first request and, once given, the answer.

    Neither the key nor the request is stored, only keyed hashes; the answer is encrypted under
    the key that the caller alone has, since it may hold anything the API tells.
    """

    key_hash = models.CharField(_("hash of caller and key"), max_length=64, unique=True)
    request_hash = models.CharField(_("hash of the request"), max_length=64)
    claim = models.UUIDField(_("claim"), help_text=_("Who runs it now: a new one per take-over."))
    lease_until = models.DateTimeField(_("lease until"))
    created_at = models.DateTimeField(_("created"), db_index=True)
    answer = models.BinaryField(_("sealed answer"), null=True)

    class Meta:
        verbose_name = _("keyed request")
        verbose_name_plural = _("keyed requests")
