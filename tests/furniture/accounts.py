"""A private file and a notice of the customer's."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.notices.actions import notify
from accounts.uploads.actions import store_upload
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
