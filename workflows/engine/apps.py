from django.apps import AppConfig

from . import vocabulary
from .plain import PLAIN


class EngineConfig(AppConfig):
    name = "workflows.engine"
    label = "engine"
    verbose_name = "Processes"

    def ready(self) -> None:
        vocabulary.register(PLAIN)
