"""What a person may take along of their consents."""

from accounts.consents.models import Consent
from accounts.users.models import User


def exported(user: User) -> list[dict[str, object]]:
    """Every answer that the person gave, oldest first."""
    return [
        {"purpose": row.purpose, "given": row.given, "version": row.version, "at": row.at}
        for row in Consent.objects.filter(user=user)
    ]
