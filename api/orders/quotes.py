"""Quotes: anybody may ask what a visit costs."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from api.conventions.access import ANYONE
from api.conventions.operations import operation
from api.conventions.views import View
from api.orders.answers import QuoteAnswer
from api.orders.bodies import QuoteBody, as_request
from api.work.cases import LanguageQuery
from api.work.languages import language_of
from workflows.orders.quoting import make_quote


class Quotes(View):
    @operation(
        "Ask what a visit costs",
        access=ANYONE,
        query=LanguageQuery,
        body=QuoteBody,
        answers={201: QuoteAnswer},
    )
    def post(self, request: Request) -> Response:
        by = request.user if request.user.is_authenticated else None
        quote = make_quote(as_request(self.body), by=by, now=timezone.now())
        context = {"language": language_of(self.parameters)}
        return Response(QuoteAnswer(quote, context=context).data, status=201)
