"""What to search for, while it is typed."""

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel
from rest_framework.request import Request
from rest_framework.response import Response

from api.content.documents import locale_of
from api.conventions.access import ANYONE
from api.conventions.operations import operation
from api.conventions.parameters import Language, Query, WholeNumber
from api.conventions.views import View
from api.search.parameters import Words
from cms.search.suggestions import suggest

MOST = 20


class SuggestionBody(BaseModel):
    """``text`` to search for. Where it is a title, ``type`` and ``key`` say whose; else null."""

    text: str
    type: str | None
    key: str | None


class SuggestionsAnswer(BaseModel):
    items: list[SuggestionBody]


class SuggestionsQuery(Query):
    q = Words(help_text=_("What has been typed so far."))
    locale = Language()
    limit = WholeNumber(
        default=10, min_value=1, max_value=MOST, help_text=_("How many items at most.")
    )


class Suggestions(View):
    @operation(
        "Suggest what to search for, while it is typed",
        access=ANYONE,
        query=SuggestionsQuery,
        answers={200: SuggestionsAnswer},
    )
    def get(self, request: Request) -> Response:
        given = self.parameters
        found = suggest(given["q"], locale_of(given), limit=given["limit"])
        items = [{"text": one.text, "type": one.collection, "key": one.key} for one in found]
        return Response({"items": items})
