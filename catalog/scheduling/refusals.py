"""Why a verb on a provider's time is refused; the API answers with the status and code."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class SchedulingRefusal(Exception):
    """``errors`` are ``{"loc": [...], "type": str, "msg": str}``."""

    status = 409
    code = "not_available"
    detail: str | Promise = gettext_lazy("This is not possible at this time.")

    def __init__(self, errors: Sequence[Mapping[str, object]] = ()) -> None:
        super().__init__(str(self.detail))
        self.errors = errors


class SlotTaken(SchedulingRefusal):
    """The provider, or each of those who might come, is booked, on leave or does not work then."""

    code = "slot_taken"
    detail = gettext_lazy("This time is taken. Choose another.")


class AlreadyBooked(SchedulingRefusal):
    """The order holds another time: it can be moved, not booked twice."""

    code = "already_booked"
    detail = gettext_lazy("This order has a booking already.")


class LeaveHitsBookings(SchedulingRefusal):
    """Leave over time that is booked; ``orders`` are the numbers of the orders, in their order."""

    code = "leave_hits_bookings"

    def __init__(self, orders: Sequence[str]) -> None:
        self.orders = list(orders)
        self.detail = _("There are orders in this time: %(orders)s. Move them first.") % {
            "orders": ", ".join(orders)
        }
        super().__init__(
            [
                {
                    "loc": ["orders", number],
                    "type": "booked",
                    "msg": _("This order is booked then."),
                }
                for number in orders
            ]
        )


class InvalidLeave(SchedulingRefusal):
    """A time away that cannot be, for the reason that ``msg`` gives of ``field``."""

    status = 422
    code = "invalid_leave"
    detail = gettext_lazy("This is no time that leave can be taken for.")

    def __init__(self, field: str, kind: str, msg: str) -> None:
        super().__init__([{"loc": [field], "type": kind, "msg": msg}])


class InvalidSchedule(SchedulingRefusal):
    status = 422
    code = "invalid_schedule"
    detail = gettext_lazy("These hours do not make a schedule.")


class ScheduleChanged(SchedulingRefusal):
    status = 412
    code = "stale"
    detail = gettext_lazy("This has changed since you read it. Read it again.")
