"""The stages of an order, fixed words however operators arrange the steps, and of an offer."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflows.engine.vocabulary import Stage

AWAITING_PAYMENT = "awaiting_payment"
# The work is being done, or was.
BEGUN = ("in_service", "awaiting_confirmation", "completed")
ON_THE_WAY = ("on_the_way", "arrived", *BEGUN)

STAGES = (
    Stage(AWAITING_PAYMENT, {"en": "Awaiting payment", "zh-hans": "待支付"}),
    Stage("awaiting_acceptance", {"en": "Awaiting acceptance", "zh-hans": "待接单"}),
    Stage("awaiting_provider", {"en": "Finding a provider", "zh-hans": "人工派单中"}),
    Stage("accepted", {"en": "Accepted", "zh-hans": "已接单"}),
    Stage("on_the_way", {"en": "On the way", "zh-hans": "已出发"}),
    Stage("arrived", {"en": "Arrived", "zh-hans": "已到达"}),
    Stage("in_service", {"en": "In service", "zh-hans": "服务中"}),
    Stage("awaiting_confirmation", {"en": "Awaiting confirmation", "zh-hans": "待确认"}),
    Stage("waiting", {"en": "Waiting", "zh-hans": "等待中"}, waiting=True),
    Stage("completed", {"en": "Completed", "zh-hans": "已完成"}, final=True),
    Stage("cancelled", {"en": "Cancelled", "zh-hans": "已取消"}, final=True),
    Stage("expired", {"en": "Expired", "zh-hans": "已过期"}, final=True),
)
CLOSED = tuple(stage.key for stage in STAGES if stage.final)


class OfferAnswer(models.TextChoices):
    OPEN = "open", _("Not answered yet")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", pgettext_lazy("answer", "Rejected")
    LAPSED = "lapsed", _("Not answered in time")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# Who gave one of these answers is not asked again.
DECLINED = (OfferAnswer.REJECTED, OfferAnswer.LAPSED)
