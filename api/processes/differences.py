"""What differs between two versions, in plain words."""

import re
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.conventions.operations import operation
from api.conventions.parameters import Language, Query, WholeNumber
from api.conventions.views import View
from api.processes.definitions import READING
from workflows.designer.differences import version_changes

DRAFT = "draft"


class VersionOrDraft(serializers.CharField):
    """The number of a version, or ``draft``; ``None`` stands for the draft."""

    def to_internal_value(self, data: Any) -> int | None:  # type: ignore[override]
        if data == DRAFT:
            return None
        if not re.fullmatch(r"[1-9][0-9]{0,8}", str(data)):
            raise serializers.ValidationError(
                _("Give the number of a version, or “draft”."), code="invalid"
            )
        return int(data)


class DifferencesQuery(Query):
    locale = Language()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # "from" is no name in Python.
        return {
            "from": WholeNumber(
                min_value=1, max_value=999_999_999, help_text=_("The number of a version.")
            ),
            "to": VersionOrDraft(
                required=False,
                default=None,
                help_text=_("The number of a version, or “draft”, which is the default."),
            ),
            **super().get_fields(),
        }


class ChangeItem(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=["added", "removed", "changed"])
    place = serializers.CharField(help_text="The path of the part, such as “steps/review”.")
    sentence = serializers.CharField()


class DifferencesAnswer(serializers.Serializer[Any]):
    changes = ChangeItem(many=True)
    added = serializers.ListField(child=serializers.CharField(), help_text="Ids of steps.")
    removed = serializers.ListField(child=serializers.CharField(), help_text="Ids of steps.")
    changed = serializers.ListField(child=serializers.CharField(), help_text="Ids of steps.")


class Differences(View):
    @operation(
        "Compare two versions, or a version and the draft",
        access=READING,
        scope="processes",
        query=DifferencesQuery,
        answers={200: DifferencesAnswer},
    )
    def get(self, request: Request, key: str) -> Response:
        language = self.parameters.get("locale") or get_language() or "en"
        found = version_changes(
            key, self.parameters["from"], self.parameters["to"], language=language
        )
        return Response(found.as_json())
