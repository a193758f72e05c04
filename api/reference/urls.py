from django.urls import path

from api.reference.views import Docs, Front, OpenApi

urlpatterns = [
    path("", Front.as_view(), name="front"),
    path("openapi.json", OpenApi.as_view(), name="openapi"),
    path("docs/", Docs.as_view(), name="docs"),
]
