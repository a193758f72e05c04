"""Media from the file system, for installations without a proxy or a bucket that serves them."""

import posixpath

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve

from cms.media.models import File


def public_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture, inert: what an editor uploads shares the origin of the admin.

    Documents are not here: ``documents/`` knows whose collections are private.
    """
    folder = posixpath.normpath(path).lstrip("/").partition("/")[0]
    if folder == File._meta.get_field("file").upload_to:
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
