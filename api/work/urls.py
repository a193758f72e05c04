from django.urls import URLPattern, path

from api.work.cases import (
    Cancellation,
    CaseAction,
    CaseJump,
    Chart,
    Events,
    OneCase,
    Retry,
    Timeline,
)
from api.work.tasks import Assign, Claim, Complete, OneTask, Personal, Release, Tasks

urlpatterns: list[URLPattern] = [
    path("tasks/", Tasks.as_view()),
    path("tasks/<uuid:task>/", OneTask.as_view(), name="task"),
    path("tasks/<uuid:task>/claim/", Claim.as_view()),
    path("tasks/<uuid:task>/release/", Release.as_view()),
    path("tasks/<uuid:task>/assign/", Assign.as_view()),
    path("tasks/<uuid:task>/complete/", Complete.as_view()),
    path("tasks/<uuid:task>/personal/<slug:field>/", Personal.as_view()),
    path("cases/<slug:number>/", OneCase.as_view()),
    path("cases/<slug:number>/timeline/", Timeline.as_view()),
    path("cases/<slug:number>/chart/", Chart.as_view()),
    path("cases/<slug:number>/actions/<slug:action>/", CaseAction.as_view()),
    path("cases/<slug:number>/events/", Events.as_view()),
    path("cases/<slug:number>/cancel/", Cancellation.as_view()),
    path("cases/<slug:number>/jump/", CaseJump.as_view()),
    path("cases/<slug:number>/retry/", Retry.as_view()),
]
