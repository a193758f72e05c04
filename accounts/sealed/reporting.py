"""The log filter and the error reporter through which no sealed value passes."""

import logging
import traceback
from collections.abc import ItemsView, Mapping
from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from accounts.sealed.redaction import redact


class RedactSealed(logging.Filter):
    """For every handler in ``LOGGING``: takes protected values out of message and traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redact(_message(record))
        record.args = None
        if record.exc_info and record.exc_info[0] and not record.exc_text:
            # Formatters use this text when it is there, and would else make their own.
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip()
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True


class PrivateReporterFilter(SafeExceptionReporterFilter):
    """Error reports name variables with their types and form fields without their values.

    Also in debug mode: what a person typed is in the view's variables before it is sealed, and
    no list of sensitive names is ever complete.
    """

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        if request is None:
            return {}
        return dict.fromkeys(request.POST, self.cleansed_substitute)

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: FrameType
    ) -> ItemsView[str, Any]:
        return {name: _type_of(value) for name, value in tb_frame.f_locals.items()}.items()


class PrivateReporter(ExceptionReporter):
    """Django's error report with the protected values taken out of the finished text."""

    def get_traceback_html(self) -> SafeString:
        return SafeString(redact(super().get_traceback_html()))

    def get_traceback_text(self) -> SafeString:
        return SafeString(redact(super().get_traceback_text()))


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        # Arguments that do not fit: a handler would print its own complaint, values and all.
        return f"{record.msg} {record.args}"


def _type_of(value: object) -> str:
    size = f", {len(value)} entries" if isinstance(value, Mapping | list | tuple | set) else ""
    return f"<{type(value).__name__}{size}>"
