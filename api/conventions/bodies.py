"""Bodies of requests: a serializer that refuses what it does not know."""

from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from api.conventions.problems import MOST_ERRORS
from api.conventions.suggestions import known_names


class Body(serializers.Serializer[Any]):
    """A request's body. A key that nobody reads is a mistake of the caller: 422."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            # No more than are told: to look for the nearest of each name takes its time.
            unknown = list(islice((key for key in data if key not in self.fields), MOST_ERRORS))
            if unknown:
                raise serializers.ValidationError(
                    {key: [_refusal(key, list(self.fields))] for key in unknown}
                )
        return super().to_internal_value(data)


def _refusal(key: str, known: list[str]) -> serializers.ErrorDetail:
    text = _("This field is not known.") + known_names(key, known)
    return serializers.ErrorDetail(text, code="unexpected")
