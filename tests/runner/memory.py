"""What is loaded at the start is no business of the garbage collector."""

import gc

from catalog.services.models import ServicePage


def test_what_stays_is_not_collected():
    assert not any(each is ServicePage for each in gc.get_objects())
