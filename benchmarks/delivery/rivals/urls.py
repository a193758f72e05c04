"""Where the rivals answer; publication writes no documents here."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter
from wagtail.actions import CreatePageAction, action_registry
from wagtail.api.v3.urls import api
from wagtail.models import Page
from wagtail.signals import page_published

from benchmarks.delivery.rivals import rest, wagtail_v2

# Wagtail alone: what our apps listen for would be counted as its own work.
for receiver in ("pages.publish", "delivery.page"):
    page_published.disconnect(dispatch_uid=receiver)

# Our actions come by a hook, once somebody asks for one.
action_registry.get_actions_for_model(Page)
action_registry.register(Page, CreatePageAction)

router = SimpleRouter()
router.register("services", rest.Services, basename="services")

urlpatterns = [
    path("api/v2/", wagtail_v2.router.urls),
    path("api/v3/", api.urls),
    path("rest/", include(router.urls)),
]
