from django.urls import path

from api.content import courses, views

urlpatterns = [
    path("site/", views.SiteView.as_view(), name="site"),
    path("resolve/", views.ResolveView.as_view(), name="resolve"),
    path("pages/<int:id>/", views.PageView.as_view(), name="page"),
    path("articles/", views.ArticleListView.as_view(), name="articles"),
    path("articles/<str:key>/", views.ArticleView.as_view(), name="article"),
    path("training/", views.CourseListView.as_view(), name="training"),
    path("training/<str:key>/", views.CourseDocumentView.as_view(), name="training-course"),
    path("courses/<str:slug>/", courses.CourseView.as_view(), name="course"),
    path("courses/<str:slug>/attempts/", courses.AttemptsView.as_view(), name="attempts"),
]
