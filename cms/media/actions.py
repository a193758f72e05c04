"""Verbs on the library of pictures."""

from io import BytesIO

from django.core.files.base import ContentFile
from wagtail.utils.file import hash_filelike

from cms.media.models import Picture


def add_picture(content: bytes, *, name: str, **words: str) -> Picture:
    """Keep ``content`` as a picture in the file ``name``; ``words`` are title and descriptions.

    Its sizes are cached under the hash of the file, so one that is not made by a form needs it too.
    """
    picture: Picture = Picture.objects.create(
        file=ContentFile(content, name),
        file_size=len(content),
        file_hash=hash_filelike(BytesIO(content)),
        **words,
    )
    return picture
