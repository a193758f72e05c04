from django.urls import URLPattern, path

from api.orders.offers import Offer
from api.orders.orders import (
    OneOrder,
    OrderAction,
    OrderPayments,
    Orders,
    OrderTimeline,
)
from api.orders.quotes import Quotes

urlpatterns: list[URLPattern] = [
    path("services/<slug:key>/offer/", Offer.as_view()),
    path("quotes/", Quotes.as_view()),
    path("orders/", Orders.as_view()),
    path("orders/<slug:number>/", OneOrder.as_view()),
    path("orders/<slug:number>/timeline/", OrderTimeline.as_view()),
    path("orders/<slug:number>/actions/<slug:action>/", OrderAction.as_view()),
    path("orders/<slug:number>/payments/", OrderPayments.as_view()),
]
