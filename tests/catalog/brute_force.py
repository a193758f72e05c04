"""The list of services finds what a plain look at every service finds."""

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.services.models import ListingTag, ServiceListing
from catalog.services.queries import ORDERINGS, ServiceFilters, ask_services, list_services
from cms.delivery.models import PublishedDocument

PATHS = ["home/", "home/cleaning/", "home/cleaning/deep/", "care/", "home-office/"]
RATINGS = [Decimal("1"), Decimal("4.49"), Decimal("4.50"), Decimal("5")]
TAGS = ["popular", "new", "green"]
START = datetime(2026, 1, 1, tzinfo=UTC)

services = st.lists(
    st.fixed_dictionaries(
        {
            "locale": st.sampled_from(["en", "zh-hans"]),
            "category_path": st.sampled_from(PATHS),
            "price": st.integers(0, 4),
            "duration": st.integers(1, 4),
            "rating": st.none() | st.sampled_from(RATINGS),
            "popularity": st.integers(0, 2),
            "created_at": st.integers(0, 2).map(lambda days: START + timedelta(days=days)),
            "tags": st.sets(st.sampled_from(TAGS)),
        }
    ),
    max_size=12,
)
bound = st.none() | st.integers(0, 4)
questions = st.fixed_dictionaries(
    {
        "category": st.none() | st.sampled_from(["home", "cleaning", "deep", "care"]),
        "price_min": bound,
        "price_max": bound,
        "rating_min": st.none() | st.sampled_from(RATINGS),
        "duration_min": bound,
        "duration_max": bound,
        "tag": st.none() | st.sampled_from(TAGS),
        "ordering": st.sampled_from(sorted(ORDERINGS)),
    }
)


def store(rows):
    for number, row in enumerate(rows):
        values = {name: value for name, value in row.items() if name != "tags"}
        document = PublishedDocument.objects.create(
            collection="services",
            key=f"s-{number:02}",
            locale=row["locale"],
            owner=uuid.uuid4(),
            body="{}",
            summary="{}",
            etag='"x"',
            published_at=START,
        )
        listing = ServiceListing.objects.create(
            document=document, key=document.key, title=document.key, **values
        )
        ListingTag.objects.bulk_create(ListingTag(listing=listing, tag=tag) for tag in row["tags"])


def brute_force(rows, question):
    def within(value, low, high):
        return (low is None or value >= low) and (high is None or value <= high)

    found = [
        (row, f"s-{number:02}")
        for number, row in enumerate(rows)
        if row["locale"] == "en"
        and (
            question["category"] is None or question["category"] in row["category_path"].split("/")
        )
        and within(row["price"], question["price_min"], question["price_max"])
        and (
            question["rating_min"] is None
            or (row["rating"] is not None and row["rating"] >= question["rating_min"])
        )
        and within(row["duration"], question["duration_min"], question["duration_max"])
        and (question["tag"] is None or question["tag"] in row["tags"])
    ]
    column = question["ordering"].removeprefix("-")
    found.sort(key=lambda pair: pair[1])
    # Of what may be missing, only the order from the top exists: zero stands below every rating.
    found.sort(key=lambda pair: pair[0][column] or 0, reverse=question["ordering"].startswith("-"))
    return [key for _row, key in found]


@pytest.mark.django_db
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=services, question=questions)
def test_the_list_is_equal_to_brute_force(categories, rows, question):
    with transaction.atomic():
        store(rows)
        filters, expected = ServiceFilters(**question), brute_force(rows, question)
        assert [row.key for row in list_services(filters, "en")] == expected
        # Composed once, answered with other values.
        found = ask_services(filters, "en").answer(["key"], slice(1, 4))
        assert [key for (key,) in found] == expected[1:4]
        transaction.set_rollback(True)
