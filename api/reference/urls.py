from django.urls import path

from api.reference.views import Docs, OpenApi

urlpatterns = [
    path("openapi.json", OpenApi.as_view(), name="openapi"),
    path("docs/", Docs.as_view(), name="docs"),
]
