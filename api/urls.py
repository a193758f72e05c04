"""The platform's API, ``/api/v1/``: one module of routes per part of the house."""

from django.urls import include, path

urlpatterns = [
    # First what is read most: routes are tried one by one.
    path("", include("api.catalog.urls")),
    path("", include("api.content.urls")),
    path("", include("api.reference.urls")),
    path("", include("api.accounts.urls")),
    path("", include("api.search.urls")),
    path("", include("api.behaviour.urls")),
    path("", include("api.promotions.urls")),
    path("", include("api.community.urls")),
    path("", include("api.processes.urls")),
    # Named: the engine links to tasks as ``api:task``.
    path("", include(("api.work.urls", "api"))),
    path("", include("api.onboarding.urls")),
    path("", include("api.orders.urls")),
    path("", include("api.complaints.urls")),
    path("", include("api.payments.urls")),
]
