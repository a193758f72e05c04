"""Who may read the files that photos of reviews were made of."""

from accounts.uploads.models import Upload
from accounts.uploads.registry import readers
from accounts.users.models import User
from community.reviews.models import Review


@readers("review")
def may_read(user: User, upload: Upload) -> bool:
    """The author's alone: a camera writes where it was taken, often the home."""
    public_id = upload.reference.partition(":")[2]
    return Review.objects.written_by(user).filter(uuid=public_id).exists()
