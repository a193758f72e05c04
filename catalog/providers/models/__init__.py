from catalog.providers.models.evidence import Certificate, PortfolioItem
from catalog.providers.models.providers import Provider, ProviderArea

__all__ = ["Certificate", "PortfolioItem", "Provider", "ProviderArea"]
