"""Who may read the files that are attached to a provider."""

from accounts.uploads.models import Upload
from accounts.uploads.registry import readers
from accounts.users.models import User
from catalog.providers.models import Provider


@readers("provider")
def may_read(user: User, upload: Upload) -> bool:
    """The provider's own files, and those of all for whoever may change providers."""
    public_id = upload.reference.partition(":")[2]
    return user.has_perm("providers.change_provider") or (
        Provider.objects.filter(public_id=public_id, user=user).exists()
    )
