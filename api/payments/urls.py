from django.urls import URLPattern, path

from api.payments.notices import Notices

urlpatterns: list[URLPattern] = [path("payments/<slug:gateway>/notify/", Notices.as_view())]
