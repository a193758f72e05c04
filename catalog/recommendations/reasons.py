"""Why something is recommended, in the words of a reader's language."""

from datetime import date, timedelta

from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from catalog.recommendations.tastes import Deed

WEEK = timedelta(days=7)


def hot() -> str:
    return _("Popular this week")


def hot_in_your_city() -> str:
    return _("Popular in your city this week")


def new(published: date, *, today: date) -> str:
    if published >= today:
        return _("New today")
    if published > today - WEEK:
        return _("New since %(weekday)s") % {"weekday": WEEKDAYS[published.weekday()]}
    return _("New since %(date)s") % {"date": formats.date_format(published, "DATE_FORMAT")}


def goes_with(title: str) -> str:
    return _("Often booked together with %(title)s") % {"title": title}


def because(deed: Deed, title: str) -> str:
    told = {
        Deed.ORDERED: _("Because you booked %(title)s"),
        Deed.FAVOURITE: _("Because %(title)s is among your favourites"),
        Deed.VIEWED: _("Because you looked at %(title)s"),
    }
    return told[deed] % {"title": title}
