"""What the customer consented to and did, and the lists that are made of it."""

from django.utils import timezone

from accounts.consents.actions import give_consent
from accounts.consents.purposes import purposes
from catalog.behaviour.actions import mark
from catalog.behaviour.items import PACKAGES, SERVICES, Item
from catalog.behaviour.models import Mark, Trace
from catalog.behaviour.recording import Sighting, record
from catalog.recommendations.tasks import make_lists
from tests.world import World, furnishes


@furnishes
def behaviour(world: World) -> None:
    customer, now = world.cast["customer"], timezone.now()
    for each in purposes():
        give_consent(customer, each.key, version=each.version, now=now)
    service = Item(SERVICES, world.values["service_key"])
    package = Item(PACKAGES, world.values["package_key"])
    mark(customer, Mark.Kind.FAVOURITE, service, now=now)
    mark(customer, Mark.Kind.HIDDEN, package, now=now)
    record([Sighting(customer.pk, *service, now)])
    make_lists(now)
    trace = Trace.objects.get(user=customer, key=service.key)
    world.values |= {"trace_id": trace.uuid, "collection": SERVICES, "purpose": "history"}
