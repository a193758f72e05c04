from django.urls import path

from api.catalog.categories import Categories
from api.catalog.jobs import OwnJobs
from api.catalog.leave import OneLeave, OwnLeave
from api.catalog.packages import Package, Packages
from api.catalog.profile import OwnProfile
from api.catalog.promotions import Promotion, Promotions
from api.catalog.providers import Provider, Providers
from api.catalog.schedule import OwnSchedule
from api.catalog.services import Service, Services
from api.catalog.slots import ProviderSlots, ServiceSlots

urlpatterns = [
    path("categories/", Categories.as_view()),
    path("services/", Services.as_view()),
    path("services/<slug:key>/", Service.as_view()),
    path("services/<slug:key>/slots/", ServiceSlots.as_view()),
    path("packages/", Packages.as_view()),
    path("packages/<slug:key>/", Package.as_view()),
    path("promotions/", Promotions.as_view()),
    path("promotions/<slug:key>/", Promotion.as_view()),
    path("providers/", Providers.as_view()),
    path("providers/<uuid:key>/", Provider.as_view()),
    path("providers/<uuid:key>/slots/", ProviderSlots.as_view()),
    path("provider/", OwnProfile.as_view()),
    path("provider/schedule/", OwnSchedule.as_view()),
    path("provider/leave/", OwnLeave.as_view()),
    path("provider/leave/<uuid:leave_id>/", OneLeave.as_view()),
    path("provider/jobs/", OwnJobs.as_view()),
]
