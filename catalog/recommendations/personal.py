"""Writing people's own lists, under the consents that let us."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation

from accounts.consents.queries import lock_consents, standing_consents
from accounts.users.models import Address, User
from catalog.behaviour.items import SEARCHES, Item
from catalog.behaviour.models import Mark, Trace
from catalog.behaviour.wordings import HISTORY, PERSONALISATION
from catalog.recommendations import reasons
from catalog.recommendations.heat import hottest
from catalog.recommendations.lists import LENGTH, Materials
from catalog.recommendations.models import Kind, Suggestion
from catalog.recommendations.tastes import Catalogue, Deed, Interest, Pick, picks

TOGETHER = 200
DAILY = timedelta(days=1)


def write_personal_lists(materials: Materials) -> int:
    """Make the lists that are due; answers for how many people."""
    catalogue = Catalogue.of(materials.shelf.paths, materials.heats, materials.companions)
    _remove_unwanted()
    due = _due(materials)
    for start in range(0, len(due), TOGETHER):
        _write(due[start : start + TOGETHER], catalogue, materials)
    return len(due)


def _remove_unwanted() -> None:
    """Lists whose consent was to a text that is no longer in force."""
    consenting = standing_consents(PERSONALISATION.key).values("user")
    Suggestion.objects.filter(kind=Kind.FOR_YOU).exclude(user__in=consenting).delete()


def _due(materials: Materials) -> list[int]:
    """Whose list is a day old, or older than what they did last."""
    consenting = standing_consents(PERSONALISATION.key)
    given = dict(consenting.values_list("user", "at"))
    personal = Suggestion.objects.filter(kind=Kind.FOR_YOU).order_by()
    made = dict(personal.values_list("user").annotate(Max("made_at")))
    did = defaultdict(list)
    for model in (Mark, Trace):
        among = model.objects.filter(user__in=consenting.values("user")).order_by()
        for user, at in among.values_list("user").annotate(Max("at")):
            did[user].append(at)

    def is_due(user: int) -> bool:
        ordered = materials.ledger.newest(user)
        last = max([given[user], *did[user], *([ordered] if ordered else [])])
        return user not in made or made[user] <= max(last, materials.now - DAILY)

    return sorted(user for user in given if is_due(user))


@transaction.atomic
def _write(people: Iterable[int], catalogue: Catalogue, materials: Materials) -> None:
    # Who withdraws meanwhile waits, and then erases what is written here.
    consenting = sorted(row.user_id for row in lock_consents(PERSONALISATION.key, people))
    remembered = {row.user_id for row in lock_consents(HISTORY.key, consenting)}
    hidden, interests = _known(consenting, remembered, materials)
    cities = _cities(consenting, materials)
    made: list[Suggestion] = []
    for user in consenting:
        without = hidden[user]
        mine = [
            each
            for each in interests[user]
            if each.item in catalogue.paths and each.item not in without
        ]
        chosen = picks(mine, catalogue, without=without, today=materials.today, length=LENGTH)
        known = without | {each.item for each in mine if each.deed is not Deed.VIEWED}
        made += _rows(user, chosen, known, cities.get(user, ""), materials)
    Suggestion.objects.filter(user__in=consenting).delete()
    Suggestion.objects.bulk_create(made, batch_size=1000)


def _known(
    people: list[int], remembered: set[int], materials: Materials
) -> tuple[dict[int, set[Item]], dict[int, list[Interest]]]:
    hidden: dict[int, set[Item]] = defaultdict(set)
    interests: dict[int, list[Interest]] = defaultdict(list)
    for row in Mark.objects.filter(user__in=people):
        item = Item(row.collection, row.key)
        if row.kind == Mark.Kind.HIDDEN:
            hidden[row.user_id].add(item)
        elif row.user_id in remembered:
            interests[row.user_id].append(_interest(item, Deed.FAVOURITE, row.at))
    for seen in Trace.objects.filter(user__in=remembered).exclude(collection=SEARCHES):
        item = Item(seen.collection, seen.key)
        interests[seen.user_id].append(_interest(item, Deed.VIEWED, seen.at))
    for user in people:
        for item, at in materials.ledger.baskets.get(user, {}).items():
            interests[user].append(_interest(item, Deed.ORDERED, at))
    return hidden, interests


def _interest(item: Item, deed: Deed, at: datetime) -> Interest:
    return Interest(item, deed, timezone.localdate(at))


def _cities(people: list[int], materials: Materials) -> dict[int, str]:
    """Where each ordered last, else where they live."""
    homes = Address.objects.filter(user__in=people, is_default=True)
    return dict(homes.values_list("user", "region")) | {
        user: materials.ledger.regions[user] for user in people if user in materials.ledger.regions
    }


def _rows(
    user: int, chosen: list[Pick], known: set[Item], city: str, materials: Materials
) -> Iterator[Suggestion]:
    near = hottest(materials.published(materials.ledger.city_heats.get(city, {})), 2 * LENGTH)
    everywhere = hottest(materials.heats, 2 * LENGTH)
    for locale, shown in sorted(materials.shelf.shown.items()):
        with translation.override(locale):
            # The first reason for an item is the one that is told.
            told: dict[Item, tuple[str, int | None]] = {}
            for pick in chosen:
                if (named := shown.get(pick.because.item)) is not None:
                    reason = reasons.because(pick.because.deed, named.title)
                    told[pick.item] = reason, named.document
            for reason, items in (
                (reasons.hot_in_your_city(), near),
                (reasons.hot(), everywhere),
            ):
                for item in items:
                    if item not in known:
                        told.setdefault(item, (reason, None))
        entries = [(item, *why) for item, why in told.items() if item in shown]
        for rank, (item, reason, because) in enumerate(entries[:LENGTH]):
            yield Suggestion(
                kind=Kind.FOR_YOU,
                user_id=user,
                locale=locale,
                rank=rank,
                document_id=shown[item].document,
                reason=reason,
                because_id=because,
                made_at=materials.now,
            )


def erase_list(user: User) -> None:
    Suggestion.objects.filter(user=user).delete()
