"""Real orders are what is hot: paid and standing ones, a package as a whole."""

import pytest
from django.utils import timezone

from catalog.behaviour.purchases import purchases
from catalog.recommendations.ledger import BASKETS_OF
from catalog.recommendations.tasks import make_lists
from tests.behaviour.conftest import recommended
from tests.conftest import cast
from tests.orders.conftest import act, at, deliver, order, paid_order, person, town

__all__ = ["cast", "deliver", "person", "town"]

pytestmark = pytest.mark.django_db


def test_what_is_paid_and_stands_counts(town, person, deliver):
    customer, stranger = person("customer"), person("stranger")
    paid_order(customer, deliver)
    paid_order(
        customer, deliver, service=None, package="fresh-kitchen", starts_at=at(14).isoformat()
    )
    called_off = paid_order(stranger, deliver, service="oven-clean")
    act(stranger, called_off, "cancel", cancel_reason="Another day.")
    order(stranger, service="oven-clean", starts_at=at(10, days=5).isoformat())
    told = purchases(timezone.now() - BASKETS_OF)
    assert [(each.item, each.region) for each in told] == [
        (("services", "window-clean"), "shanghai"),
        (("packages", "fresh-kitchen"), "shanghai"),
    ]
    make_lists(timezone.now())
    assert recommended(customer.client, "hot") == [
        ("fresh-kitchen", "Popular this week"),
        ("window-clean", "Popular this week"),
    ]
