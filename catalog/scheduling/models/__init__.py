from catalog.scheduling.models.bookings import Booking
from catalog.scheduling.models.hours import DatedHours, WeeklyHours
from catalog.scheduling.models.leave import Leave

__all__ = ["Booking", "DatedHours", "Leave", "WeeklyHours"]
