"""How long the processor is busy with something."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time


@contextmanager
def busy_for(seconds: float) -> Iterator[None]:
    """The block takes less processor time than that.

    The garbage collector waits: it would walk through whatever a long run of tests has left.
    """
    gc.disable()
    try:
        began = process_time()
        yield
        took = process_time() - began
    finally:
        gc.enable()
    assert took < seconds
