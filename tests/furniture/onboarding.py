"""The default processes, and an application of the applicant's that waits for its review."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from accounts.uploads.actions import store_upload
from accounts.users.models import User
from tests.journeys.people import identity_number
from tests.world import World, furnishes
from workflows.engine.actions import start_case

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@furnishes
def application(world: World) -> None:
    call_command("processes", "import", "--defaults")
    applicant, customer = world.cast["applicant"], world.cast["customer"]
    case = start_case("onboarding", by=applicant, data=_answers(applicant), now=timezone.now())
    world.values |= {
        "application_number": case.number,
        "application_task": case.work_items.get(step="review").uuid,
        "field": "identity_number",
        "application": _answers(customer),
    }


def _answers(person: User) -> dict[str, object]:
    """What a person who cleans homes in Shanghai says; the certificate is ``person``'s upload."""
    file = SimpleUploadedFile("certificate.pdf", PDF)
    certificate = store_upload(file, by=person, now=timezone.now())
    return {
        "kind": "person",
        "public_name": "Auntie Lin",
        "identity_number": identity_number("19850614"),
        "gender": "female",
        "services": ["cleaning"],
        "areas": ["shanghai"],
        "years": 6,
        "home": {"lat": 31.2304, "lng": 121.4737},
        "health_certificate": str(certificate.pk),
        "health_certificate_expires": "2035-12-31",
    }
