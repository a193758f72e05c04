"""From keys to what is published now: services as versioned, packages as they are read."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from catalog.services.documents import packages, services
from catalog.services.models import Category, ServiceVersion
from cms.delivery.locales import default_locale
from cms.delivery.models import PublishedDocument
from promotions.coupons.queries import item_of
from workflows.engine.problems import meant

from .pricing import ChosenOption, ChosenPackage, ChosenService
from .refusals import InvalidRequest
from .requests import QuoteRequest

# So many keys are looked at for what was probably meant.
MOST_KEYS = 1000


@dataclass(frozen=True)
class Choice:
    """A published service, how many units of it, and what prices are made of."""

    version: ServiceVersion
    category: Category
    priced: ChosenService


@dataclass(frozen=True)
class Chosen:
    """All that one visit is for; ``package`` where its price counts."""

    choices: tuple[Choice, ...]
    currency: str
    package: ChosenPackage | None = None

    @property
    def title(self) -> Mapping[str, str]:
        return self.package.title if self.package else self.choices[0].priced.title

    @property
    def categories(self) -> tuple[Category, ...]:
        return tuple({choice.category.pk: choice.category for choice in self.choices}.values())


def choose(request: QuoteRequest) -> Chosen:
    """Raises ``InvalidRequest`` for what is not published or does not fit."""
    if bool(request.service) == bool(request.package):
        raise _invalid("service", "one_of", _("Name a service or a package: one of them."))
    if request.service:
        return choose_service(request.service, request.quantity, request.options)
    return _package(request)


def choose_service(key: str, quantity: int, options: Mapping[str, int]) -> Chosen:
    """One service, with its options by key. Raises ``InvalidRequest``."""
    choice = _choice(key, quantity, options, place="service")
    return Chosen((choice,), choice.version.content["facts"]["currency"])


def _package(request: QuoteRequest) -> Chosen:
    documents = _documents(packages.COLLECTION, request.package)
    if not documents:
        near = _nearest(request.package, _like(request.package, packages.COLLECTION))
        raise _invalid("package", "unknown", _("There is no such package.") + near)
    if request.options:
        raise _invalid("options", "unexpected", _("A package has no options."))
    if request.version is not None:
        raise _invalid("version", "unexpected", _("A package has no version."))
    if request.quantity != 1:
        raise _invalid("quantity", "one_visit", _("A package is one visit: its quantity is 1."))
    facts = documents[default_locale()]
    title = {locale: body["title"] for locale, body in documents.items()}
    choices = tuple(
        _choice(each["key"], each["quantity"], {}, place="package") for each in facts["services"]
    )
    package = ChosenPackage(request.package, title, facts["price"])
    return Chosen(choices, facts["currency"], package)


def _choice(key: str, quantity: int, options: Mapping[str, int], *, place: str) -> Choice:
    published = PublishedDocument.objects.filter(collection=services.COLLECTION, key=key)
    version = ServiceVersion.objects.filter(key=key).order_by("-number").first()
    if version is None or not published.exists():
        near = _nearest(key, _like(key, services.COLLECTION))
        raise _invalid(place, "unknown", _("There is no such service.") + near)
    facts, words = version.content["facts"], version.content["words"]
    category = Category.objects.get(key=facts["category"])
    priced = ChosenService(
        key=key,
        title={locale: each["title"] for locale, each in words.items()},
        unit=facts["unit"],
        price=facts["price"],
        duration=facts["duration"],
        quantity=quantity,
        item=item_of(key, category),
        options=tuple(_options(facts["options"], words, options)),
    )
    return Choice(version, category, priced)


def _options(
    known: list[dict[str, Any]], words: Mapping[str, Any], chosen: Mapping[str, int]
) -> Iterator[ChosenOption]:
    by_key = {one["key"]: one for one in known}
    for key, count in chosen.items():
        option = by_key.get(key)
        if option is None:
            text = _("There is no such option.") + _nearest(key, by_key)
            raise _invalid("options", "unknown", text, key)
        if option["included"]:
            raise _invalid("options", "included", _("This comes with the service anyway."), key)
        label = {
            locale: each["options"][key] for locale, each in words.items() if key in each["options"]
        }
        yield ChosenOption(key, label, option["price"], option["duration"], count)


def _documents(collection: str, key: str) -> dict[str, Any]:
    rows = PublishedDocument.objects.filter(collection=collection, key=key)
    return {row.locale: json.loads(row.body) for row in rows.only("locale", "body")}


def _like(key: str, collection: str) -> list[str]:
    """Published keys that begin as ``key`` does; of very many, some."""
    published = PublishedDocument.objects.filter(collection=collection, key__startswith=key[:2])
    return list(published.values_list("key", flat=True).distinct()[:MOST_KEYS])


def _nearest(key: str, known: Iterable[str]) -> str:
    """What was probably meant, as a question behind a sentence."""
    return meant(get_close_matches(key, list(known), n=1))


def _invalid(place: str, kind: str, message: str, *path: str) -> InvalidRequest:
    return InvalidRequest(errors=[{"loc": [place, *path], "type": kind, "msg": message}])
