"""The form by which a picture comes, in the admin and from machines."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class WholeImageField(WagtailImageField):
    """Wagtail's own lets the error through of a file that begins as a picture and is none."""

    def check_image_pixel_size(self, f: Any) -> None:
        try:
            super().check_image_pixel_size(f)
        except (OSError, SyntaxError) as error:
            text = self.error_messages["invalid_image"]
            raise ValidationError(text, code="invalid_image") from error


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (field := self.fields.get("file")) is not None:
            # Wagtail names the class of the field where no setting reaches.
            field.__class__ = WholeImageField
