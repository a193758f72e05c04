from django.urls import path

from .views import TradePage

app_name = "sandbox"
urlpatterns = [path("payments/<uuid:payment>/", TradePage.as_view(), name="payment")]
