"""People and teams in Wagtail's admin."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from accounts.users import audit


@hooks.register("register_log_actions")
def register_audit_actions(registry: LogActionRegistry) -> None:
    for action, (label, message) in audit.registered().items():
        registry.register_action(action, label, message)
