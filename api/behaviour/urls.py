from django.urls import URLPattern, path

from api.behaviour.history import History, OneTrace
from api.behaviour.marks import Favourite, Favourites, Hidden, OneHidden
from api.behaviour.recommendations import Recommendations

urlpatterns: list[URLPattern] = [
    path("me/favourites/", Favourites.as_view()),
    path("me/favourites/<slug:collection>/<slug:key>/", Favourite.as_view()),
    path("me/hidden/", Hidden.as_view()),
    path("me/hidden/<slug:collection>/<slug:key>/", OneHidden.as_view()),
    path("me/history/", History.as_view()),
    path("me/history/<uuid:trace_id>/", OneTrace.as_view()),
    path("recommendations/", Recommendations.as_view()),
]
