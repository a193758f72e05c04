from django.urls import URLPattern, path

from api.accounts import login
from api.accounts.addresses import Addresses, OneAddress
from api.accounts.consents import Consents, OneConsent
from api.accounts.notifications import NotificationRead, Notifications, NotificationsRead
from api.accounts.profile import Profile
from api.accounts.uploads import UploadedFile, Uploads

urlpatterns: list[URLPattern] = [
    *login.urlpatterns,
    path("uploads/", Uploads.as_view()),
    path("uploads/<uuid:upload_id>/", UploadedFile.as_view()),
    path("me/", Profile.as_view()),
    path("me/addresses/", Addresses.as_view()),
    path("me/addresses/<uuid:address_id>/", OneAddress.as_view()),
    path("me/consents/", Consents.as_view()),
    path("me/consents/<slug:key>/", OneConsent.as_view()),
    path("me/notifications/", Notifications.as_view()),
    path("me/notifications/read/", NotificationsRead.as_view()),
    path("me/notifications/<uuid:notice_id>/read/", NotificationRead.as_view()),
]
