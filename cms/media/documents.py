"""How pictures and files stand in published documents."""

from collections.abc import Iterable
from typing import Annotated

from django.db.models import prefetch_related_objects
from pydantic import BaseModel, Field

from cms.delivery.together import once
from cms.media.models import File, Picture, Rendition
from cms.media.presets import WHOLE, presets


class FocalPointBody(BaseModel):
    """What a picture is about, as fractions of its width and height from the upper left corner."""

    x: float
    y: float


class RenditionBody(BaseModel):
    """A picture for one purpose: ``url``, ``width`` and ``height`` are those of the widest.

    ``srcset`` is ready for ``<img>``. Addresses are relative to the API's origin.
    """

    url: str
    width: int
    height: int
    srcset: str


class PhotoBody(BaseModel):
    """A picture that somebody sent, without its number: that tells when it came.

    ``url``, ``width`` and ``height`` are those of the whole picture at its widest.
    ``placeholder`` is a data URI of a few pixels to show until it has come, empty if there is none.
    """

    url: str
    width: int
    height: int
    alt: str
    focal_point: FocalPointBody | None
    placeholder: str
    renditions: Annotated[
        dict[str, RenditionBody],
        Field(description="By the purposes of PICTURE_PRESETS: card, hero, square, content, …"),
    ]


class ImageBody(PhotoBody):
    """A picture out of the library."""

    id: int


class FileBody(BaseModel):
    """A file for download; ``size`` in bytes."""

    id: int
    title: str
    url: str
    size: int


def with_renditions(images: Iterable[Picture | None]) -> None:
    """Look the renditions of all ``images`` up in one query; each then needs none of its own."""
    prefetch_related_objects([each for each in images if each is not None], "renditions")


def image_body(image: Picture, locale: str, *, alt: str | None = None) -> ImageBody:
    """``image`` for readers of ``locale``.

    ``alt`` stands in for the picture's own alternative text, empty for a mere
    decoration. Makes the renditions that are not there yet.
    """
    alt = image.alt_in(locale) if alt is None else alt
    return once(
        ("image", image.pk, alt),
        lambda: ImageBody(id=image.pk, **dict(photo_body(image, alt=alt))),
    )


def photo_body(image: Picture, *, alt: str = "") -> PhotoBody:
    """``image`` as one of people's own; ``alt`` is empty: nobody has described it."""
    specs = {name: each.specs(image.width, image.height) for name, each in presets().items()}
    made = image.get_renditions(*(spec for each in specs.values() for spec in each))
    renditions = {name: _rendition([made[spec] for spec in each]) for name, each in specs.items()}
    whole = renditions[WHOLE]
    return PhotoBody(
        url=whole.url,
        width=whole.width,
        height=whole.height,
        alt=alt,
        focal_point=_focal_point(image),
        placeholder=image.placeholder,
        renditions=renditions,
    )


def _rendition(made: list[Rendition]) -> RenditionBody:
    widest = made[-1]
    return RenditionBody(
        url=widest.url,
        width=widest.width,
        height=widest.height,
        srcset=", ".join(f"{each.url} {each.width}w" for each in made),
    )


def _focal_point(image: Picture) -> FocalPointBody | None:
    if image.focal_point_x is None or image.focal_point_y is None:
        return None
    return FocalPointBody(
        x=_fraction(image.focal_point_x, image.width),
        y=_fraction(image.focal_point_y, image.height),
    )


def _fraction(part: int, whole: int) -> float:
    # A point that was set on a larger file may lie outside this one.
    return round(min(part / whole, 1.0), 4)


def file_body(document: File) -> FileBody:
    """``document`` as a link."""
    return FileBody(
        id=document.pk,
        title=document.title,
        url=document.url,
        size=document.get_file_size() or 0,
    )
