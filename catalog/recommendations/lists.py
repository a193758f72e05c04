"""Writing the lists that everybody reads, and the popularity of services."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone, translation

from catalog.behaviour.items import SERVICES, Item
from catalog.recommendations import reasons
from catalog.recommendations.companions import Companion
from catalog.recommendations.heat import hottest, popularity
from catalog.recommendations.ledger import Ledger
from catalog.recommendations.models import Kind, Suggestion
from catalog.recommendations.shelf import Shelf, Shown
from catalog.services.listings import keep_popularity
from cms.delivery.actions import lock_collection
from cms.delivery.purging import purge_later

LENGTH = 30
# Not a collection of documents: its rows are the lock of whoever writes lists, and caches further
# out know what is answered of them by this name.
LOCK = "recommendations"
TOLD = ("kind", "service", "locale", "rank", "document", "reason")


@dataclass(frozen=True)
class Materials:
    """What all lists are made from."""

    shelf: Shelf
    ledger: Ledger
    companions: Mapping[Item, Sequence[Companion]]
    now: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def heats(self) -> dict[Item, float]:
        """Of what is published."""
        return self.published(self.ledger.heats)

    def published(self, heats: Mapping[Item, float]) -> dict[Item, float]:
        return {item: value for item, value in heats.items() if item in self.shelf.paths}


@transaction.atomic
def write_public_lists(materials: Materials) -> None:
    """Replace them all. A document that goes meanwhile makes the transaction fail at its end, and
    the next run writes the lists without it.
    """
    lock_collection(LOCK)
    public = Suggestion.objects.filter(user=None)
    before = set(public.values_list(*TOLD))
    public.delete()
    for locale, shown in sorted(materials.shelf.shown.items()):
        with translation.override(locale):
            Suggestion.objects.bulk_create(_public(locale, shown, materials), batch_size=1000)
    if before != set(public.values_list(*TOLD)):
        purge_later(LOCK, ())
    heats = materials.heats
    keep_popularity(
        {item.key: popularity(heat) for item, heat in heats.items() if item.collection == SERVICES}
    )


def _public(locale: str, shown: Mapping[Item, Shown], materials: Materials) -> Iterator[Suggestion]:
    hot = [item for item in hottest(materials.heats, 2 * LENGTH) if item in shown]
    newest = sorted(shown, key=lambda item: (-shown[item].published_at.timestamp(), item))
    new = [(item, timezone.localdate(shown[item].published_at)) for item in newest]
    told: list[tuple[Kind, str, list[tuple[Item, str]]]] = [
        (Kind.HOT, "", [(item, reasons.hot()) for item in hot]),
        (
            Kind.NEW,
            "",
            [(item, reasons.new(day, today=materials.today)) for item, day in new],
        ),
    ]
    for item, closest in materials.companions.items():
        if item in shown and item.collection == SERVICES:
            reason = reasons.goes_with(shown[item].title)
            there = [(each.item, reason) for each in closest if each.item in shown]
            told.append((Kind.GOES_WITH, item.key, there))
    for kind, service, entries in told:
        for rank, (item, reason) in enumerate(entries[:LENGTH]):
            yield Suggestion(
                kind=kind,
                service=service,
                locale=locale,
                rank=rank,
                document_id=shown[item].document,
                reason=reason,
                because_id=shown[Item(SERVICES, service)].document if service else None,
                made_at=materials.now,
            )
