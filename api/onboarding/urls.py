from django.urls import URLPattern, path

from api.onboarding.applications import (
    ApplicationAction,
    ApplicationForm,
    Applications,
    ApplicationTimeline,
    OneApplication,
)

urlpatterns: list[URLPattern] = [
    path("applications/", Applications.as_view()),
    path("applications/form/", ApplicationForm.as_view()),
    path("applications/<slug:number>/", OneApplication.as_view()),
    path("applications/<slug:number>/timeline/", ApplicationTimeline.as_view()),
    path("applications/<slug:number>/actions/<slug:action>/", ApplicationAction.as_view()),
]
