"""Where each part answers."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from api.content import wagtail_api

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", include("api.urls")),
    path("api/cms/v3/", wagtail_api.urls),
]

# Under /api/ these are problem documents.
handler400 = "api.conventions.outside.bad_request"
handler403 = "api.conventions.outside.forbidden"
handler404 = "api.conventions.outside.not_found"
handler500 = "api.conventions.outside.server_error"
