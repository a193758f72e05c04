from django.urls import path

from api.content import blocks, courses, standards, views
from api.conventions import converters  # noqa: F401 - registers ``number``

urlpatterns = [
    path("site/", views.SiteView.as_view(), name="site"),
    path("resolve/", views.ResolveView.as_view(), name="resolve"),
    path("pages/<number:id>/", views.PageView.as_view(), name="page"),
    path("blocks/", blocks.BlockTypesView.as_view(), name="blocks"),
    path("blocks/<slug:name>/", blocks.BlockTypeView.as_view(), name="block"),
    path("articles/", views.ArticleListView.as_view(), name="articles"),
    path("articles/<slug:key>/", views.ArticleView.as_view(), name="article"),
    path("standards/", standards.Standards.as_view()),
    path("standards/<slug:key>/", standards.Standard.as_view()),
    path("standards/<slug:key>/versions/", standards.StandardVersions.as_view()),
    path("standards/<slug:key>/versions/<number:version>/", standards.OneStandardVersion.as_view()),
    path("training/", views.CourseListView.as_view(), name="training"),
    path("training/<slug:key>/", views.CourseDocumentView.as_view(), name="training-course"),
    path("courses/<slug:slug>/", courses.CourseView.as_view(), name="course"),
    path("courses/<slug:slug>/attempts/", courses.AttemptsView.as_view(), name="attempts"),
]
