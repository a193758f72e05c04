"""Reading a form that somebody filled in, with its files kept however the rest fares."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from accounts.uploads.actions import store_upload

from .person import person
from .reshaping import with_rows
from .taskform import TaskForm


class Answering:
    """What pages with a form of the engine's share."""

    request: HttpRequest
    now: datetime

    def read(self, form: TaskForm) -> TaskForm:
        """Validate, and store what was sent: nobody chooses a file twice."""
        form.is_valid()
        form.keep(self._store)
        return form

    def reshaped(self, described: Mapping[str, Any]) -> TaskForm | None:
        """The form as it was sent, with a row more or less, if that is what was asked for."""
        wish = self.request.POST.get("rows")
        if wish is None:
            return None
        sent = with_rows(wish, self.request.POST, self.request.FILES)
        form = self.read(TaskForm(described, sent))
        form.forget_errors()
        return form

    def _store(self, file: "UploadedFile[bytes]") -> str:
        return str(store_upload(file, by=person(self.request), now=self.now).pk)
