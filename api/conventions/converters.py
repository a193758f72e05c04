"""Path converters whose values fit a column."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class NumberConverter(IntConverter):
    """At most nine digits: any more fits no 32-bit column and would be an error, not a 404."""

    regex = "[0-9]{1,9}"


register_converter(NumberConverter, "number")
