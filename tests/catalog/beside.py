"""What stands beside the documents of services is proved by ``check`` and mended by ``rebuild``."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from catalog.recommendations.tasks import make_lists
from catalog.services.models import ListingTag, ServiceListing, ServiceVersion
from cms.search.models import SearchEntry, SearchFacet, TitleForm

pytestmark = pytest.mark.django_db

# Of every column another value. The popularity is the recommendations' own: see below.
LISTING = {
    "locale": "fr",
    "key": "other",
    "title": "Other",
    "category_path": "care/",
    "price": 1,
    "duration": 1,
    "created_at": datetime(2020, 1, 1, tzinfo=UTC),
    "rating": Decimal("4.00"),
}
ENTRY = {
    "locale": "fr",
    "collection": "articles",
    "key": "other",
    "title": "Other",
    "lexemes": "other",
    "popularity": 9,
    "lat": 1.5,
    "lng": 1.5,
}


@pytest.fixture
def steam(service):
    service("steam", tags=["Seasonal"])
    service("scrub")
    call_command("documents", "check")
    return "services/steam (en)"


def found(capsys):
    """What ``check`` finds, which ``rebuild`` mends."""
    capsys.readouterr()
    with pytest.raises(CommandError):
        call_command("documents", "check", "services")
    told = capsys.readouterr().out.splitlines()
    call_command("documents", "rebuild", "services")
    assert capsys.readouterr().out.splitlines() == ["services: 1 changed"]
    call_command("documents", "check")
    return told


def of_steam(model, **place):
    return model.objects.filter(**(place or {"key": "steam", "locale": "en"}))


def columns(model):
    return {field.name for field in model._meta.concrete_fields} - {"document"}


def test_every_column_is_altered_here():
    assert set(LISTING) == columns(ServiceListing) - {"popularity"}
    assert set(ENTRY) == columns(SearchEntry)


@pytest.mark.parametrize("column", LISTING)
def test_an_altered_column_of_a_listing_row(steam, capsys, column):
    row = of_steam(ServiceListing).get()
    before = getattr(row, column)
    of_steam(ServiceListing).update(**{column: LISTING[column]})
    assert found(capsys) == [f"{steam}: stale listing row"]
    row.refresh_from_db()
    assert getattr(row, column) == before


@pytest.mark.parametrize("column", ENTRY)
def test_an_altered_column_of_a_search_entry(steam, capsys, column):
    row = of_steam(SearchEntry).get()
    before = getattr(row, column)
    of_steam(SearchEntry).update(**{column: ENTRY[column]})
    assert found(capsys) == [f"{steam}: stale search entry"]
    row.refresh_from_db()
    assert getattr(row, column) == before


@pytest.mark.parametrize("alter", ["gone", "another", "one more"])
def test_altered_tags_of_a_listing_row(steam, capsys, alter):
    tags = ListingTag.objects.filter(listing__key="steam", listing__locale="en")
    if alter == "gone":
        tags.delete()
    elif alter == "another":
        tags.update(tag="other")
    else:
        ListingTag.objects.create(listing=tags.get().listing, tag="other")
    assert found(capsys) == [f"{steam}: stale listing row"]
    assert list(tags.values_list("tag", flat=True)) == ["seasonal"]


def test_altered_facets_and_forms_of_a_search_entry(steam, capsys):
    place = {"entry__key": "steam", "entry__locale": "en"}
    facets = SearchFacet.objects.filter(**place)
    before = set(facets.values_list("name", "value"))
    facets.filter(name="price").update(value="0-1")
    assert found(capsys) == [f"{steam}: stale search entry"]
    assert set(facets.values_list("name", "value")) == before

    forms = TitleForm.objects.filter(**place)
    before = set(forms.values_list("form", "place"))
    forms.update(place=7)
    assert found(capsys) == [f"{steam}: stale search entry"]
    assert set(forms.values_list("form", "place")) == before


@pytest.mark.parametrize(
    ("model", "name"), [(ServiceListing, "listing row"), (SearchEntry, "search entry")]
)
def test_a_row_that_is_gone(steam, capsys, model, name):
    of_steam(model).delete()
    assert found(capsys) == [f"{steam}: stale {name}"]
    assert of_steam(model).count() == 1


def test_a_version_is_added_never_altered(steam, capsys):
    """Orders point at versions: a wrong one is followed by a right one."""
    version = ServiceVersion.objects.get(key="steam")
    content = {**version.content, "facts": {**version.content["facts"], "price": 1}}
    ServiceVersion.objects.filter(pk=version.pk).update(content=content)
    with pytest.raises(CommandError):
        call_command("documents", "check", "services")
    assert capsys.readouterr().out.splitlines()[-1] == f"{steam}: stale version"
    call_command("documents", "rebuild", "services")
    call_command("documents", "check")
    numbers = ServiceVersion.objects.filter(key="steam").order_by("number")
    prices = [(each.number, each.content["facts"]["price"]) for each in numbers]
    assert prices == [(1, 1), (2, 10000)]


def test_popularity_is_mended_by_who_counts_it(steam):
    make_lists(timezone.now())
    before = of_steam(ServiceListing).get().popularity
    of_steam(ServiceListing).update(popularity=before + 5)
    make_lists(timezone.now())
    assert of_steam(ServiceListing).get().popularity == before
