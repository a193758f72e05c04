"""Which media types an operation can answer, for content negotiation (406)."""

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer, JSONRenderer

from api.conventions.operations import Operation


class Finished(BaseRenderer):
    """For views that answer finished bytes of another media type than JSON."""

    def __init__(self, media_type: str) -> None:
        self.media_type = media_type
        self.format = media_type

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return JSONRenderer().render(data)


def renderers_for(operation: Operation | None) -> list[BaseRenderer]:
    """JSON first: it is the answer to ``*/*``."""
    types = [key[1] for key in operation.answers if isinstance(key, tuple)] if operation else []
    return [JSONRenderer(), *(Finished(media_type) for media_type in types)]
