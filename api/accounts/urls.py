from django.urls import URLPattern, path

from api.accounts.notifications import NotificationRead, Notifications, NotificationsRead
from api.accounts.uploads import UploadedFile, Uploads

urlpatterns: list[URLPattern] = [
    path("uploads/", Uploads.as_view()),
    path("uploads/<uuid:upload_id>/", UploadedFile.as_view()),
    path("me/notifications/", Notifications.as_view()),
    path("me/notifications/read/", NotificationsRead.as_view()),
    path("me/notifications/<uuid:notice_id>/read/", NotificationRead.as_view()),
]
