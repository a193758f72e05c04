"""A private file, a notice and an address of the customer's."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.notices.actions import notify
from accounts.uploads.actions import store_upload
from accounts.users.actions import add_address
from tests.world import World, furnishes


@furnishes
def upload_and_notice(world: World) -> None:
    customer = world.cast["customer"]
    file = SimpleUploadedFile("letter.txt", b"Dear sirs,\n")
    world.values["upload_id"] = store_upload(file, by=customer, now=timezone.now()).pk
    notice = notify(
        customer,
        key="welcome",
        now=timezone.now(),
        subject={"en": "Welcome"},
        body={"en": "Good to see you."},
    )
    world.values["notice_id"] = notice.uuid


@furnishes
def address(world: World) -> None:
    fields = {
        "region": "shanghai",
        "line": "1 Huaihai Road",
        "lat": "31.22",
        "lng": "121.47",
        "contact_name": "Li",
        "contact_phone": "+8613900000000",
    }
    customer = world.cast["customer"]
    made = add_address(customer, fields=fields, now=timezone.now())
    world.values["address_id"] = made.uuid
