"""``crs``: in which system the coordinates of a question and of its answer are.

What is stored is WGS 84. An answer in another system is made on the second path, out of what is
stored.
"""

import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.users.coordinates import ReferenceSystem, from_wgs84, to_wgs84
from api.conventions.parameters import Choice, Query

# A tenth of a metre.
PLACES = 6


class System(Choice):
    """``wgs84`` or ``gcj02``."""

    default_error_messages = {
        "invalid_choice": _("Coordinates are in wgs84 or in gcj02: give one of these.")
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("default", ReferenceSystem.WGS84.value)
        options.setdefault(
            "help_text",
            _("The system of coordinates, sent and answered: gcj02 is that of maps of China."),
        )
        super().__init__(choices=ReferenceSystem.values, **options)


class PlacedQuery(Query):
    """Parameters of a read with coordinates; a ``near`` among them comes out in WGS 84."""

    crs = System()

    def to_internal_value(self, data: Any) -> Any:
        values = super().to_internal_value(data)
        if "near" in values:
            values["near"] = to_wgs84(values["near"], values["crs"])
        return values


def placed(place: dict[str, Any], system: str) -> dict[str, Any]:
    """``place`` with its ``lat`` and ``lng``, which are of WGS 84, in ``system``."""
    if system == ReferenceSystem.WGS84:
        return place
    lat, lng = from_wgs84((float(place["lat"]), float(place["lng"])), system)
    return {**place, "lat": round(lat, PLACES), "lng": round(lng, PLACES)}


def located(text: str, system: str) -> str:
    """A document, as JSON text, with the public ``location`` that it may have in ``system``."""
    if system == ReferenceSystem.WGS84:
        return text
    body = json.loads(text)
    if not body.get("location"):
        return text
    return json.dumps(body | {"location": placed(body["location"], system)}, ensure_ascii=False)
