"""What active providers are found by, as the public knows them."""

from catalog.providers.locations import centre_of
from catalog.providers.models import Provider
from catalog.services.words import words_in
from cms.search.lexemes import Findable
from cms.search.registry import find_by


def describe_provider(provider: Provider, locale: str) -> Findable:
    skills = list(provider.skills.all())
    regions = sorted(area.region for area in provider.areas.all())
    names = sorted({name for skill in skills for name in skill.name.values() if name})
    return Findable(
        title=provider.public_name,
        keywords=(*names, *regions),
        summary=words_in(provider.bio, locale),
        body="\n".join(words_in(item.title, locale) for item in provider.portfolio.all()),
        popularity=provider.rating_count,
        facets={"category": sorted(skill.key for skill in skills), "region": regions},
        place=centre_of(provider.cell) if provider.cell else None,
    )


def register_findable() -> None:
    find_by("providers", describe_provider)
