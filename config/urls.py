"""Where each part answers."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.api.v3.urls import api as wagtail_api
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.images import urls as wagtailimages_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.delivery.transactions import one_transaction

# The document of a page is written with the page, or neither is.
decorate_urlpatterns(wagtailadmin_urls.urlpatterns, one_transaction)
content_patterns, content_app, content_namespace = wagtail_api.urls
decorate_urlpatterns(content_patterns, one_transaction)

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", include("api.urls")),
    path("api/cms/v3/", (content_patterns, content_app, content_namespace)),
    path("documents/", include(wagtaildocs_urls)),
    path("images/", include(wagtailimages_urls)),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]

# Under /api/ these are problem documents.
handler400 = "api.conventions.outside.bad_request"
handler403 = "api.conventions.outside.forbidden"
handler404 = "api.conventions.outside.not_found"
handler500 = "api.conventions.outside.server_error"
