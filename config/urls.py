"""Where each part answers."""

from django.conf import settings
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.images import urls as wagtailimages_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from api.content import wagtail_api
from cms.delivery.transactions import one_transaction
from cms.media.views import public_file
from cms.pages.views import published_page

# The document of a page is written with the page, or neither is.
decorate_urlpatterns(wagtailadmin_urls.urlpatterns, one_transaction)

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", include("api.urls")),
    path("api/cms/v3/", wagtail_api.urls),
    path("documents/", include(wagtaildocs_urls)),
    path("images/", include(wagtailimages_urls)),
]
if settings.SANDBOX_PAYMENTS:
    urlpatterns.append(path("sandbox/", include("workflows.sandbox.urls")))
if settings.MEDIA_URL.startswith("/"):
    # Media in the file system; a proxy in front may take this path over, a bucket has its own.
    urlpatterns.append(path(settings.MEDIA_URL.lstrip("/") + "<path:path>", public_file))

# The pages of the site, last of all: an address of the API that is not there stays a problem.
urlpatterns.append(re_path(r"^(?!api/)(?P<path>(?:[^/]+/)*)$", published_page))

# Under /api/ these are problem documents.
handler400 = "api.conventions.outside.bad_request"
handler403 = "api.conventions.outside.forbidden"
handler404 = "api.conventions.outside.not_found"
handler500 = "api.conventions.outside.server_error"
