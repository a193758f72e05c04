from django.urls import path

from api.promotions.coupons import ClaimCoupon, HeldCoupons

urlpatterns = [
    path("me/coupons/", HeldCoupons.as_view()),
    path("coupons/<slug:code>/claim/", ClaimCoupon.as_view()),
]
