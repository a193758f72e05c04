"""What a service or package costs: columns that both have."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.services.money import MinorUnitsField, MoneyFactPanel, typed_amount

CURRENCY = "CNY"
PRICE = MoneyFactPanel("price", help_text=_("Such as 129.00."))


class Unit(models.TextChoices):
    """What the price buys once; a quantity in a quote multiplies it."""

    VISIT = "visit", _("per visit")
    HOUR = "hour", _("per hour")
    DAY = "day", _("per day")
    MONTH = "month", _("per month")
    ITEM = "item", _("per item")
    SQUARE_METRE = "square_metre", _("per square metre")
    PERSON = "person", _("per person")
    LESSON = "lesson", _("per lesson")


class Priced(models.Model):
    """A price in integer minor units and its currency (ISO 4217). Null while drafted."""

    price = MinorUnitsField(_("price"), null=True, help_text=_("In minor units: 12900 is 129.00."))
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default=CURRENCY,
        validators=[RegexValidator(r"^[A-Z]{3}\Z", _("Three capitals, such as CNY."))],
    )

    class Meta:
        abstract = True

    def price_text(self) -> str:
        """The price as people write it, such as ``129.00 CNY``; a dash while there is none."""
        return price_text(self.price, self.currency)


def price_text(amount: int | None, currency: str) -> str:
    """Minor units as people write them, such as ``129.00 CNY``; a dash where there is no price."""
    return f"{typed_amount(amount)} {currency}" if amount is not None else "–"
