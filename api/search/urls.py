from django.urls import path

from api.search.search import Search
from api.search.suggestions import Suggestions

urlpatterns = [
    path("search/", Search.as_view(), name="search"),
    path("search/suggestions/", Suggestions.as_view()),
]
