"""Who was asked to carry out an order, and what they said."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.orders.states import OfferAnswer


class Offer(models.Model):
    """One provider's turn. ``score`` explains the choice: the points of each part; empty where a
    person chose. ``reason`` is what whoever rejected it wrote.
    """

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="offers")
    provider = models.ForeignKey(
        "providers.Provider", on_delete=models.PROTECT, related_name="offers"
    )
    score = models.JSONField(_("score"), default=dict)
    answer = models.CharField(
        _("answer"), max_length=10, choices=OfferAnswer, default=OfferAnswer.OPEN
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    offered_at = models.DateTimeField(_("offered at"))
    answered_at = models.DateTimeField(_("answered at"), null=True)

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["offered_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(answer=OfferAnswer.OPEN),
                name="an_order_is_offered_to_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.get_answer_display()}"
