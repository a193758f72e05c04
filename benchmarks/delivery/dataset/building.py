"""The data as a whole: 50 categories, services in both languages, and who does the work."""

from collections.abc import Callable
from time import perf_counter
from typing import TypeVar

from django.core.management import call_command
from django.db import connection

from accounts.users.models import User
from benchmarks.delivery.dataset.copies import copy_documents
from benchmarks.delivery.dataset.facts import TEMPLATES
from benchmarks.delivery.dataset.providers import add_providers
from benchmarks.delivery.dataset.services import add_pages, index_pages, publish_services
from benchmarks.delivery.dataset.site import add_categories, add_sections

# Who writes pages, and reads with a token.
WRITER = "benchmark"
T = TypeVar("T")
# One provider for so many services.
SERVICES_PER_PROVIDER = 4


def build(services: int) -> None:
    """Fill a migrated database; tells how long each part took."""
    call_command("processes", "import", "--defaults", verbosity=0)
    User.objects.create_superuser(WRITER, display_name="Benchmark")
    categories = _timed("categories", add_categories)
    sections = _timed("sections", add_sections)
    places = _timed(f"{services} services", lambda: add_pages(services, categories, sections))
    published = range(1, min(services, TEMPLATES) + 1)
    _timed(f"{len(published)} publications", lambda: publish_services(published))
    _timed("search index", lambda: index_pages(published))
    if services > TEMPLATES:
        _timed("their copies", lambda: copy_documents(services, places))
    providers = services // SERVICES_PER_PROVIDER
    _timed(f"{providers} providers", lambda: add_providers(providers, categories))
    with connection.cursor() as cursor:
        _timed("statistics", lambda: cursor.execute("VACUUM ANALYZE"))


def _timed(name: str, part: Callable[[], T]) -> T:
    began = perf_counter()
    done = part()
    print(f"{name}: {perf_counter() - began:.1f} s", flush=True)
    return done
