"""Who may read the files that images of posts were made of."""

from accounts.uploads.models import Upload
from accounts.uploads.registry import readers
from accounts.users.models import User
from community.posts.models import Post


@readers("post")
def may_read(user: User, upload: Upload) -> bool:
    """The author's alone: a camera writes where it was taken, often the home."""
    public_id = upload.reference.partition(":")[2]
    return Post.objects.filter(uuid=public_id, author=user).exists()
