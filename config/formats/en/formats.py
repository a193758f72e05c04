"""English with the hours of the whole day, as Chinese has them: shorter, and the same all over."""

DATETIME_FORMAT = "N j, Y, H:i"
TIME_FORMAT = "H:i"
