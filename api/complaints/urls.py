from django.urls import URLPattern, path

from api.complaints.complaints import (
    ComplaintAction,
    ComplaintForm,
    Complaints,
    ComplaintTimeline,
    OneComplaint,
)

urlpatterns: list[URLPattern] = [
    path("complaints/", Complaints.as_view()),
    path("complaints/form/", ComplaintForm.as_view()),
    path("complaints/<slug:number>/", OneComplaint.as_view()),
    path("complaints/<slug:number>/timeline/", ComplaintTimeline.as_view()),
    path("complaints/<slug:number>/actions/<slug:action>/", ComplaintAction.as_view()),
]
