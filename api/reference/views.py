"""The document and a page to read it on."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.views.generic import TemplateView
from pydantic import BaseModel
from rest_framework.request import Request
from rest_framework.response import Response

from api.conventions.access import ANYONE
from api.conventions.concurrency import etag_of, matches
from api.conventions.operations import operation
from api.conventions.views import View
from api.reference.document import document_text


class Entrance(BaseModel):
    """Where to begin: the document of all operations, a page to read it on, and the site."""

    openapi: str
    docs: str
    site: str
    auth: str


class Front(View):
    @operation("Find the way in", access=ANYONE, answers={200: Entrance}, tag="reference")
    def get(self, request: Request) -> Response:
        here = request.build_absolute_uri(request.path)
        ways = Entrance(
            openapi=f"{here}openapi.json",
            docs=f"{here}docs/",
            site=f"{here}site/",
            auth=f"{here}auth/config",
        )
        return Response(ways.model_dump())


class OpenApi(View):
    """Every operation, one's own permissions aside."""

    # Asked only where ``manage.py openapi --publish`` has written no file yet.

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
