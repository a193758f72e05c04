"""The addresses of imports in Wagtail's admin."""

from django.urls import URLPattern, path
from wagtail import hooks

from cms.exchange.views import ImportView, PreviewView


@hooks.register("register_admin_urls")
def exchange_urls() -> list[URLPattern]:
    return [
        path("import/<slug:noun>/", ImportView.as_view(), name="exchange_import"),
        path(
            "import/<slug:noun>/<uuid:transfer_id>/",
            PreviewView.as_view(),
            name="exchange_preview",
        ),
    ]
