from django.apps import AppConfig
from django.conf import settings


class SandboxConfig(AppConfig):
    """A payment gateway to try things with: on where ``SANDBOX_PAYMENTS`` is."""

    name = "workflows.sandbox"
    label = "sandbox"
    verbose_name = "Sandbox gateway"

    def ready(self) -> None:
        # They reach models, which are not loaded when this module is.
        from workflows.payments import gateways  # noqa: PLC0415
        from workflows.sandbox import handlers  # noqa: F401, PLC0415
        from workflows.sandbox.gateway import GATEWAY  # noqa: PLC0415

        if settings.SANDBOX_PAYMENTS:
            gateways.register(GATEWAY)
