"""What is asked of each part of a definition: for every property its words and its control."""

from .fields import field_of
from .processes import CASE_ACTION, CONSTANTS, DETAILS
from .steps import STEPS

__all__ = ["CASE_ACTION", "CONSTANTS", "DETAILS", "STEPS", "field_of"]
