"""One form for every part of a definition. Both editors show it."""

from .making import new_part
from .part_form import PartForm, part_form
from .parts import UnknownPart, put_part, remove_part

__all__ = ["PartForm", "UnknownPart", "new_part", "part_form", "put_part", "remove_part"]
