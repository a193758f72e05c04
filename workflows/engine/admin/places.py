"""A place as two numbers: no map is drawn in a plain form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class PlaceWidget(forms.MultiWidget):
    template_name = "engine/admin/place.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.NumberInput({"step": "any", "placeholder": placeholder})
            for name, placeholder in (("lat", _("Latitude")), ("lng", _("Longitude")))
        }
        super().__init__(boxes, attrs)
        # No field has a hyphen in its key, so none is called like one of these.
        self.widgets_names = ["-lat", "-lng"]

    def decompress(self, value: Any) -> list[Any]:
        return [value["lat"], value["lng"]] if value else [None, None]


class PlaceField(forms.MultiValueField):
    """``{"lat", "lng"}`` in degrees, or ``None``."""

    widget = PlaceWidget

    def __init__(self, **options: Any) -> None:
        super().__init__([forms.FloatField(), forms.FloatField()], **options)

    def compress(self, data_list: list[Any]) -> dict[str, float] | None:
        if not data_list:
            return None
        if None in data_list:
            raise ValidationError(_("Give both latitude and longitude."), code="incomplete")
        return {"lat": data_list[0], "lng": data_list[1]}
