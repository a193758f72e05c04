"""How pictures and files stand in published documents."""

from pydantic import BaseModel

from cms.media.models import File, Picture

# By name, widest last; a picture is never enlarged.
SIZES = {
    "small": "max-480x480|format-webp",
    "medium": "max-960x960|format-webp",
    "large": "max-1920x1920|format-webp",
}


class RenditionBody(BaseModel):
    """One size of a picture: address (relative to the API's origin) and pixels."""

    url: str
    width: int
    height: int


class ImageBody(BaseModel):
    """A picture: ``url``, ``width`` and ``height`` are those of its largest size."""

    id: int
    url: str
    width: int
    height: int
    alt: str
    sizes: dict[str, RenditionBody]


class PhotoBody(BaseModel):
    """A picture that somebody sent, without its number: that tells when it came."""

    url: str
    width: int
    height: int
    alt: str
    sizes: dict[str, RenditionBody]


class FileBody(BaseModel):
    """A file for download; ``size`` in bytes."""

    id: int
    title: str
    url: str
    size: int


def image_body(image: Picture, locale: str, *, alt: str | None = None) -> ImageBody:
    """``image`` for readers of ``locale``.

    ``alt`` stands in for the picture's own alternative text, empty for a mere
    decoration. Makes the renditions that are not there yet.
    """
    made = image.get_renditions(*SIZES.values())
    sizes = {
        name: RenditionBody(url=made[spec].url, width=made[spec].width, height=made[spec].height)
        for name, spec in SIZES.items()
    }
    largest = sizes["large"]
    return ImageBody(
        id=image.pk,
        url=largest.url,
        width=largest.width,
        height=largest.height,
        alt=image.alt_in(locale) if alt is None else alt,
        sizes=sizes,
    )


def photo_body(image: Picture, *, alt: str = "") -> PhotoBody:
    """``image`` as one of people's own; ``alt`` is empty: nobody has described it."""
    whole = image_body(image, "", alt=alt)
    return PhotoBody(**whole.model_dump(exclude={"id"}))


def file_body(document: File) -> FileBody:
    """``document`` as a link."""
    return FileBody(
        id=document.pk,
        title=document.title,
        url=document.url,
        size=document.get_file_size() or 0,
    )
