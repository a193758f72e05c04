"""Reads of providers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet, Subquery

from accounts.users.models import User
from catalog.providers.documents import COLLECTION
from catalog.providers.models import Certificate, Provider
from catalog.services.models import Category, ServicePage
from cms.delivery.models import PublishedDocument
from cms.delivery.queries import list_documents


@dataclass(frozen=True)
class ProviderFilters:
    """What one provider must meet altogether; ``None`` filters nothing.

    ``skill`` is a category's key and covers all below it.
    """

    skill: str | None = None
    region: str | None = None
    gender: str | None = None
    experience_min: int | None = None


def list_providers(filters: ProviderFilters, locale: str) -> QuerySet[PublishedDocument]:
    """The documents of the active providers who meet ``filters``, in the collection's order."""
    documents = list_documents(COLLECTION, locale)
    if filters == ProviderFilters():
        return documents
    return documents.filter(owner__in=_matching(filters).values("public_id"))


def _matching(filters: ProviderFilters) -> QuerySet[Provider]:
    providers = Provider.objects.active().order_by()
    if filters.skill is not None:
        category = Category.objects.filter(key=filters.skill).order_by()
        providers = providers.filter(skills__path__startswith=Subquery(category.values("path")))
    if filters.region is not None:
        providers = providers.filter(areas__region=filters.region)
    if filters.gender is not None:
        providers = providers.filter(gender=filters.gender)
    if filters.experience_min is not None:
        providers = providers.filter(experience_years__gte=filters.experience_min)
    return providers


def services_within(skills: Iterable[Category], locale: str) -> QuerySet[ServicePage]:
    """The published services of these categories and all below them, by title in ``locale``."""
    below = Q(pk__in=[])
    for skill in skills:
        below |= Q(category__path__startswith=skill.path)
    pages: QuerySet[ServicePage] = ServicePage.objects.live()
    return pages.filter(below, locale__language_code=locale).order_by("title")


def provider_of(user: User) -> Provider:
    """The provider that ``user`` is, active or not. Raises ``Provider.DoesNotExist``."""
    return Provider.objects.select_related("photo").get(user=user)


def active_provider(public_id: UUID) -> Provider:
    """The provider whom the public sees under this id. Raises ``Provider.DoesNotExist``."""
    return Provider.objects.active().get(public_id=public_id)


def expired_certificates(today: date) -> QuerySet[Certificate]:
    """Certificates of active providers whose last valid day has passed."""
    return Certificate.objects.filter(
        expires_on__lt=today, provider__in=Provider.objects.active()
    ).select_related("provider__user")
