"""Boxes for files: what was sent once stays with its box, by its upload's id, until it is used.

A browser never sends a file a second time by itself, so a refusal elsewhere in the form must not
cost it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

FILE_WIDGETS = ("file", "photo", "signature")
# Those that a browser can show.
PICTURE_WIDGETS = ("photo", "signature")
Store = Callable[["UploadedFile[bytes]"], str]


class FileBox(forms.FileInput):
    """``kept`` is the id of the upload that the box holds; it travels beside it, hidden."""

    template_name = "engine/admin/file_box.html"
    kept = ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        # Asked again to draw the form, when the box may hold what was sent just now.
        self.kept = self.kept or data.get(f"{name}-kept", "")
        return super().value_from_datadict(data, files, name)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        kept = self.kept or (value if isinstance(value, str) else "")
        context["widget"] |= {"kept": kept, "kept_name": f"{name}-kept"}
        return context


class PhotoBox(FileBox):
    """Opens the camera of a telephone, and shows what was taken before it is sent."""

    template_name = "engine/admin/photo_box.html"


class SignatureBox(FileBox):
    """A pad to sign on; without JavaScript, or without a hand for it, a picture is chosen."""

    template_name = "engine/admin/signature_box.html"


BOXES = {"file": FileBox, "photo": PhotoBox, "signature": SignatureBox}


def file_field(hint: Mapping[str, Any]) -> "FileAnswer":
    """The field of a file, a photo or a signature, as its hint describes it."""
    kind = hint["widget"]
    types = hint.get("types") or (["image/*"] if kind in PICTURE_WIDGETS else [])
    return FileAnswer(widget=BOXES[kind](attrs={"accept": ",".join(types)} if types else None))


class FileAnswer(forms.FileField):
    """Cleans to what was sent now, else to the id of what the box holds."""

    widget = FileBox

    def bound_data(self, data: Any, initial: Any) -> Any:
        # What a row held at first says nothing about what was sent back.
        return data

    def clean(self, data: Any, initial: Any = None) -> Any:
        return super().clean(data, self.widget.kept)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return data is not None or bool(self.widget.kept)
