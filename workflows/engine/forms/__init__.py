"""Forms: fields to JSON Schema and hints for one person; submitted answers to clean values."""

from .access import access_for
from .answers import Cleaned
from .checkers import UploadFacts
from .step_form import StepForm, compile_form

__all__ = ["Cleaned", "StepForm", "UploadFacts", "access_for", "compile_form"]
