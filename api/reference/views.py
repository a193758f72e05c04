"""The document and a page to read it on."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.views.generic import TemplateView
from rest_framework.request import Request

from api.conventions.access import ANYONE
from api.conventions.concurrency import etag_of, matches
from api.conventions.operations import operation
from api.conventions.views import View
from api.reference.document import document_text


class OpenApi(View):
    """Every operation, one's own permissions aside."""

    @operation(
        "Read this document",
        access=ANYONE,
        answers={200: {"type": "object", "description": "An OpenAPI 3.1 document."}},
        conditional=True,
        tag="reference",
    )
    def get(self, request: Request) -> HttpResponseBase:
        text = document_text()
        etag = etag_of(text)
        if matches(request, etag):
            return HttpResponse(status=304, headers={"ETag": etag})
        return HttpResponse(text, content_type="application/json", headers={"ETag": etag})


class Docs(TemplateView):
    """Swagger UI from our own static files: nothing is fetched from elsewhere."""

    template_name = "api/docs.html"
