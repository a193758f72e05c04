"""What a file is, by its bytes alone: what the sender says of it counts for nothing."""

import codecs

import filetype
from django.conf import settings
from django.core.files import File
from PIL import Image, UnidentifiedImageError

from accounts.uploads.refusals import ImageTooLarge, UploadDamaged, UploadTypeRefused

HEAD_BYTES = 8192
_IMAGE_FORMATS = {
    # Also MPO, which many phones write: Pillow's reader of JPEG finds the second picture itself,
    # and has no reader of the name MPO to try.
    "image/jpeg": ("JPEG",),
    "image/png": ("PNG",),
    "image/webp": ("WEBP",),
}
_OTHER_TYPES = ("application/pdf", "video/mp4")
_TEXT_TYPES = ("text/plain", "text/csv")
# All that is ever stored.
ALLOWED_TYPES = (*_IMAGE_FORMATS, *_OTHER_TYPES, *_TEXT_TYPES)
_TEXT_CONTROLS = set(range(0x20)) - {0x09, 0x0A, 0x0D, 0x0C} | {0x7F}


def sniff(file: File[bytes], *, name: str) -> str:
    """The content type, one of the allow list; images are checked too.

    ``name`` only tells CSV from other text. Raises ``UploadTypeRefused``, ``UploadDamaged`` or
    ``ImageTooLarge``. Leaves the file at its beginning.
    """
    file.seek(0)
    guessed = filetype.guess_mime(file.read(HEAD_BYTES))
    if guessed in _IMAGE_FORMATS:
        _check_image(file, formats=_IMAGE_FORMATS[guessed])
    elif guessed is None and _is_text(file):
        guessed = "text/csv" if name.lower().endswith(".csv") else "text/plain"
    elif guessed not in _OTHER_TYPES:
        raise UploadTypeRefused
    file.seek(0)
    return str(guessed)


def _check_image(file: File[bytes], *, formats: tuple[str, ...]) -> None:
    file.seek(0)
    try:
        # Opening reads the header alone: the size is known before anything is unpacked.
        with Image.open(file, formats=formats) as image:
            pixels = image.width * image.height * getattr(image, "n_frames", 1)
            if pixels > settings.UPLOADS_MAX_PIXELS:
                raise ImageTooLarge(settings.UPLOADS_MAX_PIXELS)
            image.verify()
    except Image.DecompressionBombError as error:
        raise ImageTooLarge(settings.UPLOADS_MAX_PIXELS) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        # What Pillow's readers raise for broken files.
        raise UploadDamaged from error


def _is_text(file: File[bytes]) -> bool:
    """Whether the whole file is UTF-8 without control characters."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in file.chunks():
            if _TEXT_CONTROLS.intersection(chunk):
                return False
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
