from .bindings import ProcessBinding
from .offers import Offer
from .orders import Order
from .quotes import Quote, QuotedService

__all__ = ["Offer", "Order", "ProcessBinding", "Quote", "QuotedService"]
