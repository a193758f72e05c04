from promotions.coupons.models.claims import Claim
from promotions.coupons.models.coupons import Coupon
from promotions.coupons.models.reach import CouponCategory, CouponPackage, CouponService

__all__ = ["Claim", "Coupon", "CouponCategory", "CouponPackage", "CouponService"]
