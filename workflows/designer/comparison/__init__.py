"""What differs between two versions of a process, in plain words. Pure."""

from .changes import Change, Comparison
from .comparing import compare

__all__ = ["Change", "Comparison", "compare"]
