"""What people do with what is kept of them, and what they say of objects."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.consents.queries import lock_consents, require_consent
from accounts.users.models import User
from catalog.behaviour import takings
from catalog.behaviour.items import COLLECTIONS, Item
from catalog.behaviour.models import Clearing, Mark, Trace
from catalog.behaviour.wordings import HISTORY, PERSONALISATION
from cms.delivery.locales import default_locale
from cms.delivery.queries import read_document

# Under which consent a mark is kept.
CONSENTS = {Mark.Kind.FAVOURITE: HISTORY.key, Mark.Kind.HIDDEN: PERSONALISATION.key}


@transaction.atomic
def mark(user: User, kind: Mark.Kind, item: Item, *, now: datetime) -> Mark:
    """Put ``item`` among the favourites of ``user`` or hide it; marked again, it stays as it was.

    Raises ``PublishedDocument.DoesNotExist`` for what is not published, and ``ConsentMissing``.
    """
    if item.collection not in COLLECTIONS:
        raise Mark.DoesNotExist
    read_document(item.collection, item.key, default_locale())
    require_consent(CONSENTS[kind], user)
    made, _created = Mark.objects.get_or_create(
        user=user, kind=kind, collection=item.collection, key=item.key, defaults={"at": now}
    )
    return made


@transaction.atomic
def unmark(user: User, kind: Mark.Kind, item: Item) -> None:
    """Take the mark off; where there is none, nothing happens."""
    # Who makes anything of what people did and said holds this row, from reading on.
    list(lock_consents(CONSENTS[kind], [user.pk]))
    marks = Mark.objects.filter(user=user, kind=kind, collection=item.collection, key=item.key)
    if marks.delete()[0]:
        takings.taken_back(user)


@transaction.atomic
def forget(user: User, trace_id: UUID) -> None:
    """Remove one of the traces of ``user``. Raises ``Trace.DoesNotExist``."""
    list(lock_consents(HISTORY.key, [user.pk]))
    Trace.objects.visible_to(user).get(uuid=trace_id).delete()
    takings.taken_back(user)


@transaction.atomic
def forget_all(user: User, *, now: datetime) -> None:
    """Remove every trace of ``user``, and those of until ``now`` that are not recorded yet."""
    list(lock_consents(HISTORY.key, [user.pk]))
    Clearing.objects.update_or_create(user=user, defaults={"at": now})
    Trace.objects.visible_to(user).delete()
    takings.taken_back(user)


def erase_history(user: User) -> None:
    """What was kept under the consent to ``history``."""
    Trace.objects.visible_to(user).delete()
    # The consent is gone, and with it whatever is not recorded yet.
    Clearing.objects.filter(user=user).delete()
    Mark.objects.filter(user=user, kind=Mark.Kind.FAVOURITE).delete()


def erase_hidden(user: User) -> None:
    Mark.objects.filter(user=user, kind=Mark.Kind.HIDDEN).delete()
