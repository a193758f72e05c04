from catalog.services.models.categories import Category
from catalog.services.models.keyed import KeyedPage
from catalog.services.models.listings import ListingTag, ServiceListing
from catalog.services.models.options import OptionKind, ServiceOption
from catalog.services.models.packages import PackageItem, PackagePage
from catalog.services.models.prices import Unit
from catalog.services.models.ratings import ServiceRating
from catalog.services.models.services import ServiceImage, ServicePage, ServiceTag
from catalog.services.models.versions import ServiceVersion

__all__ = [
    "Category",
    "KeyedPage",
    "ListingTag",
    "OptionKind",
    "PackageItem",
    "PackagePage",
    "ServiceImage",
    "ServiceListing",
    "ServiceOption",
    "ServicePage",
    "ServiceRating",
    "ServiceTag",
    "ServiceVersion",
    "Unit",
]
