"""Paths into answers: what they take, what they refuse, and what they leave."""

from typing import Any

import pytest
from pydantic import BaseModel, JsonValue

from api.conventions.shapes import select, unknown_in


class Size(BaseModel):
    url: str
    width: int


class Image(BaseModel):
    url: str
    renditions: dict[str, Size]


class Branch(BaseModel):
    key: str
    image: Image | None
    images: list[Image]
    below: "list[Branch]"
    value: JsonValue


BODY = {
    "key": "a",
    "image": None,
    "images": [{"url": "/1", "renditions": {"card": {"url": "/s", "width": 1}}}],
    "below": [{"key": "b", "image": {"url": "/2", "renditions": {}}, "images": [], "below": []}],
    "value": {"x": 1},
}


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        ("key", None),
        ("image.url", None),
        ("images.renditions.card.width", None),
        ("below.below.image.url", None),
        ("value", None),
        ("kee", "kee"),
        ("images.ulr", "ulr"),
        ("images.renditions.card.heigth", "heigth"),
        ("key.url", "url"),
        ("value.x", "x"),
        ("images.", ""),
    ],
)
def test_a_path_is_known_or_says_where_it_ends(path: str, refused: str | None) -> None:
    unknown = unknown_in(path, (Branch,))
    assert (unknown and unknown.part) == refused


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        (None, BODY),
        (["value", "key"], {"key": "a", "value": {"x": 1}}),
        (["images.url"], {"images": [{"url": "/1"}]}),
        (["images.renditions.card.url"], {"images": [{"renditions": {"card": {"url": "/s"}}}]}),
        (["image.url", "below.image.url"], {"image": None, "below": [{"image": {"url": "/2"}}]}),
        # The whole of it has the part as well.
        (["images.url", "images"], {"images": BODY["images"]}),
    ],
)
def test_the_chosen_parts_are_left_in_their_order(
    fields: list[str] | None, left: dict[str, Any]
) -> None:
    assert select(BODY, fields) == left
