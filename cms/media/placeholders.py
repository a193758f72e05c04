"""What stands for a picture until it has come: itself, a few pixels wide."""

from base64 import b64encode
from io import BytesIO
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

# Chosen so that no picture, not even noise, needs more than 250 characters.
PIXELS = 12
QUALITY = 20


def placeholder_of(file: IO[bytes]) -> str:
    """A data URI of WebP, which a page shows without any code: ``<img style="background:url(…)">``.

    Empty for what Pillow does not read, such as a drawing. Leaves the file at its beginning.
    """
    file.seek(0)
    try:
        with Image.open(file) as image:
            image.thumbnail((PIXELS, PIXELS))
            small = ImageOps.exif_transpose(image).convert("RGBA")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return ""
    finally:
        file.seek(0)
    # What is transparent is white, as most pages are: an alpha channel takes three times as much.
    paper = Image.new("RGBA", small.size, "white")
    paper.alpha_composite(small)
    out = BytesIO()
    paper.convert("RGB").save(out, "WEBP", quality=QUALITY, method=6)
    return f"data:image/webp;base64,{b64encode(out.getvalue()).decode()}"
